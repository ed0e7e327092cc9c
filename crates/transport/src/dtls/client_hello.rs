//! What has to be known of a ClientHello before it is believed (RFC 5246 section 7.4.1.2).

use crate::srtp::Profile;

/// The `use_srtp` extension (RFC 5764 section 4.1.1).
const USE_SRTP: u16 = 14;

/// Numbers of protection profiles (RFC 5764 section 4.1.2, RFC 7714 section 14.2).
const AES128_CM_HMAC_SHA1_80: u16 = 0x0001;
const AEAD_AES_128_GCM: u16 = 0x0007;

/// The cookie of a ClientHello body, of which the beginning is enough.
pub(super) fn cookie(body: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader(body);
    reader.skip_to_cookie()?;
    reader.vector8()
}

/// The best SRTP profile that a whole ClientHello body offers.
///
/// AES-GCM is preferred whatever the order, as it costs a third of counter mode with SHA-1.
pub(super) fn srtp_profile(body: &[u8]) -> Option<Profile> {
    let offered = use_srtp(body)?;
    let is_offered = |profile: u16| {
        offered
            .chunks_exact(2)
            .any(|offer| offer == profile.to_be_bytes())
    };
    if is_offered(AEAD_AES_128_GCM) {
        Some(Profile::AeadAes128Gcm)
    } else if is_offered(AES128_CM_HMAC_SHA1_80) {
        Some(Profile::Aes128CmHmacSha1_80)
    } else {
        None
    }
}

/// The list of profile numbers, two bytes each.
fn use_srtp(body: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader(body);
    reader.skip_to_cookie()?;
    reader.vector8()?;
    let _cipher_suites = reader.vector16()?;
    let _compression_methods = reader.vector8()?;
    let mut extensions = Reader(reader.vector16()?);
    loop {
        let kind = extensions.take(2)?;
        let data = extensions.vector16()?;
        if kind == USE_SRTP.to_be_bytes() {
            return Reader(data).vector16();
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn skip_to_cookie(&mut self) -> Option<()> {
        let _version = self.take(2)?;
        let _random = self.take(32)?;
        let _session_id = self.vector8()?;
        Some(())
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn vector8(&mut self) -> Option<&'a [u8]> {
        let len = self.take(1)?[0];
        self.take(len.into())
    }

    fn vector16(&mut self) -> Option<&'a [u8]> {
        let len = self.take(2)?;
        self.take(u16::from_be_bytes([len[0], len[1]]).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn client_hello(profiles: &[u16]) -> Vec<u8> {
        let mut body = vec![0xFE, 0xFD];
        body.extend_from_slice(&[7; 32]);
        body.extend_from_slice(&[0, 3, b'c', b'o', b'o', 0, 2, 0xC0, 0x2B, 1, 0]);
        let list = profiles.len() as u8 * 2;
        // Another extension, then use_srtp.
        body.extend_from_slice(&[
            0,
            4 + 4 + 2 + list + 1,
            0,
            23,
            0,
            0,
            0,
            14,
            0,
            2 + list + 1,
            0,
            list,
        ]);
        profiles
            .iter()
            .for_each(|profile| body.extend_from_slice(&profile.to_be_bytes()));
        body.push(0);
        body
    }

    #[test]
    fn gcm_is_taken_wherever_it_stands() {
        for (profiles, expected) in [
            (&[1, 2, 7, 8][..], Some(Profile::AeadAes128Gcm)),
            (&[7, 1], Some(Profile::AeadAes128Gcm)),
            (&[8, 2, 1], Some(Profile::Aes128CmHmacSha1_80)),
            (&[8, 2], None),
            (&[], None),
        ] {
            assert_eq!(srtp_profile(&client_hello(profiles)), expected, "{profiles:?}");
        }
    }

    #[test]
    fn the_cookie_is_read_from_a_first_fragment() {
        let body = client_hello(&[7]);
        assert_eq!(cookie(&body[..40]), Some(&b"coo"[..]));
        assert_eq!(cookie(&body[..37]), None);
    }

    proptest! {
        #[test]
        fn anything_is_read_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..200), cut in 0..90usize) {
            cookie(&body);
            srtp_profile(&body);
            let mut hello = client_hello(&[1, 7]);
            hello.truncate(cut);
            hello.extend_from_slice(&body);
            cookie(&hello);
            srtp_profile(&hello);
        }
    }
}
