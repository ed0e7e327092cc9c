//! Connections that mean harm, or nothing.

use crate::house::House;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use transport::ice::{ControllingAgent, Credentials};
use transport::{FiveTuple, Protocol};

/// Ten seconds without a valid check, a second between looks, a loaded machine.
const PATIENCE: Duration = Duration::from_secs(25);

fn say(server: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket option");
    stream.write_all(bytes).expect("an open connection");
    stream
}

fn framed(datagram: &[u8]) -> Vec<u8> {
    [&(datagram.len() as u16).to_be_bytes(), datagram].concat()
}

/// A check as of a client that made up the server's credentials.
fn forged(shard: u8) -> Vec<u8> {
    let tuple = FiveTuple {
        protocol: Protocol::Tcp,
        local: SocketAddr::from(([127, 0, 0, 1], 1)),
        remote: SocketAddr::from(([127, 0, 0, 1], 2)),
    };
    let now = Instant::now();
    let (own, guessed) = (Credentials::generate(), Credentials::of_shard(shard));
    let mut agent = ControllingAgent::new(&own, &guessed, tuple, now);
    agent.poll_transmit(now).expect("a check is due")
}

/// That the server closes it, having said nothing; how long it took.
fn assert_closed(mut stream: TcpStream) -> Duration {
    let began = Instant::now();
    let mut bytes = [0; 64];
    match stream.read(&mut bytes) {
        Ok(len) => assert_eq!(len, 0, "an answer to a stranger"),
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
    }
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_closed_at_once() {
    let house = House::open().await;
    let threads_of_others = forged(40);
    let response = [
        1, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];
    for words in [
        vec![0xFF; 4],
        [&u16::MAX.to_be_bytes()[..], &[0; 4000]].concat(),
        framed(b"not a check"),
        framed(b""),
        framed(&response),
        framed(&threads_of_others),
        // An unframed check: its first two bytes are no length of what follows.
        [forged(1), vec![0; 2000]].concat(),
    ] {
        assert!(
            assert_closed(say(house.tcp, &words)) < Duration::from_secs(8),
            "{:?}",
            &words[..4]
        );
    }
    assert!(house.node.is_well());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_proves_nothing_is_closed_in_time_and_others_go_on() {
    let house = House::open().await;
    let check = framed(&forged(1));
    let silent = say(house.tcp, &[]);
    let half = say(house.tcp, &check[..check.len() / 2]);
    let guessing = say(house.tcp, &check.repeat(40));
    let mut slow = say(house.tcp, &check[..1]);
    let mut left = check[1..].iter();
    // A true client comes in while they wait.
    let _caller = house.join(true).await;
    let began = Instant::now();
    // A byte now and then buys no more time.
    while let Some(byte) = left.next()
        && slow.write_all(&[*byte]).is_ok()
        && began.elapsed() < Duration::from_secs(3)
    {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for stream in [silent, half, guessing, slow] {
        assert_closed(stream);
    }
    assert!(house.node.is_well());
    house.join(true).await;
}

/// A request for an allocation, without credentials.
const ALLOCATE: [u8; 28] = [
    0, 3, 0, 8, 0x21, 0x12, 0xA4, 0x42, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0x19, 0, 4, 17, 0, 0, 0,
];

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_credentials_for_the_relay_is_challenged_then_closed() {
    let house = House::open().await;
    let mut streams = [say(house.tcp, &ALLOCATE), say(house.tcp, &ALLOCATE.repeat(40))];
    for stream in &mut streams {
        let mut challenge = [0; 56];
        stream.read_exact(&mut challenge).expect("a challenge");
        assert_eq!(
            (challenge[..4].to_vec(), &challenge[8..20]),
            (vec![1, 0x13, 0, 36], &[7; 12][..])
        );
    }
    let [once, mut often] = streams;
    assert_closed(once);
    // No more is looked at than a handful.
    let mut more = Vec::new();
    // A connection with something unread ends by a reset.
    let _ = often.read_to_end(&mut more);
    assert_eq!(more.len(), 7 * 56);
    assert!(house.node.is_well());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_message_of_turn_ends_its_stream_at_once() {
    let house = House::open().await;
    for next in [
        [0x50, 0, 0, 0],
        [22, 3, 1, 0],
        [0x40, 0, 0xFF, 0xFF],
        [0, 3, 0, 7],
    ] {
        let mut stream = say(house.tcp, &[&ALLOCATE[..], &next].concat());
        let _ = stream.read(&mut [0; 56]);
        assert!(assert_closed(stream) < Duration::from_secs(8), "{next:?}");
    }
    assert!(house.node.is_well());
}
