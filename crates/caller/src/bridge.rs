//! A UDP port whose datagrams go on in a byte stream, as TURN has it: the other stack reaches relays by UDP alone.
//!
//! Messages are told apart in the stream by their own headers, ChannelData is padded to four bytes (RFC 8656 section
//! 12.5).

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Longest datagram.
const LONGEST: usize = 65_535;

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
    pub async fn open<S>(stream: S) -> io::Result<Self>
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
        ways.spawn(async move { drop(out(&outwards, writer, told).await) });
        ways.spawn(async move { drop(back(&socket, reader, from).await) });
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
    told: watch::Sender<Option<SocketAddr>>,
) -> io::Result<()> {
    let mut datagram = vec![0; LONGEST];
    loop {
        let (len, from) = socket.recv_from(&mut datagram).await?;
        told.send_replace(Some(from));
        stream.write_all(&padded(&datagram[..len])).await?;
        stream.flush().await?;
    }
}

async fn back<S: AsyncRead>(
    socket: &UdpSocket,
    mut stream: ReadHalf<S>,
    from: watch::Receiver<Option<SocketAddr>>,
) -> io::Result<()> {
    loop {
        let datagram = read(&mut stream).await?;
        let to = *from.borrow();
        if let Some(to) = to {
            socket.send_to(&datagram, to).await?;
        }
    }
}

fn padded(message: &[u8]) -> Vec<u8> {
    let mut padded = message.to_vec();
    padded.resize(message.len().next_multiple_of(4), 0);
    padded
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
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
    use std::time::Duration;
    use tokio::io::duplex;
    use tokio::time::timeout;

    #[tokio::test]
    async fn messages_come_out_as_they_went_in_both_ways() {
        let stun = [&[0, 3, 0, 0][..], &[7; 16]].concat();
        let channel_data = vec![0x40, 0, 0, 3, 1, 2, 3];
        let (near, far) = duplex(1 << 16);
        let bridges = [Bridge::open(near).await, Bridge::open(far).await];
        let [client, server] = bridges.map(|bridge| bridge.expect("a port"));
        let (near, far) = (talk_to(&client).await, talk_to(&server).await);
        // The far bridge knows to whom once it was spoken through.
        far.send(&stun).await.expect("is sent");
        meet(&near, &far, &stun).await;
        let mut place = [0; 2000];
        for message in [&stun, &channel_data, &channel_data, &stun] {
            near.send(message).await.expect("is sent");
            let len = far.recv(&mut place).await.expect("comes");
            assert_eq!(&place[..len], message);
            far.send(message).await.expect("is sent");
            let len = near.recv(&mut place).await.expect("comes back");
            assert_eq!(&place[..len], message);
        }
    }

    async fn talk_to(bridge: &Bridge) -> UdpSocket {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        socket.connect(bridge.local_addr()).await.expect("a port");
        socket
    }

    /// Goes on speaking until all that was sent has come: before, a bridge may have known nobody to hand it to.
    async fn meet(near: &UdpSocket, far: &UdpSocket, word: &[u8]) {
        let mut place = [0; 2000];
        let last = [&word[..19], &[1]].concat();
        let pause = Duration::from_millis(50);
        loop {
            near.send(word).await.expect("is sent");
            if timeout(pause, far.recv(&mut place)).await.is_ok() {
                break;
            }
        }
        // A last word of its own is behind all others.
        near.send(&last).await.expect("is sent");
        while place[19] != 1 {
            far.recv(&mut place).await.expect("comes");
        }
        far.send(&last).await.expect("is sent");
        place[19] = 0;
        while place[19] != 1 {
            near.recv(&mut place).await.expect("comes");
        }
    }

    #[tokio::test]
    async fn a_stream_that_is_not_turn_ends() {
        let mut http = &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..];
        assert!(read(&mut http).await.is_err());
    }
}
