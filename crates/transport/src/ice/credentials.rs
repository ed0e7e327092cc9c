//! The short-term secret that connectivity checks are authenticated with.

/// Letters that a user name fragment or a password is made of (RFC 8839 section 5.4).
const ICE_CHARS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Shards that a user name fragment can name.
pub const MOST_SHARDS: u8 = 64;

/// User name fragment with password of one side (RFC 8445 section 5.3).
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user name fragment; ours is 12 characters, unique enough to tell all peers apart.
    pub ufrag: String,
    /// The password; ours is 32 characters.
    pub pwd: String,
}

impl Credentials {
    /// Makes up new ones: 72 bits of name, 192 bits of secret.
    #[must_use]
    pub fn generate() -> Self {
        Self {
            ufrag: ice_chars(rand::random::<[u8; 12]>()),
            pwd: ice_chars(rand::random::<[u8; 32]>()),
        }
    }

    /// Makes up new ones whose name begins with that of `shard`, below [`MOST_SHARDS`]; 66 bits of it stay unpredictable.
    #[must_use]
    pub fn of_shard(shard: u8) -> Self {
        let mut name = rand::random::<[u8; 12]>();
        name[0] = shard;
        Self {
            ufrag: ice_chars(name),
            pwd: ice_chars(rand::random::<[u8; 32]>()),
        }
    }
}

/// The shard that a user name fragment of [`Credentials::of_shard`] names.
#[must_use]
pub fn shard_of(ufrag: &str) -> Option<u8> {
    let first = ufrag.bytes().next()?;
    let place = ICE_CHARS.iter().position(|c| *c == first)?;
    u8::try_from(place).ok()
}

fn ice_chars<const N: usize>(random: [u8; N]) -> String {
    random
        .iter()
        .map(|byte| char::from(ICE_CHARS[usize::from(byte % 64)]))
        .collect()
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_ones_are_long_enough_to_be_legal() {
        let (one, other) = (Credentials::generate(), Credentials::generate());
        assert_ne!(one, other);
        assert!((8..=256).contains(&one.ufrag.len()) && (24..=256).contains(&one.pwd.len()));
        assert!(
            one.ufrag
                .bytes()
                .chain(one.pwd.bytes())
                .all(|c| ICE_CHARS.contains(&c))
        );
        assert_eq!(format!("{one:?}"), "Credentials");
    }

    #[test]
    fn a_name_tells_its_shard_and_nothing_else_twice() {
        for shard in 0..MOST_SHARDS {
            let (one, other) = (Credentials::of_shard(shard), Credentials::of_shard(shard));
            assert_eq!(shard_of(&one.ufrag), Some(shard));
            assert_ne!(one.ufrag[1..], other.ufrag[1..]);
            assert_eq!(one.ufrag.len(), 12);
        }
        assert_eq!((shard_of(""), shard_of("-x"), shard_of("é")), (None, None, None));
    }
}
