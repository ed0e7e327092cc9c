//! Which keys, which certificates two ends agree on.

use super::*;
use rtc_dtls::config::ConfigBuilder;
use rtc_dtls::endpoint::Endpoint;
use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc_shared::TransportProtocol;
use std::net::SocketAddr;
use std::sync::Arc;

#[test]
fn keys_fit_without_a_timeout() {
    let mut pair = Pair::new();
    pair.exchange(&mut deliver);
    assert!(pair.client.is_established() && pair.server.is_established());
    assert_eq!(pair.keys(), Some(Profile::AeadAes128Gcm));
    assert_eq!(
        (pair.client.poll_timeout(), pair.server.poll_timeout()),
        (None, None)
    );
    assert_eq!((pair.client.failure(), pair.errors.len()), (None, 0));
}

#[test]
fn gcm_is_chosen_in_any_order_counter_mode_otherwise() {
    for (profiles, expected) in [
        (
            &[Profile::Aes128CmHmacSha1_80, Profile::AeadAes128Gcm][..],
            Profile::AeadAes128Gcm,
        ),
        (&[Profile::AeadAes128Gcm], Profile::AeadAes128Gcm),
        (&[Profile::Aes128CmHmacSha1_80], Profile::Aes128CmHmacSha1_80),
    ] {
        let mut pair = Pair::offering(profiles);
        pair.exchange(&mut deliver);
        assert_eq!(pair.keys(), Some(expected), "{profiles:?}");
    }
}

#[test]
fn a_client_without_a_profile_is_refused() {
    let mut pair = Pair::offering(&[]);
    pair.run(&mut deliver);
    assert_eq!(pair.server.failure(), Some(DtlsError::NoSrtpProfile));
    assert!(pair.server.keys().is_none() && pair.client.keys().is_none());
}

#[test]
fn a_wrong_fingerprint_never_gets_keys() {
    let [ours, theirs] = &*CERTIFICATES;
    let stranger = fingerprint(&Certificate::generate().unwrap());

    let mut pair = Pair::with(stranger.clone(), fingerprint(ours), &BOTH);
    pair.run(&mut deliver);
    assert_eq!(pair.server.failure(), Some(DtlsError::FingerprintMismatch));
    assert!(pair.keys().is_none() && pair.server.keys().is_none() && pair.client.keys().is_none());

    let mut pair = Pair::with(fingerprint(theirs), stranger, &BOTH);
    pair.run(&mut deliver);
    assert_eq!(pair.client.failure(), Some(DtlsError::FingerprintMismatch));
    assert!(pair.client.keys().is_none() && pair.server.keys().is_none());
}

/// A client of the library's own, which shows no certificate.
fn anonymous() -> (Endpoint, SocketAddr, Instant) {
    let (address, now) = (SocketAddr::from(([127, 0, 0, 1], 9)), Instant::now());
    let config = ConfigBuilder::default()
        .with_crypto_provider(rtc_crypto::default_provider().unwrap())
        .with_srtp_protection_profiles(vec![SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm])
        .with_insecure_skip_verify(true)
        .build(true, Some(address))
        .unwrap();
    let mut client = Endpoint::new(address, TransportProtocol::UDP, None);
    client.connect(now, address, Arc::new(config), None).unwrap();
    (client, address, now)
}

#[test]
fn a_client_without_a_certificate_gets_no_keys() {
    let [ours, theirs] = &*CERTIFICATES;
    let (mut client, address, now) = anonymous();
    let mut server = Handshake::new(Role::Server, ours, fingerprint(theirs), now).unwrap();
    let mut reached = 0;
    for _ in 0..10 {
        while let Some(datagram) = client.poll_transmit() {
            reached += 1;
            let _ = server.handle(now, &datagram.message);
        }
        while let Some(datagram) = server.poll_transmit() {
            let _ = client.read(now, address, None, datagram);
        }
    }
    assert!(reached > 2, "the client answered the server's flight");
    assert!(server.keys().is_none() && !server.is_established());
    server.handle_timeout(now + PATIENCE);
    assert_eq!(server.failure(), Some(DtlsError::TimedOut));
}
