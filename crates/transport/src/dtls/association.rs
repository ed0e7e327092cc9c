//! The `rtc-dtls` endpoint, fed with what is complete, in order, unrepeated.

use super::door::COOKIE;
use super::record::{HANDSHAKE, push_change_cipher_spec, push_plaintext};
use super::{Certificate, DtlsError, Fingerprint, Role};
use crate::srtp::{Keys, MasterKey, Profile};
use bytes::BytesMut;
use rtc_crypto::{CryptoError, RTCCrypto, RTCCryptoProvider, RTCRandom};
use rtc_dtls::cipher_suite::CipherSuiteId;
use rtc_dtls::config::{ClientAuthType, ConfigBuilder, ExtendedMasterSecretType, HandshakeConfig};
use rtc_dtls::endpoint::{Endpoint, EndpointEvent};
use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc_dtls::state::State;
use rtc_shared::TransportProtocol;
use rtc_shared::error::Error;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// The endpoint tells associations apart by address; here each has an endpoint of its own.
const PEER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9);

/// Bytes of handshake content in one fragment: fits the smallest IPv6 path with TURN around it.
const MTU: usize = 1150;

/// The label of the keying material (RFC 5764 section 4.2).
const EXPORTER_LABEL: &str = "EXTRACTOR-dtls_srtp";

/// One handshake, then one session.
pub(super) struct Association {
    endpoint: Endpoint,
    role: Role,
    remote: Fingerprint,
    /// Plaintext records fed, which is the number of the next one.
    fed: u64,
    changed_cipher: bool,
}

/// What came of feeding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nothing to note.
    None,
    /// Both sides have proved their keys.
    Complete,
    /// The peer said goodbye.
    Closed,
}

impl Association {
    /// A client with its first flight ready.
    pub(super) fn client(
        now: Instant,
        certificate: &Certificate,
        remote: &Fingerprint,
        profiles: &[Profile],
    ) -> Result<Self, DtlsError> {
        let provider = rtc_crypto::default_provider().map_err(|_| DtlsError::Setup)?;
        let config = config(Role::Client, provider, certificate, remote, profiles)?;
        let mut endpoint = Endpoint::new(PEER, TransportProtocol::UDP, None);
        endpoint
            .connect(now, PEER, Arc::new(config), None)
            .map_err(|_| DtlsError::Setup)?;
        Ok(Self::new(endpoint, Role::Client, remote))
    }

    /// A server that has read `hello`, the ClientHello with the cookie; its flight is ready.
    pub(super) fn server(
        now: Instant,
        certificate: &Certificate,
        remote: &Fingerprint,
        profile: Profile,
        cookie: [u8; COOKIE],
        hello: &[u8],
    ) -> Result<Self, DtlsError> {
        let provider = rtc_crypto::default_provider().map_err(|_| DtlsError::Setup)?;
        let provider = Arc::new(CookieProvider {
            provider,
            cookie,
            is_given: AtomicBool::new(false),
        });
        let config = config(Role::Server, provider, certificate, remote, &[profile])?;
        let endpoint = Endpoint::new(PEER, TransportProtocol::UDP, Some(Arc::new(config)));
        let mut association = Self::new(endpoint, Role::Server, remote);
        // The endpoint expects a first ClientHello too. Ours went without it: it is the same but for its
        // number; the cookie is not looked at, neither is it part of the transcript.
        let mut first = hello.to_vec();
        first[4..6].copy_from_slice(&[0, 0]);
        association.feed_flight(now, &[first])?;
        while association.endpoint.poll_transmit().is_some() {}
        association.feed_flight(now, &[hello.to_vec()])?;
        Ok(association)
    }

    fn new(endpoint: Endpoint, role: Role, remote: &Fingerprint) -> Self {
        Self {
            endpoint,
            role,
            remote: remote.clone(),
            fed: 0,
            changed_cipher: false,
        }
    }

    /// Feeds whole handshake messages.
    pub(super) fn feed_flight(&mut self, now: Instant, messages: &[Vec<u8>]) -> Result<Progress, DtlsError> {
        let mut datagram = Vec::new();
        for message in messages {
            push_plaintext(&mut datagram, HANDSHAKE, self.fed, message);
            self.fed += 1;
        }
        self.read(now, &datagram).map_err(|_| self.diagnosis())
    }

    /// Whether encrypted records can be opened.
    pub(super) fn has_keys(&self) -> bool {
        self.state()
            .and_then(State::cipher_suite)
            .is_some_and(|suite| suite.is_initialized())
    }

    /// Feeds an encrypted record; one that is not authentic has no effect.
    ///
    /// A record of the next epoch is announcement enough, so that the peer's own ChangeCipherSpec, which anybody
    /// could send, is never needed.
    pub(super) fn feed_encrypted(&mut self, now: Instant, record: &[u8]) -> Result<Progress, DtlsError> {
        let mut datagram = Vec::new();
        if !self.changed_cipher {
            push_change_cipher_spec(&mut datagram, self.fed);
            self.fed += 1;
            self.changed_cipher = true;
        }
        datagram.extend_from_slice(record);
        match self.read(now, &datagram) {
            Ok(progress) => Ok(progress),
            Err(Error::ErrAlertFatalOrClose) => Ok(Progress::Closed),
            // An authentic warning, which ends nothing.
            Err(Error::Other(_)) => Ok(Progress::None),
            Err(_) => Err(self.diagnosis()),
        }
    }

    /// The next datagram to send.
    pub(super) fn poll_transmit(&mut self) -> Option<BytesMut> {
        self.endpoint.poll_transmit().map(|transmit| transmit.message)
    }

    /// Queues a goodbye; nothing is to be fed after it.
    pub(super) fn close(&mut self, now: Instant) {
        self.endpoint.stop(now, PEER);
    }

    /// The SRTP keys, once the handshake is complete (RFC 5764 section 4.2).
    pub(super) fn keys(&self) -> Result<Keys, DtlsError> {
        let state = self.state().ok_or(DtlsError::Closed)?;
        // The endpoint has asked before; this is the one thing that the whole call's privacy hangs on.
        if !state
            .peer_certificates
            .first()
            .is_some_and(|certificate| self.remote.matches(certificate))
        {
            return Err(DtlsError::FingerprintMismatch);
        }
        let profile = match state.srtp_protection_profile() {
            SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm => Profile::AeadAes128Gcm,
            SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80 => Profile::Aes128CmHmacSha1_80,
            _ => return Err(DtlsError::NoSrtpProfile),
        };
        let len = 2 * (16 + profile.salt_len());
        let material = state
            .export_keying_material(EXPORTER_LABEL, &[], len)
            .map_err(|_| DtlsError::Refused)?;
        let (client, server) = split(profile, material.as_ref()).ok_or(DtlsError::Refused)?;
        Ok(match self.role {
            Role::Server => Keys {
                profile,
                local: server,
                remote: client,
            },
            Role::Client => Keys {
                profile,
                local: client,
                remote: server,
            },
        })
    }

    fn read(&mut self, now: Instant, datagram: &[u8]) -> Result<Progress, Error> {
        let mut progress = Progress::None;
        for event in self.endpoint.read(now, PEER, None, BytesMut::from(datagram))? {
            match event {
                EndpointEvent::HandshakeComplete => progress = Progress::Complete,
                EndpointEvent::PeerClosed => return Ok(Progress::Closed),
                _ => {}
            }
        }
        Ok(progress)
    }

    fn state(&self) -> Option<&State> {
        self.endpoint.get_connection_state(PEER)
    }

    /// Why the endpoint gave up.
    fn diagnosis(&self) -> DtlsError {
        match self.state().and_then(|state| state.peer_certificates.first()) {
            Some(certificate) if !self.remote.matches(certificate) => DtlsError::FingerprintMismatch,
            _ => DtlsError::Refused,
        }
    }
}

/// Client with server master key out of the exported material: keys first, then salts.
fn split(profile: Profile, material: &[u8]) -> Option<(MasterKey, MasterKey)> {
    let (client_key, rest) = material.split_first_chunk::<16>()?;
    let (server_key, salts) = rest.split_first_chunk::<16>()?;
    let (client_salt, server_salt) = salts.split_at_checked(profile.salt_len())?;
    let master = |key: &[u8; 16], salt: &[u8]| {
        let mut padded = [0; 14];
        padded.get_mut(..salt.len())?.copy_from_slice(salt);
        Some(MasterKey {
            key: *key,
            salt: padded,
        })
    };
    Some((master(client_key, client_salt)?, master(server_key, server_salt)?))
}

fn config(
    role: Role,
    provider: Arc<dyn RTCCryptoProvider>,
    certificate: &Certificate,
    remote: &Fingerprint,
    profiles: &[Profile],
) -> Result<HandshakeConfig, DtlsError> {
    let remote = remote.clone();
    let is_client = role == Role::Client;
    ConfigBuilder::default()
        .with_crypto_provider(provider)
        .with_certificates(certificate.to_chain())
        .with_cipher_suites(vec![
            CipherSuiteId::Tls_Ecdhe_Ecdsa_With_Aes_128_Gcm_Sha256,
            CipherSuiteId::Tls_Ecdhe_Ecdsa_With_ChaCha20_Poly1305_Sha256,
        ])
        .with_srtp_protection_profiles(profiles.iter().copied().map(number).collect())
        .with_client_auth(ClientAuthType::RequireAnyClientCert)
        // Binds the keys to the whole transcript (RFC 7627).
        .with_extended_master_secret(ExtendedMasterSecretType::Require)
        // Skips the chain only: nobody signs these certificates. The fingerprint decides.
        .with_insecure_skip_verify(true)
        .with_verify_peer_certificate(Some(Arc::new(move |chain: &[Vec<u8>], _| match chain.first() {
            Some(certificate) if remote.matches(certificate) => Ok(()),
            _ => Err(Error::ErrInvalidCertificate),
        })))
        .with_mtu(MTU)
        .build(is_client, Some(PEER))
        .map_err(|_| DtlsError::Setup)
}

fn number(profile: Profile) -> SrtpProtectionProfile {
    match profile {
        Profile::Aes128CmHmacSha1_80 => SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80,
        Profile::AeadAes128Gcm => SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm,
    }
}

/// Cryptography whose first random bytes are the cookie that the client has already echoed.
struct CookieProvider {
    provider: Arc<dyn RTCCryptoProvider>,
    cookie: [u8; COOKIE],
    is_given: AtomicBool,
}

impl RTCCryptoProvider for CookieProvider {
    fn name(&self) -> &'static str {
        self.provider.name()
    }

    fn crypto(&self) -> &dyn RTCCrypto {
        self.provider.crypto()
    }

    fn random(&self) -> &dyn RTCRandom {
        self
    }
}

impl RTCRandom for CookieProvider {
    fn fill(&self, output: &mut [u8]) -> Result<(), CryptoError> {
        // The only request for so many bytes is the one for a cookie.
        if output.len() == COOKIE && !self.is_given.swap(true, Ordering::Relaxed) {
            output.copy_from_slice(&self.cookie);
            return Ok(());
        }
        self.provider.random().fill(output)
    }
}
