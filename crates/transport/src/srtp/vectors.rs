//! The RFCs' own examples, an independent implementation, hostile input.

use super::cipher::{CounterMode, Gcm};
use super::key_derivation::{Purpose, derive};
use super::sealer::rtcp_aad;
use super::*;
use proptest::prelude::*;
use rtc_srtp::{context::Context, protection_profile::ProtectionProfile};

const BOTH: [Profile; 2] = [Profile::Aes128CmHmacSha1_80, Profile::AeadAes128Gcm];
const SSRC: u32 = 0x5501_a0b2;

fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn array<const N: usize>(digits: &str) -> [u8; N] {
    hex(digits).try_into().unwrap()
}

fn master(profile: Profile) -> MasterKey {
    let mut salt = array("0EC675AD498AFEEBB6960B3AABE6");
    salt[profile.salt_len()..].fill(0);
    MasterKey {
        key: array("E1F97A0D3E018BE0D64FA32C06DE4139"),
        salt,
    }
}

fn rtp(sequence_number: u16, payload: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x80, 0x60];
    packet.extend_from_slice(&sequence_number.to_be_bytes());
    packet.extend_from_slice(&[0, 0, 0, 1]);
    packet.extend_from_slice(&SSRC.to_be_bytes());
    packet.extend_from_slice(payload);
    packet
}

fn seal(sealer: &Sealer, plain: &[u8], index: u64) -> Vec<u8> {
    let mut buffer = plain.to_vec();
    buffer.resize(plain.len() + MAX_TAG, 0);
    let len = sealer.seal_rtp(&mut buffer, 12, plain.len(), SSRC, index);
    buffer.truncate(len);
    buffer
}

#[test]
fn rfc_3711_b2_key_stream() {
    let mut salt = [0; 14];
    salt.copy_from_slice(&hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
    let cipher = CounterMode::new(&array("2B7E151628AED2A6ABF7158809CF4F3C"), &[0; 20], salt);
    let mut stream = [0; 48];
    cipher.apply(0, 0, &mut stream);
    assert_eq!(
        stream[..],
        hex(
            "E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0"
        )
    );
}

#[test]
fn rfc_3711_b3_key_derivation() {
    let master = master(Profile::Aes128CmHmacSha1_80);
    assert_eq!(
        derive::<16>(&master, Purpose::RtpEncryption),
        array("C61E7A93744F39EE10734AFE3FF7A087")
    );
    assert_eq!(
        derive::<14>(&master, Purpose::RtpSalt),
        array("30CBBC08863D8C85D49DB34A9AE1")
    );
    assert_eq!(
        derive::<94>(&master, Purpose::RtpAuthentication)[..],
        hex("CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE
             E049646C43D9327AD175578EF7227098 6371C10C9A369AC2F94A8C5FBCDDDC25
             6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2")
    );
}

fn rfc_7714_gcm() -> Gcm {
    Gcm::new(
        &array("000102030405060708090a0b0c0d0e0f"),
        array("517569642070726f2071756f"),
    )
}

#[test]
fn rfc_7714_16_1_srtp() {
    let header = hex("8040f17b 8041f8d3 5501a0b2");
    let mut sealed = b"Gallia est omnis divisa in partes tres".to_vec();
    let tag = rfc_7714_gcm().seal(SSRC, 0xf17b, &header, &mut sealed);
    sealed.extend_from_slice(&tag);
    assert_eq!(
        sealed,
        hex(
            "f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b
             36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce"
        )
    );
    rfc_7714_gcm().open(SSRC, 0xf17b, &header, &mut sealed).unwrap();
    assert!(sealed.starts_with(b"Gallia est omnis divisa in partes tres"));
}

#[test]
fn rfc_7714_17_1_srtcp() {
    let packet = hex(
        "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
                      deadbeef deadbeef deadbeef deadbeef deadbeef",
    );
    let (header, text) = packet.split_at(8);
    let mut sealed = text.to_vec();
    let word = array("800005d4");
    let tag = rfc_7714_gcm().seal(0x4d61_7273, 0x5d4, &rtcp_aad(header, word), &mut sealed);
    sealed.extend_from_slice(&tag);
    assert_eq!(
        sealed,
        hex(
            "63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda
             4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade"
        )
    );
}

/// The other implementation, for one direction.
fn other(profile: Profile) -> Context {
    let theirs = match profile {
        Profile::Aes128CmHmacSha1_80 => ProtectionProfile::Aes128CmHmacSha1_80,
        Profile::AeadAes128Gcm => ProtectionProfile::AeadAes128Gcm,
    };
    let master = master(profile);
    let provider = rtc_crypto::default_provider().unwrap();
    Context::new(
        &master.key,
        &master.salt[..profile.salt_len()],
        theirs,
        None,
        None,
        provider.crypto(),
    )
    .unwrap()
}

#[test]
fn rtp_agrees_with_another_implementation_across_the_roll_over() {
    for profile in BOTH {
        let sealer = Sealer::new(profile, &master(profile));
        let opener = Opener::new(profile, &master(profile));
        let (mut encrypter, mut decrypter) = (other(profile), other(profile));
        for index in 65_500..65_600u64 {
            let plain = rtp(index as u16, &index.to_be_bytes().repeat((index % 9) as usize));
            let sealed = seal(&sealer, &plain, index);
            assert_eq!(
                encrypter.encrypt_rtp(&plain).unwrap()[..],
                sealed[..],
                "{profile:?} {index}"
            );
            assert_eq!(decrypter.decrypt_rtp(&sealed).unwrap()[..], plain[..]);
            let mut opened = sealed.clone();
            assert_eq!(opener.open_rtp(&mut opened, 12, SSRC, index), Ok(plain.len()));
            assert_eq!(opened[..plain.len()], plain[..]);
        }
    }
}

#[test]
fn rtcp_agrees_with_another_implementation() {
    let plain = hex("80c80006 5501a0b2 0102030405060708 00000001 00000002 00000003");
    for profile in BOTH {
        let mut sealer = Sealer::new(profile, &master(profile));
        let mut opener = Opener::new(profile, &master(profile));
        let (mut encrypter, mut decrypter) = (other(profile), other(profile));
        for _ in 0..20 {
            let mut sealed = plain.clone();
            sealer.seal_rtcp(&mut sealed).unwrap();
            assert!(sealed.len() <= plain.len() + MAX_RTCP_OVERHEAD);
            assert_eq!(decrypter.decrypt_rtcp(&sealed).unwrap()[..], plain[..]);
            let mut theirs = encrypter.encrypt_rtcp(&plain).unwrap().to_vec();
            assert_eq!(opener.open_rtcp(&mut theirs.clone()), Ok(plain.len()));
            assert_eq!(opener.open_rtcp(&mut theirs.clone()), Err(SrtpError::Replayed));
            let last = theirs.len() - 1;
            theirs[last] ^= 1;
            assert!(opener.open_rtcp(&mut theirs).is_err());
        }
    }
}

#[test]
fn senders_count_srtcp_indices_by_themselves() {
    for profile in BOTH {
        let mut opener = Opener::new(profile, &master(profile));
        for ssrc in 1..4u8 {
            let mut packet = vec![0x80, 201, 0, 1, 0, 0, 0, ssrc];
            Sealer::new(profile, &master(profile))
                .seal_rtcp(&mut packet)
                .unwrap();
            assert_eq!(opener.open_rtcp(&mut packet.clone()), Ok(8));
            assert_eq!(opener.open_rtcp(&mut packet), Err(SrtpError::Replayed));
        }
    }
}

#[test]
fn srtcp_without_encryption_is_refused() {
    for profile in BOTH {
        let mut packet = vec![0; 40];
        assert_eq!(
            Opener::new(profile, &master(profile)).open_rtcp(&mut packet),
            Err(SrtpError::Unencrypted)
        );
    }
}

#[test]
fn another_roll_over_counter_is_not_authentic() {
    for profile in BOTH {
        let mut sealed = seal(&Sealer::new(profile, &master(profile)), &rtp(7, b"payload"), 7);
        let opener = Opener::new(profile, &master(profile));
        assert_eq!(
            opener.open_rtp(&mut sealed, 12, SSRC, 65_543),
            Err(SrtpError::Unauthenticated)
        );
    }
}

#[test]
fn keys_do_not_print() {
    let keys = Keys {
        profile: BOTH[0],
        local: master(BOTH[0]),
        remote: master(BOTH[0]),
    };
    assert_eq!(format!("{keys:?}"), "Keys { profile: Aes128CmHmacSha1_80, .. }");
}

proptest! {
    #[test]
    fn opening_anything_never_panics(mut packet in prop::collection::vec(any::<u8>(), 0..200), header_len in 0..64usize, index in 0..1u64 << 48) {
        for profile in BOTH {
            let mut opener = Opener::new(profile, &master(profile));
            prop_assert!(opener.open_rtp(&mut packet, header_len, SSRC, index).is_err());
            prop_assert!(opener.open_rtcp(&mut packet).is_err());
        }
    }

    #[test]
    fn what_is_sealed_opens_once(payload in prop::collection::vec(any::<u8>(), 0..1200), start in 0..1u64 << 40) {
        for profile in BOTH {
            let sealer = Sealer::new(profile, &master(profile));
            let opener = Opener::new(profile, &master(profile));
            let mut received = ReceivedSequence::new();
            received.accept(start);
            for index in [start + 3, start + 1, start + 2] {
                let plain = rtp(index as u16, &payload);
                let sealed = seal(&sealer, &plain, index);
                let estimate = received.estimate(index as u16);
                prop_assert_eq!(estimate, index);
                prop_assert!(!received.is_replay(estimate));
                let mut opened = sealed.clone();
                prop_assert_eq!(opener.open_rtp(&mut opened, 12, SSRC, estimate), Ok(plain.len()));
                prop_assert_eq!(&opened[..plain.len()], &plain[..]);
                received.accept(estimate);
                prop_assert!(received.is_replay(estimate));
            }
        }
    }

    #[test]
    fn a_changed_bit_is_noticed(payload in prop::collection::vec(any::<u8>(), 0..60), at in any::<prop::sample::Index>(), bit in 0..8u8) {
        for profile in BOTH {
            let mut sealed = seal(&Sealer::new(profile, &master(profile)), &rtp(7, &payload), 7);
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            let opened = Opener::new(profile, &master(profile)).open_rtp(&mut sealed, 12, SSRC, 7);
            prop_assert_eq!(opened, Err(SrtpError::Unauthenticated));
        }
    }
}
