//! A client of an independent WebRTC implementation.

use crate::hearing::Hearing;
use crate::sending::Tracks;
use crate::wire::Wire;
use model::{ParticipantId, SessionId};
use protocol::IceServer;
use rtc::ice::mdns::MulticastDnsMode;
use rtc::interceptor::Slot;
use rtc::rtp_transceiver::rtp_sender::RtpCodecKind;
use std::sync::Arc;
use tokio::task::JoinHandle;
use webrtc::media_stream::track_local::TrackLocal;
use webrtc::peer_connection::{
    MediaEngine, PeerConnection, PeerConnectionBuilder, RTCConfiguration, RTCConfigurationBuilder,
    RTCIceServer, RTCIceTransportPolicy, RTCPeerConnectionState, RTCSessionDescription, Registry,
    SettingEngineBuilder, register_default_interceptors,
};
use webrtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};

/// The audio and video lines that a peer offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lines {
    /// One of each, sending.
    Send,
    /// One of each, receiving.
    Receive,
    /// One of each, both ways.
    Both,
}

pub(crate) struct Peer {
    pub(crate) author: u8,
    pub(crate) participant: ParticipantId,
    pub(crate) session: SessionId,
    pub(crate) wire: Wire,
    pub(crate) hearing: Hearing,
    connection: Box<dyn PeerConnection>,
    tracks: Tracks,
    playing: Option<JoinHandle<()>>,
}

impl Peer {
    /// Comes by the relays alone, if there are any.
    pub(crate) async fn new(author: u8, lines: Lines, relays: Vec<IceServer>) -> Self {
        let (wire, hearing, tracks) = (Wire::default(), Hearing::default(), Tracks::new(author));
        let connection = connection(&wire, &hearing, relays).await;
        let direction = match lines {
            Lines::Send => RTCRtpTransceiverDirection::Sendonly,
            Lines::Receive => RTCRtpTransceiverDirection::Recvonly,
            Lines::Both => RTCRtpTransceiverDirection::Sendrecv,
        };
        let locals: [(_, Arc<dyn TrackLocal>); 2] = [
            (RtpCodecKind::Audio, tracks.microphone.clone()),
            (RtpCodecKind::Video, tracks.camera.clone()),
        ];
        for (kind, local) in locals {
            let init = Some(RTCRtpTransceiverInit {
                direction,
                ..RTCRtpTransceiverInit::default()
            });
            let added = match lines {
                Lines::Receive => connection.add_transceiver_from_kind(kind, init).await,
                _ => connection.add_transceiver_from_track(local, init).await,
            };
            added.expect("a line");
        }
        Self {
            author,
            participant: ParticipantId::generate(),
            session: SessionId::generate(),
            wire,
            hearing,
            connection,
            tracks,
            playing: None,
        }
    }

    pub(crate) async fn offer(&self) -> String {
        let offer = self.connection.create_offer(None).await.expect("an offer");
        let set = self.connection.set_local_description(offer).await;
        set.expect("its own offer is good");
        let local = self.connection.local_description().await;
        local.expect("a local description").sdp
    }

    pub(crate) async fn accept(&self, answer: String) {
        let answer = RTCSessionDescription::answer(answer).expect("an SDP");
        let set = self.connection.set_remote_description(answer).await;
        set.expect("an answer to its offer");
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.hearing.connection() == RTCPeerConnectionState::Connected
    }

    /// Turns microphone and camera on.
    pub(crate) fn play(&mut self) {
        let playing = self.tracks.clone().play(self.wire.clone());
        self.playing = Some(tokio::spawn(playing));
    }

    /// Leaves as an application does.
    pub(crate) async fn close(mut self) {
        self.stop();
        self.connection.close().await.expect("an open connection closes");
    }

    fn stop(&mut self) {
        if let Some(playing) = self.playing.take() {
            playing.abort();
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn connection(wire: &Wire, hearing: &Hearing, relays: Vec<IceServer>) -> Box<dyn PeerConnection> {
    let mut codecs = MediaEngine::default();
    codecs.register_default_codecs().expect("codecs");
    let interceptors = register_default_interceptors(Registry::new(), &mut codecs).expect("interceptors");
    let setting = SettingEngineBuilder::new()
        .with_multicast_dns_mode(MulticastDnsMode::Disabled)
        .build();
    let connection = PeerConnectionBuilder::new()
        .with_configuration(configuration(relays))
        .with_media_engine(codecs)
        .with_setting_engine(setting)
        .with_interceptor_registry(interceptors.with(Slot::Custom(1), wire.watcher()))
        .with_handler(Arc::new(hearing.clone()))
        .with_udp_addrs(vec!["127.0.0.1:0"])
        .build();
    Box::new(connection.await.expect("a peer connection"))
}

fn configuration(relays: Vec<IceServer>) -> RTCConfiguration {
    if relays.is_empty() {
        return RTCConfiguration::default();
    }
    let server = |relay: IceServer| RTCIceServer {
        urls: relay.urls,
        username: relay.username,
        credential: relay.credential,
    };
    RTCConfigurationBuilder::new()
        .with_ice_servers(relays.into_iter().map(server).collect())
        .with_ice_transport_policy(RTCIceTransportPolicy::Relay)
        .build()
}
