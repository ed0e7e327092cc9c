//! The socket on loopback against sockets of the standard library.

use super::*;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};
use transport::{FiveTuple, Protocol, SendArena};

const SECOND: Duration = Duration::from_secs(1);

fn server(listen: &str) -> MediaSocket {
    MediaSocket::bind(listen.parse().unwrap()).unwrap()
}

fn client(bind: &str) -> UdpSocket {
    let client = UdpSocket::bind(bind).unwrap();
    client.set_read_timeout(Some(SECOND)).unwrap();
    client
}

fn at(ip: &str, socket: &MediaSocket) -> SocketAddr {
    SocketAddr::new(ip.parse().unwrap(), socket.local_addr().port())
}

fn to(socket: &MediaSocket, client: &UdpSocket) -> FiveTuple {
    let remote = client.local_addr().unwrap();
    FiveTuple {
        protocol: Protocol::Udp,
        local: SocketAddr::new(remote.ip(), socket.local_addr().port()),
        remote,
    }
}

/// Waits for a batch; the whole of it, since tests send before they receive.
fn receive(receiver: &mut Receiver, socket: &MediaSocket) -> usize {
    let waker = Waker::new().unwrap();
    assert!(
        wait(socket, &waker, Some(SECOND)).unwrap().socket,
        "datagrams within a second"
    );
    receiver.receive(socket).unwrap()
}

fn received(client: &UdpSocket) -> Vec<u8> {
    let mut bytes = [0; 4096];
    let len = client.recv(&mut bytes).unwrap();
    bytes[..len].to_vec()
}

fn arena() -> SendArena {
    SendArena::new(1 << 20, 1024)
}

/// A datagram that tells its place and its length.
fn numbered(number: u8, len: usize) -> Vec<u8> {
    let mut bytes = vec![number; len];
    bytes[0] = number;
    bytes
}

/// Eleven datagrams, the last shorter, as the packets of one video frame are.
fn push_run(arena: &mut SendArena, tuple: FiveTuple) {
    for number in 0..10 {
        arena.copy(tuple, &numbered(number, 1200));
    }
    arena.copy(tuple, &numbered(10, 300));
}

fn assert_run(client: &UdpSocket) {
    for number in 0..10 {
        assert_eq!(received(client), numbered(number, 1200));
    }
    assert_eq!(received(client), numbered(10, 300));
}

#[test]
fn the_local_address_is_the_one_a_client_sent_to_and_answers_leave_from_it() {
    let socket = server("[::]:0");
    for (bind, ip) in [
        ("127.0.0.1:0", "127.0.0.1"),
        ("127.0.0.1:0", "127.0.0.2"),
        ("[::1]:0", "::1"),
    ] {
        let client = client(bind);
        // A connected socket takes answers from this address alone.
        client.connect(at(ip, &socket)).unwrap();
        client.send(b"check").unwrap();
        let mut receiver = Receiver::new();
        assert_eq!(receive(&mut receiver, &socket), 1);
        let (tuple, bytes) = receiver.datagram(0).unwrap();
        assert_eq!(bytes, b"check");
        assert_eq!(tuple.local, at(ip, &socket));
        assert_eq!(tuple.remote, client.local_addr().unwrap());
        let mut arena = arena();
        arena.copy(tuple, b"answer");
        Sender::new(&socket, 16).flush(&socket, &mut arena);
        assert!(arena.is_empty());
        assert_eq!(received(&client), b"answer");
    }
}

#[test]
fn a_socket_of_one_address_knows_it() {
    for ip in ["127.0.0.1", "::1"] {
        let socket = server(&SocketAddr::new(ip.parse().unwrap(), 0).to_string());
        let client = client(&SocketAddr::new(ip.parse().unwrap(), 0).to_string());
        client.send_to(b"x", at(ip, &socket)).unwrap();
        let mut receiver = Receiver::new();
        receive(&mut receiver, &socket);
        assert_eq!(receiver.datagram(0).unwrap().0, to(&socket, &client));
        assert_eq!(
            (socket.takes_ipv4(), socket.takes_ipv6()),
            (ip == "127.0.0.1", ip == "::1")
        );
    }
}

#[test]
fn a_batch_is_taken_in_one_call_in_order() {
    let socket = server("127.0.0.1:0");
    let client = client("127.0.0.1:0");
    let mut receiver = Receiver::new();
    assert_eq!(receiver.receive(&socket).unwrap(), 0);
    for round in 0..3_u8 {
        for number in 0..70_u8 {
            client
                .send_to(
                    &numbered(number, 10 + usize::from(round)),
                    at("127.0.0.1", &socket),
                )
                .unwrap();
        }
        assert_eq!(receive(&mut receiver, &socket), BATCH);
        for number in 0..64 {
            assert_eq!(receiver.datagram(number).unwrap().1[0], number as u8);
        }
        assert_eq!(receive(&mut receiver, &socket), 70 - BATCH);
        assert_eq!(
            *receiver.datagram(5).unwrap().1,
            numbered(69, 10 + usize::from(round))
        );
    }
}

#[test]
fn a_run_arrives_as_its_datagrams_in_order() {
    for listen in ["127.0.0.1:0", "[::]:0"] {
        let socket = server(listen);
        let client = client("127.0.0.1:0");
        let mut sender = Sender::new(&socket, 1024);
        let mut arena = arena();
        push_run(&mut arena, to(&socket, &client));
        sender.flush(&socket, &mut arena);
        assert_run(&client);
        let messages = if sender.segmentation() { 1 } else { 11 };
        assert_eq!(
            sender.counters(),
            SendCounters {
                sent: 11,
                messages,
                ..SendCounters::default()
            }
        );
    }
}

#[test]
fn without_segmentation_the_same_arrives() {
    let socket = server("[::]:0");
    let client = client("[::1]:0");
    let mut sender = Sender::new(&socket, 1024);
    sender.disable_segmentation();
    let mut arena = arena();
    push_run(&mut arena, to(&socket, &client));
    sender.flush(&socket, &mut arena);
    assert_run(&client);
    assert_eq!(sender.counters().messages, 11);
}

#[test]
fn a_kernel_that_refuses_segments_loses_nothing_and_is_asked_no_more() {
    let socket = server("127.0.0.1:0");
    socket.refuse_segmentation();
    let client = client("127.0.0.1:0");
    let mut sender = Sender::new(&socket, 1024);
    let mut arena = arena();
    for _ in 0..20 {
        push_run(&mut arena, to(&socket, &client));
        sender.flush(&socket, &mut arena);
        assert_run(&client);
    }
    assert!(!sender.segmentation());
    assert_eq!(sender.counters().sent, 220);
    assert_eq!(sender.counters().refused, 0);
}

#[test]
fn runs_longer_than_the_kernel_takes_are_split() {
    let socket = server("127.0.0.1:0");
    let mut sender = Sender::new(&socket, 1024);
    let mut arena = arena();
    // 64 segments are the limit for short datagrams, 65,000 bytes for long ones; both sizes cross theirs.
    for (len, most) in [(100, 70_u8), (1200, 60)] {
        let client = client("127.0.0.1:0");
        for number in 0..most {
            arena.copy(to(&socket, &client), &numbered(number, len));
        }
        let before = sender.counters();
        sender.flush(&socket, &mut arena);
        for number in 0..most {
            assert_eq!(received(&client), numbered(number, len));
        }
        assert_eq!(sender.counters().sent, before.sent + u64::from(most));
        let messages = if sender.segmentation() { 2 } else { u64::from(most) };
        assert_eq!(sender.counters().messages, before.messages + messages);
    }
}

#[test]
fn interleaved_destinations_each_get_theirs_in_order() {
    let socket = server("[::]:0");
    let clients: Vec<_> = (0..6)
        .map(|n| client(if n % 2 == 0 { "127.0.0.1:0" } else { "[::1]:0" }))
        .collect();
    // Fewer than the arena holds, so that it is sent in parts.
    let mut sender = Sender::new(&socket, 16);
    let mut arena = arena();
    let len = |number: u8| if number % 3 == 2 { 900 } else { 400 };
    for number in 0..20 {
        for client in &clients {
            arena.copy(to(&socket, client), &numbered(number, len(number)));
        }
    }
    sender.flush(&socket, &mut arena);
    for client in &clients {
        for number in 0..20 {
            assert_eq!(received(client), numbered(number, len(number)));
        }
    }
    assert_eq!(sender.counters().sent, 120);
}

#[test]
fn more_destinations_than_one_call_takes() {
    let socket = server("127.0.0.1:0");
    let clients: Vec<_> = (0..150).map(|_| client("127.0.0.1:0")).collect();
    let mut sender = Sender::new(&socket, 1024);
    let mut arena = arena();
    for number in 0..3 {
        clients
            .iter()
            .for_each(|client| arena.copy(to(&socket, client), &numbered(number, 100)));
    }
    sender.flush(&socket, &mut arena);
    for client in &clients {
        assert_eq!([0, 1, 2].map(|_| received(client)[0]), [0, 1, 2]);
    }
}

#[test]
fn a_datagram_longer_than_any_of_webrtc_is_counted_and_hides_no_other() {
    let socket = server("127.0.0.1:0");
    let client = client("127.0.0.1:0");
    client
        .send_to(&[1; LARGEST_DATAGRAM + 1], at("127.0.0.1", &socket))
        .unwrap();
    client
        .send_to(&[2; LARGEST_DATAGRAM], at("127.0.0.1", &socket))
        .unwrap();
    let mut receiver = Receiver::new();
    assert_eq!(receive(&mut receiver, &socket), 2);
    assert!(receiver.datagram(0).is_none());
    assert_eq!(receiver.datagram(1).unwrap().1.len(), LARGEST_DATAGRAM);
    assert_eq!(receiver.oversize(), 1);
}

#[test]
fn one_destination_that_cannot_be_reached_disturbs_no_other() {
    let socket = server("127.0.0.1:0");
    let (one, other) = (client("127.0.0.1:0"), client("127.0.0.1:0"));
    let mut sender = Sender::new(&socket, 1024);
    let mut arena = arena();
    // From a loopback address nothing routes beyond the host; IPv6 has no way out of an IPv4 socket; a source that is
    // not the host's is refused; so is what no UDP header can count.
    let mut beyond = to(&socket, &one);
    beyond.remote = "192.0.2.77:9".parse().unwrap();
    let six = FiveTuple {
        remote: "[::1]:9".parse().unwrap(),
        ..beyond
    };
    let mut foreign = to(&socket, &other);
    foreign.local.set_ip("203.0.113.9".parse::<IpAddr>().unwrap());
    let tcp = FiveTuple {
        protocol: Protocol::Tcp,
        ..to(&socket, &one)
    };
    for number in 0..3 {
        arena.copy(beyond, &numbered(number, 100));
        arena.copy(to(&socket, &one), &numbered(number, 100));
        arena.copy(six, &numbered(number, 100));
        arena.copy(foreign, &numbered(number, 100));
        arena.copy(tcp, &numbered(number, 100));
        arena.copy(to(&socket, &other), &numbered(number, 100));
    }
    arena.copy(to(&socket, &other), &vec![9; 65_530]);
    arena.copy(to(&socket, &other), &numbered(3, 100));
    sender.flush(&socket, &mut arena);
    for number in 0..3 {
        assert_eq!(received(&one)[0], number);
        assert_eq!(received(&other)[0], number);
    }
    assert_eq!(received(&other)[0], 3);
    assert_eq!((sender.counters().sent, sender.counters().refused), (7, 13));
    assert_eq!(sender.segmentation(), socket.segmentation());
}

#[test]
fn a_closed_port_is_no_error_of_the_socket() {
    let socket = server("127.0.0.1:0");
    let gone = to(&socket, &client("127.0.0.1:0"));
    let live = client("127.0.0.1:0");
    let mut sender = Sender::new(&socket, 16);
    let mut receiver = Receiver::new();
    for number in 0..5 {
        let mut arena = arena();
        arena.copy(gone, b"anybody there?");
        arena.copy(to(&socket, &live), &numbered(number, 50));
        sender.flush(&socket, &mut arena);
        assert_eq!(received(&live), numbered(number, 50));
        assert_eq!(receiver.receive(&socket).unwrap(), 0);
    }
}

#[test]
fn waiting_ends_at_its_time_not_before_or_at_a_wake_up() {
    let socket = server("127.0.0.1:0");
    let waker = Waker::new().unwrap();
    let nothing = Ready {
        socket: false,
        waker: false,
    };
    let start = Instant::now();
    let timeout = Duration::from_micros(1500);
    assert_eq!(wait(&socket, &waker, Some(timeout)).unwrap(), nothing);
    assert!(start.elapsed() >= timeout);
    waker.wake();
    waker.wake();
    assert_eq!(
        wait(&socket, &waker, None).unwrap(),
        Ready {
            waker: true,
            ..nothing
        }
    );
    waker.clear();
    assert_eq!(wait(&socket, &waker, Some(Duration::ZERO)).unwrap(), nothing);
}

#[test]
fn a_taken_port_is_refused() {
    let socket = server("[::]:0");
    let taken = MediaSocket::bind(socket.local_addr()).unwrap_err();
    assert_eq!(taken.kind(), std::io::ErrorKind::AddrInUse);
}

#[test]
fn what_tells_of_arrivals_comes_apart_and_wakes_nobody() {
    for listen in ["127.0.0.1:0", "[::]:0"] {
        let socket = MediaSocket::bind_group(listen.parse().unwrap(), 1)
            .unwrap()
            .remove(0);
        let client = client("127.0.0.1:0");
        let send = |bytes: &[u8]| client.send_to(bytes, at("127.0.0.1", &socket)).unwrap();
        // Feedback on arrivals, without and with padding.
        let arrivals: [&[u8]; 2] = [&[0x8f, 205, 0, 1], &[0xaf, 205, 0, 1]];
        // A NACK, PLI, a report, media, a check, too little.
        let others: [&[u8]; 7] = [
            &[0x81, 205, 0, 1],
            &[0x81, 206, 0, 1],
            &[0x80, 201, 0, 1],
            &[0x90, 96, 0, 1],
            &[0, 1, 0, 0],
            &[0x8f],
            &[],
        ];
        arrivals.into_iter().for_each(|bytes| _ = send(bytes));
        let waker = Waker::new().unwrap();
        assert!(!wait(&socket, &waker, Some(Duration::ZERO)).unwrap().socket);
        others.into_iter().for_each(|bytes| _ = send(bytes));
        let mut receiver = Receiver::new();
        assert_eq!(receive(&mut receiver, &socket), others.len());
        for (index, bytes) in others.into_iter().enumerate() {
            assert_eq!(receiver.datagram(index).unwrap().1, bytes);
        }
        assert_eq!(receiver.receive_arrivals(&socket).unwrap(), arrivals.len());
        for (index, bytes) in arrivals.into_iter().enumerate() {
            assert_eq!(
                receiver.datagram(index).unwrap(),
                (to(&socket, &client), &mut bytes.to_vec()[..])
            );
        }
        assert_eq!(receiver.receive_arrivals(&socket).unwrap(), 0);
    }
}
