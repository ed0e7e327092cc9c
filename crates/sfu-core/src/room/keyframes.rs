//! Keyframes wanted of publishers.

use super::{Room, Surroundings};
use crate::encoding::Encoding;
use crate::seat::Play;
use model::MediaKind;
use std::time::Instant;

impl Room {
    /// Sends due keyframe requests to publishers.
    pub(crate) fn request_keyframes(&mut self, around: &mut Surroundings<'_>) {
        if self.keyframe_due.is_none_or(|due| around.now < due) {
            return;
        }
        self.keyframe_due = None;
        for (_, session) in &mut self.sessions {
            for (line, track) in session.tracks.iter_mut().enumerate() {
                let encodings = track.iter_mut().flat_map(|track| &mut track.encodings);
                for (at, encoding) in (0..).zip(encodings) {
                    let Some(Encoding { keyframes, .. }) = encoding else {
                        continue;
                    };
                    if keyframes.poll(around.now) {
                        session.peer.request_keyframe(line, at, around.out);
                    }
                    let dues = self.keyframe_due.into_iter().chain(keyframes.poll_timeout());
                    self.keyframe_due = dues.min();
                }
            }
        }
    }

    /// Has the publisher of a stream asked for a keyframe.
    pub(crate) fn request_keyframe(&mut self, now: Instant, play: &Play) {
        if let Some(encoding) = self.encoding(play) {
            encoding.keyframes.request(now);
            self.keyframe_due = Some(now);
        }
    }

    pub(super) fn want_keyframe(&mut self, now: Instant, receiver: usize, line: usize) {
        let mut seats = self.sessions[receiver].seats.iter();
        let seat = seats.find(|seat| seat.line == line);
        let play = seat.and_then(|seat| seat.awaited().or(seat.playing()));
        if let Some(play) = play {
            self.request_keyframe(now, &play);
        }
    }

    /// Wants a keyframe of every track that this session waits for.
    pub(super) fn ask_for_awaited(&mut self, now: Instant, session: usize) {
        for at in 0..self.sessions[session].seats.len() {
            let seat = &self.sessions[session].seats[at];
            if seat.kind == MediaKind::Video {
                self.want_keyframe(now, session, seat.line);
            }
        }
    }

    /// Wants a keyframe of every picture of this session that somebody takes.
    pub(super) fn ask_for_own(&mut self, now: Instant, session: usize) {
        let tracks = self.sessions[session].tracks.iter_mut().flatten();
        let pictures = tracks.filter(|track| track.source.kind() == MediaKind::Video);
        let encodings = pictures.flat_map(|track| track.encodings.iter_mut().flatten());
        for encoding in encodings.filter(|encoding| !encoding.seats.is_empty()) {
            encoding.keyframes.request(now);
            self.keyframe_due = Some(now);
        }
    }
}
