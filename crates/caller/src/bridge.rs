//! A UDP port whose datagrams go on in a byte stream: the other stack speaks ICE and TURN by UDP alone.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Longest datagram.
const LONGEST: usize = 65_535;

/// How datagrams are told apart in the stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Framing {
    /// By two bytes of length: ICE-TCP (RFC 4571 section 2).
    Length,
    /// By their own headers, ChannelData padded to four bytes: TURN (RFC 8656 section 12.5).
    Turn,
}

/// The port. Dropping it closes the stream.
#[derive(Debug)]
pub struct Bridge {
    local: SocketAddr,
    _ways: JoinSet<()>,
}

impl Bridge {
    /// Opens a port of 127.0.0.1 to the other end of `stream`. What comes back goes to whom the last datagram was from.
    ///
    /// # Errors
    /// The system gives no port.
    pub async fn open<S>(stream: S, framing: Framing) -> io::Result<Self>
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let socket = Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?);
        let local = socket.local_addr()?;
        let (reader, writer) = split(stream);
        let (told, from) = watch::channel(None);
        let mut ways = JoinSet::new();
        // Either ends with the stream or the socket; then packets are lost, as on a broken path.
        let outwards = Arc::clone(&socket);
        ways.spawn(async move { drop(out(&outwards, writer, framing, told).await) });
        ways.spawn(async move { drop(back(&socket, reader, framing, from).await) });
        Ok(Self { local, _ways: ways })
    }

    /// The port.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }
}

async fn out<S: AsyncWrite>(
    socket: &UdpSocket,
    mut stream: WriteHalf<S>,
    framing: Framing,
    told: watch::Sender<Option<SocketAddr>>,
) -> io::Result<()> {
    let mut datagram = vec![0; LONGEST];
    loop {
        let (len, from) = socket.recv_from(&mut datagram).await?;
        told.send_replace(Some(from));
        stream.write_all(&framed(framing, &datagram[..len])).await?;
        stream.flush().await?;
    }
}

async fn back<S: AsyncRead>(
    socket: &UdpSocket,
    mut stream: ReadHalf<S>,
    framing: Framing,
    from: watch::Receiver<Option<SocketAddr>>,
) -> io::Result<()> {
    loop {
        let datagram = read(framing, &mut stream).await?;
        let to = *from.borrow();
        if let Some(to) = to {
            socket.send_to(&datagram, to).await?;
        }
    }
}

fn framed(framing: Framing, datagram: &[u8]) -> Vec<u8> {
    match framing {
        Framing::Length => [&(datagram.len() as u16).to_be_bytes(), datagram].concat(),
        Framing::Turn => {
            let mut padded = datagram.to_vec();
            padded.resize(datagram.len().next_multiple_of(4), 0);
            padded
        }
    }
}

async fn read(framing: Framing, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut datagram = match framing {
        Framing::Length => vec![0; usize::from(stream.read_u16().await?)],
        Framing::Turn => return read_turn(stream).await,
    };
    stream.read_exact(&mut datagram).await?;
    Ok(datagram)
}

async fn read_turn(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut header = [0; 4];
    stream.read_exact(&mut header).await?;
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    // STUN counts from behind its 20 bytes of header, ChannelData from behind its 4.
    let len = match header[0] {
        0..=3 => 20 + length,
        0x40..=0x4F => 4 + length,
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    let mut message = vec![0; len.next_multiple_of(4)];
    message[..4].copy_from_slice(&header);
    stream.read_exact(&mut message[4..]).await?;
    message.truncate(len);
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::duplex;

    /// Two of ICE-TCP; then STUN without attributes, ChannelData of an odd length.
    fn cases() -> [(Framing, Vec<Vec<u8>>); 2] {
        let stun = [&[0, 3, 0, 0][..], &[7; 16]].concat();
        [
            (Framing::Length, vec![vec![1; 100], vec![128; 1500]]),
            (Framing::Turn, vec![stun, vec![0x40, 0, 0, 3, 1, 2, 3]]),
        ]
    }

    #[tokio::test]
    async fn datagrams_come_out_as_they_went_in_both_ways() {
        for (framing, datagrams) in cases() {
            let (near, far) = duplex(1 << 16);
            let bridge = Bridge::open(near, framing).await.expect("a port");
            let other = Bridge::open(far, framing).await.expect("a port");
            let [client, server] = [bridge.local_addr(), other.local_addr()].map(|port| async move {
                let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
                socket.connect(port).await.expect("a port");
                socket
            });
            let (client, server) = (client.await, server.await);
            let mut place = [0; 2000];
            // The far bridge knows to whom once it was spoken through.
            let first = &datagrams[0];
            server.send(first).await.expect("is sent");
            other_has_spoken(&client, &server, first).await;
            for datagram in &datagrams {
                client.send(datagram).await.expect("is sent");
                let len = server.recv(&mut place).await.expect("comes");
                assert_eq!(&place[..len], datagram, "{framing:?}");
                server.send(datagram).await.expect("is sent");
                let len = client.recv(&mut place).await.expect("comes back");
                assert_eq!(&place[..len], datagram, "{framing:?}");
            }
        }
    }

    /// Speaks until what is said arrives: before, a bridge knew nobody to hand it to.
    async fn other_has_spoken(client: &UdpSocket, server: &UdpSocket, word: &[u8]) {
        let mut place = [0; 2000];
        loop {
            client.send(word).await.expect("is sent");
            let came = tokio::time::timeout(std::time::Duration::from_millis(50), server.recv(&mut place));
            if came.await.is_ok() {
                break;
            }
        }
        while server.try_recv(&mut place).is_ok() || client.try_recv(&mut place).is_ok() {}
    }

    #[tokio::test]
    async fn a_stream_that_is_not_turn_ends() {
        let mut http = &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..];
        assert!(read(Framing::Turn, &mut http).await.is_err());
    }
}
