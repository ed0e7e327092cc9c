//! What a peer's remote tracks delivered.

use crate::payload::Label;
use rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use rtc::rtp;
use rtc::rtp_transceiver::rtp_sender::RtpCodecKind;
use std::sync::{Arc, Mutex, PoisonError};
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};
use webrtc::peer_connection::{PeerConnectionEventHandler, RTCPeerConnectionState};

/// A packet as the peer's application got it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) ssrc: u32,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) label: Label,
}

/// Shared by the handler, the tasks that read tracks, the test.
#[derive(Clone, Default)]
pub(crate) struct Hearing(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    connection: RTCPeerConnectionState,
    tracks: Vec<Arc<dyn TrackRemote>>,
    sound: Vec<Arrival>,
    pictures: Vec<Arrival>,
}

impl Hearing {
    pub(crate) fn connection(&self) -> RTCPeerConnectionState {
        self.with(|state| state.connection)
    }

    /// Packets of sound, in the order of their arrival.
    pub(crate) fn sound(&self) -> Vec<Arrival> {
        self.with(|state| state.sound.clone())
    }

    /// Packets of pictures, in the order of their arrival.
    pub(crate) fn pictures(&self) -> Vec<Arrival> {
        self.with(|state| state.pictures.clone())
    }

    /// Asks for a keyframe of what is seen.
    pub(crate) async fn ask_for_keyframe(&self) {
        let media_ssrc = self.pictures().last().expect("something is seen").ssrc;
        for track in self.with(|state| state.tracks.clone()) {
            if track.kind().await == RtpCodecKind::Video {
                let request = PictureLossIndication {
                    sender_ssrc: 0,
                    media_ssrc,
                };
                track
                    .write_rtcp(vec![Box::new(request)])
                    .await
                    .expect("a live track");
            }
        }
    }

    fn take(&self, packet: &rtp::Packet, is_video: bool) {
        let arrival = Arrival {
            ssrc: packet.header.ssrc,
            sequence: packet.header.sequence_number,
            timestamp: packet.header.timestamp,
            label: Label::of(&packet.payload, is_video),
        };
        self.with(|state| match is_video {
            true => state.pictures.push(arrival),
            false => state.sound.push(arrival),
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Hearing {
    async fn on_connection_state_change(&self, connection: RTCPeerConnectionState) {
        self.with(|state| state.connection = connection);
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        self.with(|state| state.tracks.push(Arc::clone(&track)));
        let is_video = track.kind().await == RtpCodecKind::Video;
        let hearing = self.clone();
        tokio::spawn(async move {
            while let Some(event) = track.poll().await {
                if let TrackRemoteEvent::OnRtpPacket(packet) = event {
                    hearing.take(&packet, is_video);
                }
            }
        });
    }
}
