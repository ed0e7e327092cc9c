//! A server with a client that knows the protocol and its secrets.

use rtc_crypto::RTCCryptoProvider;
use rtc_stun::attributes::*;
use rtc_stun::error_code::ErrorCodeAttribute;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::*;
use rtc_stun::textattrs::TextAttribute;
use rtc_stun::xoraddr::XorMappedAddress;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use transport::{Access, FiveTuple, Protocol, SendArena};
use turn::{Config, Credentials, Outcome, Secret, Server};

pub(crate) static PROVIDER: LazyLock<Arc<dyn RTCCryptoProvider>> =
    LazyLock::new(|| rtc_crypto::default_provider().unwrap());

/// The SFU.
pub(crate) const PEER: &str = "203.0.113.5:3478";
/// The SFU by its other address.
pub(crate) const PEER_V6: &str = "[2001:db8::5]:3478";
/// The time since the epoch at the start.
pub(crate) const EPOCH: Duration = Duration::from_secs(1_900_000_000);

pub(crate) const UDP: (AttrType, &[u8]) = (ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]);

pub(crate) type Given<'a> = &'a [(AttrType, &'a [u8])];

pub(crate) struct Scene {
    pub(crate) server: Server,
    pub(crate) secret: Secret,
    pub(crate) start: Instant,
    pub(crate) now: Instant,
    pub(crate) arena: SendArena,
}

/// One 5-tuple with credentials.
pub(crate) struct Client {
    pub(crate) tuple: FiveTuple,
    pub(crate) credentials: Credentials,
    pub(crate) nonce: Option<String>,
}

pub(crate) fn addr(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self::with_peers(&[PEER, PEER_V6])
    }

    pub(crate) fn with_peers(peers: &[&str]) -> Self {
        let (secret, now) = (Secret::generate(), Instant::now());
        let server = Server::new(Config {
            secret: secret.clone(),
            shard: 3,
            peers: peers.iter().map(|peer| addr(peer)).collect(),
            anchor: (now, EPOCH),
        });
        Self {
            server,
            secret,
            start: now,
            now,
            arena: SendArena::new(1 << 16, 64),
        }
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
        self.server.handle_timeout(self.now);
    }

    pub(crate) fn epoch(&self) -> Duration {
        EPOCH + (self.now - self.start)
    }

    pub(crate) fn client(&self, remote: &str, participant: &str) -> Client {
        Client {
            tuple: FiveTuple {
                protocol: Protocol::Udp,
                local: addr(PEER),
                remote: addr(remote),
            },
            credentials: self.secret.issue(participant, self.epoch()),
            nonce: None,
        }
    }

    /// A client with an allocation and a permission for the SFU.
    pub(crate) fn settled(&mut self, remote: &str) -> (Client, SocketAddr) {
        let mut client = self.client(remote, "p");
        let relayed = self.allocate(&mut client).unwrap();
        self.permit(&mut client, PEER).unwrap();
        (client, relayed)
    }

    /// What the server makes of bytes, and what it sends.
    pub(crate) fn say(&mut self, tuple: FiveTuple, bytes: &[u8]) -> (Outcome, Vec<(FiveTuple, Vec<u8>)>) {
        self.arena.clear();
        let outcome = self.server.handle(self.now, tuple, bytes, &mut self.arena);
        let sent = self
            .arena
            .iter()
            .map(|(tuple, bytes)| (tuple, bytes.to_vec()))
            .collect();
        (outcome, sent)
    }

    /// What the server sends on of a datagram of the SFU.
    pub(crate) fn forward(&mut self, relayed: SocketAddr, datagram: &[u8]) -> Option<(FiveTuple, Vec<u8>)> {
        self.arena.clear();
        let path = path(relayed);
        let taken = self.server.forward(self.now, &path, datagram, &mut self.arena);
        let sent = self
            .arena
            .iter()
            .map(|(tuple, bytes)| (tuple, bytes.to_vec()))
            .next();
        assert_eq!(taken, sent.is_some());
        sent
    }

    /// The answer to a request, after a challenge if need be: success or the code of an error.
    pub(crate) fn ask(
        &mut self,
        client: &mut Client,
        method: Method,
        attributes: Given<'_>,
    ) -> Result<Message, u16> {
        for _ in 0..5 {
            let request = client.request(method, attributes);
            let (_, sent) = self.say(client.tuple, &request);
            // A stranger's first question is too short to be answered; clients repeat it.
            let Some((_, answer)) = sent.first() else { continue };
            let answer = decoded(answer);
            match code(&answer) {
                None => {
                    assert!(client.holds(&answer), "a success is sealed");
                    return Ok(answer);
                }
                Some(401 | 438) if client.learn(&answer) => {}
                Some(code) => return Err(code),
            }
        }
        Err(401)
    }

    pub(crate) fn allocate(&mut self, client: &mut Client) -> Result<SocketAddr, u16> {
        let answer = self.ask(client, METHOD_ALLOCATE, &[UDP])?;
        Ok(address(&answer, ATTR_XOR_RELAYED_ADDRESS))
    }

    pub(crate) fn refresh(&mut self, client: &mut Client, seconds: u32) -> Result<u32, u16> {
        let answer = self.ask(client, METHOD_REFRESH, &[(ATTR_LIFETIME, &seconds.to_be_bytes())])?;
        Ok(lifetime(&answer))
    }

    pub(crate) fn permit(&mut self, client: &mut Client, peer: &str) -> Result<(), u16> {
        let attributes = [(ATTR_XOR_PEER_ADDRESS, peer_value(addr(peer)))];
        let attributes = attributes.each_ref().map(|(kind, value)| (*kind, &value[..]));
        self.ask(client, METHOD_CREATE_PERMISSION, &attributes).map(drop)
    }

    pub(crate) fn bind(&mut self, client: &mut Client, number: u16, peer: &str) -> Result<(), u16> {
        let [high, low] = number.to_be_bytes();
        let peer = peer_value(addr(peer));
        let attributes = [
            (ATTR_CHANNEL_NUMBER, &[high, low, 0, 0][..]),
            (ATTR_XOR_PEER_ADDRESS, &peer),
        ];
        self.ask(client, METHOD_CHANNEL_BIND, &attributes).map(drop)
    }
}

impl Client {
    /// A request with what is known of the challenge.
    pub(crate) fn request(&self, method: Method, attributes: Given<'_>) -> Vec<u8> {
        let mut message = Message::new();
        message.write_header();
        MessageType::new(method, CLASS_REQUEST)
            .add_to(&mut message)
            .unwrap();
        TRANSACTION.add_to(&mut message).unwrap();
        for (kind, value) in attributes {
            message.add(*kind, value);
        }
        if let Some(nonce) = &self.nonce {
            for (kind, text) in [
                (ATTR_USERNAME, &self.credentials.username),
                (ATTR_REALM, &"sfu".to_owned()),
                (ATTR_NONCE, nonce),
            ] {
                TextAttribute::new(kind, text.clone())
                    .add_to(&mut message)
                    .unwrap();
            }
            let integrity = MessageIntegrity::new_raw_integrity_with_provider(self.key(), PROVIDER.crypto());
            integrity.add_to(&mut message).unwrap();
        }
        message.raw
    }

    fn key(&self) -> Vec<u8> {
        let Credentials {
            username, credential, ..
        } = self.credentials.clone();
        MessageIntegrity::long_term_integrity_key(username, "sfu".to_owned(), credential, PROVIDER.crypto())
            .unwrap()
    }

    fn holds(&self, answer: &Message) -> bool {
        MessageIntegrity::check(&mut answer.clone(), &self.key(), PROVIDER.crypto()).is_ok()
    }

    /// Takes the nonce of a challenge; false when it was asked with one already and is refused for good.
    fn learn(&mut self, answer: &Message) -> bool {
        let nonce = String::from_utf8(answer.get(ATTR_NONCE).unwrap()).unwrap();
        let is_new = self.nonce.is_none() || code(answer) == Some(438);
        self.nonce = Some(nonce);
        is_new
    }
}

/// The same for all, so that a repeated request is a retransmission.
pub(crate) const TRANSACTION: TransactionId = TransactionId([5; 12]);

/// The way that the SFU answers by.
pub(crate) fn path(relayed: SocketAddr) -> FiveTuple {
    FiveTuple {
        protocol: Protocol::Relay(Access::Udp),
        local: addr(PEER),
        remote: relayed,
    }
}

pub(crate) fn decoded(bytes: &[u8]) -> Message {
    let mut message = Message::new();
    message.unmarshal_binary(bytes).unwrap();
    message
}

pub(crate) fn code(answer: &Message) -> Option<u16> {
    let mut error = ErrorCodeAttribute::default();
    error.get_from(answer).ok().map(|()| error.code.0)
}

pub(crate) fn address(answer: &Message, kind: AttrType) -> SocketAddr {
    let mut address = XorMappedAddress::default();
    address.get_from_as(answer, kind).unwrap();
    SocketAddr::new(address.ip, address.port)
}

pub(crate) fn lifetime(answer: &Message) -> u32 {
    u32::from_be_bytes(answer.get(ATTR_LIFETIME).unwrap().try_into().unwrap())
}

/// The value of XOR-PEER-ADDRESS, as the library writes it.
pub(crate) fn peer_value(peer: SocketAddr) -> Vec<u8> {
    let mut message = Message::new();
    TRANSACTION.add_to(&mut message).unwrap();
    let (ip, port) = (peer.ip(), peer.port());
    XorMappedAddress { ip, port }
        .add_to_as(&mut message, ATTR_XOR_PEER_ADDRESS)
        .unwrap();
    message.get(ATTR_XOR_PEER_ADDRESS).unwrap()
}
