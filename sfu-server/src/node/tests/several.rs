//! Two media threads behind one port.

use super::*;

/// Two threads.
pub(super) fn spread() -> MediaConfig {
    MediaConfig {
        threads: 2,
        ..config()
    }
}

fn start_two() -> (MediaNode, mpsc::Receiver<Event>) {
    MediaNode::start_with(spread(), &prometheus::Registry::new(), |shard, _| {
        Fake::strict(shard)
    })
    .unwrap()
}

/// A connectivity check that names a session of that thread.
fn check(shard: u8) -> Vec<u8> {
    let username = format!("{}:x", ice::Credentials::of_shard(shard).ufrag);
    let mut check = vec![0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42];
    check.resize(20, 7);
    check.extend([0, 6, 0, username.len() as u8]);
    check.extend(username.as_bytes());
    check.resize(check.len().next_multiple_of(4), 0);
    check[3] = (check.len() - 20) as u8;
    check
}

/// Says something until the thread that the check named answers; which thread answered.
fn asked(client: &UdpSocket, words: &[u8]) -> u8 {
    client.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let mut bytes = [0; 256];
    for _ in 0..25 {
        client.send(words).unwrap();
        if let Ok(len) = client.recv(&mut bytes) {
            assert_eq!(bytes[1..len], *words);
            return bytes[0];
        }
    }
    panic!("nobody answers");
}

/// Where a room lives, with the session that the question left there.
async fn home(node: &MediaNode, room: RoomId) -> (u8, SessionId) {
    let offer = offer(room, "where");
    let session = offer.session;
    let Ok(Reply::Answer { sdp }) = node.ask(Request::Offer(offer)).await else {
        panic!("an offer is answered");
    };
    (sdp.split(' ').next().unwrap().parse().unwrap(), session)
}

#[tokio::test]
async fn rooms_spread_over_the_threads_and_stay_where_they_are() {
    let (node, _events) = start_two();
    let mut homes = [0, 0];
    for _ in 0..6 {
        let room = RoomId::generate();
        node.ask(Request::OpenRoom(room)).await.unwrap();
        let (thread, _) = home(&node, room).await;
        node.ask(Request::OpenRoom(room)).await.unwrap();
        assert_eq!(home(&node, room).await.0, thread);
        homes[usize::from(thread)] += 1;
    }
    assert_eq!(homes, [3, 3]);
    let unknown = Request::CloseRoom(RoomId::generate());
    assert_eq!(node.ask(unknown).await, Err(Refusal::RoomUnknown));
}

#[tokio::test]
async fn datagrams_reach_their_thread_whichever_socket_the_kernel_chose() {
    let (node, _events) = start_two();
    // The kernel shares 5-tuples out by a hash of its own: of so many some fall to the other socket.
    for number in 0..48 {
        let (client, shard) = (client(&node), number % 2);
        assert_eq!(asked(&client, &check(shard)), shard);
        for word in [b"one".as_slice(), b"two", b"three"] {
            assert_eq!(asked(&client, word), shard);
        }
        // It moves to a session of the other thread.
        assert_eq!(asked(&client, &check(1 - shard)), 1 - shard);
    }
    let stranger = client(&node);
    stranger.send(b"hello").unwrap();
    stranger.send(&check(9)).unwrap();
    let unknown = || {
        let threads = node.threads.iter();
        threads
            .map(|t| t.link.vitals.snapshot().statistics.counters.dropped.unknown)
            .sum::<u64>()
    };
    let began = Instant::now();
    while unknown() < 2 {
        assert!(began.elapsed() < Duration::from_secs(5), "strangers are counted");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_panic_of_one_thread_leaves_the_rooms_of_the_other_alone() {
    let (node, mut events) = start_two();
    let rooms = [RoomId::generate(), RoomId::generate()];
    let mut sessions = Vec::new();
    for (number, room) in rooms.into_iter().enumerate() {
        node.ask(Request::OpenRoom(room)).await.unwrap();
        let (thread, session) = home(&node, room).await;
        assert_eq!(usize::from(thread), number);
        sessions.push(session);
        news(&mut events).await;
    }
    let (failing, calm) = (client(&node), client(&node));
    assert_eq!((asked(&failing, &check(0)), asked(&calm, &check(1))), (0, 1));
    let failures = || node.threads[0].link.vitals.snapshot().failures;
    let began = Instant::now();
    // Once: a second would end the thread that comes after it.
    failing.send(b"panic").unwrap();
    while failures() == 0 {
        assert!(began.elapsed() < Duration::from_secs(5), "it fails as told");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(
        matches!(news(&mut events).await, Some(Event::SessionClosed { session, cause: CloseCause::Fault, .. })
            if session == sessions[0])
    );
    assert_eq!(asked(&calm, b"still here"), 1);
    // Its rooms are there again. Nobody of the other room was told to go: next come those who have just joined.
    for (number, room) in rooms.into_iter().enumerate() {
        assert_eq!(usize::from(home(&node, room).await.0), number);
        assert!(
            matches!(news(&mut events).await, Some(Event::SessionConnected { room: of, .. }) if of == room)
        );
    }
    assert_eq!(node.threads[1].link.vitals.snapshot().failures, 0);
    assert!(node.is_well());
}

#[tokio::test]
async fn all_threads_stop_with_a_goodbye_and_free_the_port() {
    let (node, mut events) = start_two();
    let mut sessions = HashSet::new();
    for _ in 0..2 {
        let room = RoomId::generate();
        node.ask(Request::OpenRoom(room)).await.unwrap();
        sessions.insert(home(&node, room).await.1);
        news(&mut events).await;
    }
    node.stop();
    for _ in 0..2 {
        let Some(Event::SessionClosed { session, .. }) = news(&mut events).await else {
            panic!("a goodbye for each");
        };
        assert!(sessions.remove(&session));
    }
    assert_eq!(news(&mut events).await, None);
    assert!(!node.is_well());
    UdpSocket::bind(node.local_addr()).unwrap();
}
