//! A PeerConnection of the other stack that speaks or listens.

use crate::hearing::{Heard, Hearing};
use crate::speaking::Tracks;
use rtc::ice::mdns::MulticastDnsMode;
use rtc::rtp_transceiver::rtp_sender::RtpCodecKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::task::JoinHandle;
use webrtc::media_stream::track_local::TrackLocal;
use webrtc::peer_connection::{
    MediaEngine, PeerConnection, PeerConnectionBuilder, RTCConfiguration, RTCConfigurationBuilder,
    RTCIceCandidateInit, RTCIceServer, RTCIceTransportPolicy, RTCPeerConnectionState, RTCSessionDescription,
    Registry, SettingEngineBuilder, register_default_interceptors,
};
use webrtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};

/// What a caller does in the call; both have one line of sound and one of pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Sends.
    Speaks,
    /// Receives.
    Listens,
}

/// The one way by which a caller reaches the server.
#[derive(Clone, Debug)]
pub enum Way {
    /// By UDP, to the server's candidate.
    Udp(SocketAddr),
    /// By TCP, to the server's passive candidate (RFC 6544).
    Tcp(SocketAddr),
    /// By a relay, to the server's candidate of UDP.
    Relayed(Relay, SocketAddr),
}

/// The relay that is a caller's only way (RFC 8656).
#[derive(Clone, Debug)]
pub struct Relay {
    /// `turn:HOST:PORT?transport=udp`: this stack reaches relays by UDP alone; a [`Bridge`](crate::Bridge) does the rest.
    pub url: String,
    /// The user name of its credentials.
    pub username: String,
    /// Their password.
    pub credential: String,
}

/// The other stack refused something.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CallerError(String);

/// One end of a call.
pub struct Caller {
    way: Way,
    hearing: Hearing,
    connection: Box<dyn PeerConnection>,
    tracks: Tracks,
    speaking: Option<JoinHandle<()>>,
}

impl Caller {
    /// Binds a port of `local` for `way`; nothing else is used to reach the server.
    ///
    /// # Errors
    /// The address is not this machine's, the relay's URL is no URL.
    pub async fn new(part: Part, local: IpAddr, way: Way) -> Result<Self, CallerError> {
        let (hearing, tracks) = (Hearing::default(), Tracks::new());
        let connection = connection(&hearing, local, &way).await?;
        let locals: [(_, Arc<dyn TrackLocal>); 2] = [
            (RtpCodecKind::Audio, tracks.microphone.clone()),
            (RtpCodecKind::Video, tracks.camera.clone()),
        ];
        for (kind, track) in locals {
            let added = match part {
                Part::Speaks => {
                    let init = towards(RTCRtpTransceiverDirection::Sendonly);
                    connection.add_transceiver_from_track(track, init).await
                }
                Part::Listens => {
                    let init = towards(RTCRtpTransceiverDirection::Recvonly);
                    connection.add_transceiver_from_kind(kind, init).await
                }
            };
            added.map_err(refused)?;
        }
        Ok(Self {
            way,
            hearing,
            connection,
            tracks,
            speaking: None,
        })
    }

    /// The offer, SDP.
    ///
    /// # Errors
    /// The stack makes none.
    pub async fn offer(&self) -> Result<String, CallerError> {
        let offer = self.connection.create_offer(None).await.map_err(refused)?;
        let set = self.connection.set_local_description(offer).await;
        set.map_err(refused)?;
        let local = self.connection.local_description().await;
        Ok(local.ok_or_else(|| CallerError("no offer was made".into()))?.sdp)
    }

    /// Takes the answer, from which the candidates were removed; connects by its own way.
    ///
    /// # Errors
    /// The stack cannot use it.
    pub async fn accept(&self, answer: String) -> Result<(), CallerError> {
        let answer = RTCSessionDescription::answer(answer).map_err(refused)?;
        let set = self.connection.set_remote_description(answer).await;
        set.map_err(refused)?;
        let candidate = RTCIceCandidateInit {
            candidate: self.way.candidate(),
            sdp_mid: Some("0".into()),
            ..RTCIceCandidateInit::default()
        };
        // Told apart from the answer, else this stack makes no TCP connection.
        let added = self.connection.add_ice_candidate(candidate).await;
        added.map_err(refused)
    }

    /// Whether ICE and DTLS are done.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.hearing.connection() == RTCPeerConnectionState::Connected
    }

    /// Whether they were given up.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.hearing.connection() == RTCPeerConnectionState::Failed
    }

    /// Turns microphone and camera on.
    pub fn speak(&mut self) {
        self.speaking = Some(tokio::spawn(self.tracks.clone().play()));
    }

    /// What was decrypted so far.
    #[must_use]
    pub fn heard(&self) -> Heard {
        self.hearing.heard()
    }

    /// Leaves with a goodbye.
    pub async fn close(mut self) {
        self.stop();
        // One that cannot say goodbye is gone as well.
        let _ = self.connection.close().await;
    }

    fn stop(&mut self) {
        if let Some(speaking) = self.speaking.take() {
            speaking.abort();
        }
    }
}

impl Way {
    /// The server's candidate (RFC 8839 section 5.1).
    fn candidate(&self) -> String {
        let (transport, address, end) = match self {
            Self::Udp(address) | Self::Relayed(_, address) => ("udp", address, ""),
            Self::Tcp(address) => ("tcp", address, " tcptype passive"),
        };
        let (ip, port) = (address.ip(), address.port());
        format!("candidate:1 1 {transport} 2130706431 {ip} {port} typ host{end}")
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.stop();
    }
}

fn towards(direction: RTCRtpTransceiverDirection) -> Option<RTCRtpTransceiverInit> {
    Some(RTCRtpTransceiverInit {
        direction,
        ..RTCRtpTransceiverInit::default()
    })
}

fn refused(error: impl std::fmt::Display) -> CallerError {
    CallerError(error.to_string())
}

async fn connection(
    hearing: &Hearing,
    local: IpAddr,
    way: &Way,
) -> Result<Box<dyn PeerConnection>, CallerError> {
    let mut codecs = MediaEngine::default();
    codecs.register_default_codecs().map_err(refused)?;
    let interceptors = register_default_interceptors(Registry::new(), &mut codecs).map_err(refused)?;
    // No name of this machine is asked for on the clinic's network.
    let setting = SettingEngineBuilder::new()
        .with_multicast_dns_mode(MulticastDnsMode::Disabled)
        .build();
    let builder = PeerConnectionBuilder::new()
        .with_configuration(configuration(way))
        .with_media_engine(codecs)
        .with_setting_engine(setting)
        .with_interceptor_registry(interceptors)
        .with_handler(Arc::new(hearing.clone()));
    let any = vec![SocketAddr::new(local, 0)];
    let builder = match way {
        Way::Tcp(_) => builder.with_tcp_addrs(any),
        Way::Udp(_) | Way::Relayed(..) => builder.with_udp_addrs(any),
    };
    Ok(Box::new(builder.build().await.map_err(refused)?))
}

fn configuration(way: &Way) -> RTCConfiguration {
    let Way::Relayed(relay, _) = way else {
        return RTCConfiguration::default();
    };
    let server = RTCIceServer {
        urls: vec![relay.url.clone()],
        username: relay.username.clone(),
        credential: relay.credential.clone(),
    };
    RTCConfigurationBuilder::new()
        .with_ice_servers(vec![server])
        .with_ice_transport_policy(RTCIceTransportPolicy::Relay)
        .build()
}
