//! Packets of a recorded room kept for the recorder, who is one more receiver.

use super::Room;
use crate::seat::Passing;
use crate::tape::{Taken, Taping};
use model::{Layer, MediaKind};
use protocol::Recording;
use std::time::{Duration, Instant};

/// How often pictures begin anew: a player looks for a place in a recording in steps of this.
const REFRESH: Duration = Duration::from_secs(10);
/// Of simulcast, what is sent for the recorder's sake alone: half the width and height.
const LAYERS: u8 = 2;

impl Room {
    /// Records from now on, or no more.
    pub(crate) fn record(&mut self, now: Instant, recording: Option<Recording>) {
        match (&mut self.taping, recording) {
            (_, None) => self.taping = None,
            (Some(taping), Some(recording)) if taping.recording.id == recording.id => {
                taping.recording = recording;
            }
            (taping, Some(recording)) => *taping = Some(Box::new(Taping::new(recording, now))),
        }
        self.aim_tape(now);
    }

    /// Keeps a packet if it is recorded.
    pub(super) fn tape(&mut self, publisher: usize, passing: &Passing<'_>, now: Instant) {
        let (Some(taping), Some(session)) = (&mut self.taping, self.sessions.get_mut(publisher)) else {
            return;
        };
        let packet = passing.packet;
        let Some(Some(track)) = session.tracks.get_mut(packet.line) else {
            return;
        };
        if !taping.takes(session.participant) || !track.tap.takes(passing, track.codec.kind()) {
            return;
        }
        let reading = session.peer.source_timestamp(packet.line, packet.encoding, now);
        let taken = Taken {
            participant: session.participant,
            source: track.source,
            codec: track.codec,
            arrival: now,
            reading,
        };
        taping.put(passing, taken);
    }

    /// Aims at the largest picture that comes of each recorded camera and screen; from time to time, or where something was
    /// lost, they begin anew.
    pub(crate) fn aim_tape(&mut self, now: Instant) {
        let Some(taping) = &mut self.taping else { return };
        let anew = taping.is_torn || now >= taping.refresh;
        if anew {
            (taping.is_torn, taping.refresh) = (false, now + REFRESH);
        }
        let recorded = self.sessions.iter_mut().map(|(_, session)| session);
        let recorded = recorded.filter(|session| taping.takes(session.participant));
        let tracks = recorded.flat_map(|session| session.tracks.iter_mut().flatten());
        for track in tracks.filter(|track| track.source.kind() == MediaKind::Video) {
            let largest = Layer {
                spatial: Layer::SPATIAL as u8 - 1,
                temporal: Layer::TEMPORAL as u8 - 1,
            };
            let Some((stream, _)) = track.stream_for(now, largest) else {
                continue;
            };
            let is_needed = track.tap.aim(stream) || anew;
            if let Some(encoding) = track.encoding_mut(stream.encoding)
                && is_needed
                && !encoding.keyframes.is_waiting()
            {
                encoding.keyframes.request(now);
                self.keyframe_due = Some(now);
            }
        }
    }

    /// Counts the recorder among those who take pictures.
    pub(crate) fn count_tape(&mut self) {
        let Some(taping) = &self.taping else { return };
        for (_, session) in &mut self.sessions {
            if !taping.takes(session.participant) {
                continue;
            }
            for (line, track) in session.tracks.iter_mut().enumerate() {
                if let Some(track) = track.as_mut().filter(|t| t.source.kind() == MediaKind::Video) {
                    let sent = session.peer.lines()[line].encodings();
                    track.watch.keep(LAYERS.min(sent));
                }
            }
        }
    }
}
