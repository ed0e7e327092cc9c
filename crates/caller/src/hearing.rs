//! What a caller's remote tracks delivered.

use crate::payload;
use rtc::rtp_transceiver::rtp_sender::RtpCodecKind;
use std::sync::{Arc, Mutex, PoisonError};
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};
use webrtc::peer_connection::{PeerConnectionEventHandler, RTCPeerConnectionState};

/// Packets as the other stack decrypted them.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Heard {
    /// Whole packets of sound.
    pub sound: usize,
    /// Whole pictures, a packet each.
    pub pictures: usize,
    /// Packets whose payload was changed on the way.
    pub spoilt: usize,
}

/// Shared by the connection's handler, the tasks that read tracks, the caller.
#[derive(Clone, Default)]
pub(crate) struct Hearing(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    connection: RTCPeerConnectionState,
    heard: Heard,
}

impl Hearing {
    pub(crate) fn connection(&self) -> RTCPeerConnectionState {
        self.with(|state| state.connection)
    }

    pub(crate) fn heard(&self) -> Heard {
        self.with(|state| state.heard)
    }

    fn take(&self, payload: &[u8], is_video: bool) {
        // Probes for bandwidth carry padding alone.
        if payload.is_empty() {
            return;
        }
        let whole = payload::is_whole(payload, is_video);
        self.with(|State { heard, .. }| match (whole, is_video) {
            (false, _) => heard.spoilt += 1,
            (true, false) => heard.sound += 1,
            (true, true) => heard.pictures += 1,
        });
    }

    /// The lock is held for a look or a count, never across an await.
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
        let is_video = track.kind().await == RtpCodecKind::Video;
        let hearing = self.clone();
        // Ends with the track, which ends with the connection.
        tokio::spawn(async move {
            while let Some(event) = track.poll().await {
                if let TrackRemoteEvent::OnRtpPacket(packet) = event {
                    hearing.take(&packet.payload, is_video);
                }
            }
        });
    }
}
