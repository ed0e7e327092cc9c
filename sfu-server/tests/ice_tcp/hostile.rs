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
