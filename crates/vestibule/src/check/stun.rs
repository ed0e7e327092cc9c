//! A round trip that needs no credentials: an Allocate request, which the relay refuses by telling its realm (RFC 8656
//! section 7.2).

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout};

/// Allocate, its error response.
const ALLOCATE: [u8; 2] = [0, 0x03];
const ALLOCATE_ERROR: [u8; 2] = [0x01, 0x13];
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
/// REQUESTED-TRANSPORT, UDP.
const REQUESTED_TRANSPORT: [u8; 8] = [0, 0x19, 0, 4, 17, 0, 0, 0];
/// SOFTWARE (RFC 8489 section 14.14), so long that the question is no shorter than the refusal: by UDP the relay answers
/// nobody with more than was asked.
const SOFTWARE: &[u8; 28] = b"\x80\x22\0\x18vestibule check         ";
/// A datagram may be lost.
const TRIES: usize = 3;
const PATIENCE: Duration = Duration::from_millis(1500);

type Transaction = [u8; 12];

/// How long a round trip to `server` took by UDP.
///
/// # Errors
/// There was none.
pub(crate) async fn by_udp(server: SocketAddr) -> io::Result<Duration> {
    let any: SocketAddr = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(server).await?;
    for _ in 0..TRIES {
        let (transaction, began) = (rand::random(), Instant::now());
        socket.send(&request(&transaction)).await?;
        let mut answer = [0; 1500];
        match timeout(PATIENCE, socket.recv(&mut answer)).await {
            Ok(Ok(len)) if is_refusal(&answer[..len], &transaction) => return Ok(began.elapsed()),
            // ICMP says that nobody is there.
            Ok(Err(error)) => return Err(error),
            _ => {}
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

/// The same by a byte stream.
///
/// # Errors
/// There was none.
pub(crate) async fn by_stream(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<Duration> {
    let (transaction, began) = (rand::random(), Instant::now());
    let round = async {
        stream.write_all(&request(&transaction)).await?;
        stream.flush().await?;
        let mut header = [0; 20];
        stream.read_exact(&mut header).await?;
        Ok::<_, io::Error>(header)
    };
    let header = timeout(PATIENCE * 2, round).await??;
    if is_refusal(&header, &transaction) {
        Ok(began.elapsed())
    } else {
        Err(io::Error::other("the answer is not that of a relay"))
    }
}

fn request(transaction: &Transaction) -> Vec<u8> {
    let length = [0, (REQUESTED_TRANSPORT.len() + SOFTWARE.len()) as u8];
    [
        &ALLOCATE[..],
        &length,
        &MAGIC_COOKIE,
        transaction,
        &REQUESTED_TRANSPORT,
        SOFTWARE,
    ]
    .concat()
}

fn is_refusal(answer: &[u8], transaction: &Transaction) -> bool {
    answer.len() >= 20
        && answer[..2] == ALLOCATE_ERROR
        && answer[4..8] == MAGIC_COOKIE
        && answer[8..20] == transaction[..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(transaction: &Transaction) -> Vec<u8> {
        [&ALLOCATE_ERROR[..], &[0, 0], &MAGIC_COOKIE, transaction].concat()
    }

    #[tokio::test]
    async fn a_round_trip_is_that_of_a_relay_alone() {
        let relay = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let address = relay.local_addr().expect("is bound");
        let answering = async {
            let mut asked = [0; 100];
            let (len, from) = relay.recv_from(&mut asked).await.expect("comes");
            assert_eq!(len, 56);
            let transaction = asked[8..20].try_into().expect("twelve bytes");
            relay.send_to(&refusal(transaction), from).await.expect("is sent");
        };
        let (round, ()) = tokio::join!(by_udp(address), answering);
        assert!(round.is_ok(), "{round:?}");
        let (mut near, mut far) = tokio::io::duplex(1000);
        far.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .expect("is sent");
        assert!(by_stream(&mut near).await.is_err());
    }

    proptest! {
        #[test]
        fn anything_is_read_without_a_panic(
            answer in prop::collection::vec(any::<u8>(), 0..60), transaction in any::<Transaction>(),
        ) {
            prop_assert!(!is_refusal(&answer, &transaction));
            let mut whole = refusal(&transaction);
            prop_assert!(is_refusal(&whole, &transaction));
            whole.extend(&answer);
            prop_assert!(is_refusal(&whole, &transaction));
            whole[8] ^= 1;
            prop_assert!(!is_refusal(&whole, &transaction));
        }
    }
}
