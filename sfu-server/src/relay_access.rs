//! How clients come to the TURN relay: by which URLs, with which credentials.

use model::ParticipantId;
use protocol::IceServer;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};
use transport::Protocol;
use transport::sdp::Candidate;
use turn::{Config, Credentials, Secret};

// The API gives newer ones out in time.
const _: () = assert!(turn::VALIDITY.as_secs() == protocol::ICE_SERVER_LIFE.as_secs());

/// What all threads' relays have in common. Credentials are good until the node stops.
#[derive(Debug)]
pub(crate) struct RelayAccess {
    secret: Secret,
    urls: Vec<String>,
    peers: Vec<SocketAddr>,
}

impl RelayAccess {
    /// Makes up a secret for a relay to be reached at the candidates, through TLS at `tls` (host and port) if that is there;
    /// its only peers are the candidates of UDP.
    pub(crate) fn new(candidates: &[Candidate], tls: Option<String>) -> Self {
        let by_udp = |one: &&Candidate| one.protocol == Protocol::Udp;
        Self {
            secret: Secret::generate(),
            urls: urls(candidates)
                .chain(tls.map(|host| format!("turns:{host}?transport=tcp")))
                .collect(),
            peers: candidates.iter().filter(by_udp).map(|one| one.address).collect(),
        }
    }

    /// The setting of a thread's relay.
    pub(crate) fn config(&self, shard: u8) -> Config {
        Config {
            secret: self.secret.clone(),
            shard,
            peers: self.peers.clone(),
            anchor: (Instant::now(), since_epoch(SystemTime::now())),
        }
    }

    /// Credentials for a participant.
    pub(crate) fn credentials(&self, participant: ParticipantId, now: SystemTime) -> Credentials {
        self.secret.issue(&participant.to_string(), since_epoch(now))
    }

    /// The relay as a browser's configuration names it.
    pub(crate) fn ice_server(&self, participant: ParticipantId, now: SystemTime) -> IceServer {
        let Credentials {
            username, credential, ..
        } = self.credentials(participant, now);
        IceServer {
            urls: self.urls.clone(),
            username,
            credential,
        }
    }
}

/// One URL for each family: that of the most preferred candidate of TCP. Where UDP passes, media pass without a relay; a
/// relay by UDP at the same address would even be in their way, as browsers take all that comes from it for the relay's.
fn urls(candidates: &[Candidate]) -> impl Iterator<Item = String> {
    let addresses = candidates
        .iter()
        .filter(|one| one.protocol == Protocol::Tcp)
        .map(|one| &one.address);
    let best = [false, true].map(|is_ipv6| addresses.clone().find(|one| one.is_ipv6() == is_ipv6));
    best.into_iter()
        .flatten()
        .map(|address| format!("turn:{address}?transport=tcp"))
}

fn since_epoch(now: SystemTime) -> Duration {
    now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_address_of_each_family_is_named() {
        let candidate = |protocol, address: &str| Candidate {
            protocol,
            address: address.parse().unwrap(),
        };
        let candidates = [
            candidate(Protocol::Udp, "203.0.113.5:443"),
            candidate(Protocol::Udp, "[2001:db8::5]:443"),
            candidate(Protocol::Udp, "127.0.0.1:443"),
            candidate(Protocol::Tcp, "203.0.113.5:443"),
            candidate(Protocol::Tcp, "127.0.0.1:443"),
            candidate(Protocol::Tcp, "[2001:db8::5]:443"),
        ];
        let access = RelayAccess::new(&candidates, Some("clinic.example:443".into()));
        let participant = ParticipantId::generate();
        let server = access.ice_server(participant, SystemTime::UNIX_EPOCH + Duration::from_secs(400));
        let urls = [
            "turn:203.0.113.5:443?transport=tcp",
            "turn:[2001:db8::5]:443?transport=tcp",
            "turns:clinic.example:443?transport=tcp",
        ];
        assert_eq!(server.urls, urls);
        assert_eq!(server.username, format!("700:{participant}"));
        assert_eq!(access.config(0).peers.len(), 3);
    }
}
