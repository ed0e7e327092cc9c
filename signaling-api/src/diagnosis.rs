//! How far an attempt to join has come, and what there is to say about it.

use model::{AddressFamily, Path, PathTransport};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A step on the way into a call, in the order in which they are taken; packets go both ways independently.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// The page asked for a place.
    Page,
    /// A participant token was given out.
    Token,
    /// The socket is there.
    Socket,
    /// Media were offered.
    Offer,
    /// A valid connectivity check came.
    Stun,
    /// The client nominated a way.
    Ice,
    /// Encryption is agreed on.
    Dtls,
    /// The first packet of the client came.
    PacketIn,
    /// The client reported on the first packets that it was sent.
    PacketOut,
    /// The client showed the first picture, in a call without pictures played the first sound.
    FirstFrame,
}

/// What a person, or their doctor, is told to do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Advice {
    /// Nothing of the client's media reached the server.
    Unreached,
    /// Something did, and no encryption came of it.
    NoHandshake,
    /// It is connected, but none of its packets comes.
    NothingSent,
    /// It is connected, but nothing that it is sent arrives.
    NothingArrives,
    /// Packets arrive, but no picture shows.
    NoFrame,
    /// It is connected by TCP or by a relay, since the network lets nothing else through.
    AnotherWay,
}

/// How far a join has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Diagnosis {
    /// The furthest stage since the person came.
    pub stage: Stage,
    /// The way that was chosen last.
    pub path: Option<Path>,
    /// What there is to say now.
    pub advice: Option<Advice>,
}

/// Words with their names in the store, in metrics, on the wires.
macro_rules! names {
    ($type:ident { $($word:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// All of them, in order.
            pub(crate) const ALL: &[Self] = &[$(Self::$word),+];

            /// The name.
            #[must_use]
            pub(crate) fn as_str(self) -> &'static str {
                match self { $(Self::$word => $name),+ }
            }
        }

        impl FromStr for $type {
            type Err = UnknownName;
            fn from_str(text: &str) -> Result<Self, UnknownName> {
                match text { $($name => Ok(Self::$word),)+ _ => Err(UnknownName) }
            }
        }
    };
}

/// A name that stands for nothing here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a name of a stage, an advice or a path")]
pub(crate) struct UnknownName;

names!(Stage {
    Page => "page",
    Token => "token",
    Socket => "socket",
    Offer => "offer",
    Stun => "stun",
    Ice => "ice",
    Dtls => "dtls",
    PacketIn => "packet_in",
    PacketOut => "packet_out",
    FirstFrame => "first_frame",
});

// The gravest first.
names!(Advice {
    Unreached => "unreached",
    NoHandshake => "no_handshake",
    NothingSent => "nothing_sent",
    NothingArrives => "nothing_arrives",
    NoFrame => "no_frame",
    AnotherWay => "another_way",
});

/// The names of a path's transport and family.
#[must_use]
pub(crate) fn path_names(path: Path) -> (&'static str, &'static str) {
    let transport = match path.transport {
        PathTransport::Udp => "udp",
        PathTransport::Tcp => "tcp",
        PathTransport::TurnUdp => "turn_udp",
        PathTransport::TurnTcp => "turn_tcp",
        PathTransport::TurnTls => "turn_tls",
    };
    let family = match path.family {
        AddressFamily::Ipv4 => "ipv4",
        AddressFamily::Ipv6 => "ipv6",
    };
    (transport, family)
}

/// The path with these names.
///
/// # Errors
/// There is none.
pub(crate) fn path_named(transport: &str, family: &str) -> Result<Path, UnknownName> {
    Ok(Path {
        transport: match transport {
            "udp" => PathTransport::Udp,
            "tcp" => PathTransport::Tcp,
            "turn_udp" => PathTransport::TurnUdp,
            "turn_tcp" => PathTransport::TurnTcp,
            "turn_tls" => PathTransport::TurnTls,
            _ => return Err(UnknownName),
        },
        family: match family {
            "ipv4" => AddressFamily::Ipv4,
            "ipv6" => AddressFamily::Ipv6,
            _ => return Err(UnknownName),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, to_value};

    #[test]
    fn names_are_those_of_the_wires_and_are_read_again() {
        for stage in Stage::ALL {
            assert_eq!(to_value(stage).expect("JSON"), Value::from(stage.as_str()));
            assert_eq!(stage.as_str().parse(), Ok(*stage));
        }
        for advice in Advice::ALL {
            assert_eq!(to_value(advice).expect("JSON"), Value::from(advice.as_str()));
            assert_eq!(advice.as_str().parse(), Ok(*advice));
        }
        assert_eq!("sleep".parse::<Stage>(), Err(UnknownName));
    }

    #[test]
    fn stages_are_ordered_as_they_are_taken() {
        assert!(Stage::ALL.is_sorted());
        assert_eq!(Stage::ALL.first(), Some(&Stage::Page));
        assert_eq!(Stage::ALL.last(), Some(&Stage::FirstFrame));
    }

    #[test]
    fn a_path_is_written_as_on_the_wires_and_read_again() {
        for transport in ["udp", "tcp", "turn_udp", "turn_tcp", "turn_tls"] {
            for family in ["ipv4", "ipv6"] {
                let path = path_named(transport, family).expect("a path");
                assert_eq!(path_names(path), (transport, family));
                let wire = to_value(path).expect("JSON");
                assert_eq!(
                    (&wire["transport"], &wire["family"]),
                    (&transport.into(), &family.into())
                );
            }
        }
        assert!(path_named("pigeon", "ipv4").is_err());
    }
}
