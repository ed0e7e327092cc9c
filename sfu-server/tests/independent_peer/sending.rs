//! A microphone and a camera that send numbered payloads.

use crate::payload::{Label, PARTS};
use crate::wire::{OPUS, VP8, VP8_REPAIR, Wire};
use rtc::rtp;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RTCRtpRtxParameters, RtpCodecKind,
};
use std::sync::Arc;
use std::time::Duration;
use webrtc::media_stream::MediaStreamTrack;
use webrtc::media_stream::track_local::TrackLocal as _;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;

/// Sound each time, a picture every second time.
const BEAT: Duration = Duration::from_millis(10);

/// One person's tracks.
#[derive(Clone)]
pub(crate) struct Tracks {
    author: u8,
    pub(crate) microphone: Arc<TrackLocalStaticRTP>,
    pub(crate) camera: Arc<TrackLocalStaticRTP>,
}

impl Tracks {
    pub(crate) fn new(author: u8) -> Self {
        Self {
            author,
            microphone: track(author, RtpCodecKind::Audio),
            camera: track(author, RtpCodecKind::Video),
        }
    }

    /// Sends until it is aborted; after the first picture only those that are asked for are keyframes.
    pub(crate) async fn play(self, wire: Wire) {
        let mut beats = tokio::time::interval(BEAT);
        let (mut beat, mut picture, mut asked) = (0, 0, 0);
        loop {
            beats.tick().await;
            self.send_sound(beat).await;
            if beat.is_multiple_of(2) {
                let requests = wire.received().keyframe_requests;
                let keyframe = picture == 0 || requests > asked;
                asked = requests;
                self.send_picture(picture, keyframe).await;
                picture += 1;
            }
            beat += 1;
        }
    }

    async fn send_sound(&self, number: u32) {
        let label = Label {
            author: self.author,
            number,
            keyframe: false,
        };
        let header = rtp::Header {
            version: 2,
            payload_type: OPUS,
            sequence_number: number as u16,
            timestamp: number * 480,
            ssrc: ssrc(self.author, RtpCodecKind::Audio),
            ..rtp::Header::default()
        };
        self.write(&self.microphone, header, label.sound()).await;
    }

    async fn send_picture(&self, picture: u32, keyframe: bool) {
        for part in 0..PARTS {
            let number = picture * PARTS + part;
            let label = Label {
                author: self.author,
                number,
                keyframe: keyframe && part == 0,
            };
            let header = rtp::Header {
                version: 2,
                marker: part + 1 == PARTS,
                payload_type: VP8,
                // Wraps within the first second.
                sequence_number: (number as u16).wrapping_sub(40),
                timestamp: picture * 1800,
                ssrc: ssrc(self.author, RtpCodecKind::Video),
                ..rtp::Header::default()
            };
            self.write(&self.camera, header, label.picture()).await;
        }
    }

    async fn write(&self, track: &TrackLocalStaticRTP, header: rtp::Header, payload: Vec<u8>) {
        let packet = rtp::Packet {
            header,
            payload: payload.into(),
        };
        // A closed connection takes nothing any more.
        let _ = track.write_rtp(packet).await;
    }
}

fn ssrc(author: u8, kind: RtpCodecKind) -> u32 {
    let base = if kind == RtpCodecKind::Video {
        0x0f00
    } else {
        0x0a00
    };
    base + u32::from(author)
}

fn track(author: u8, kind: RtpCodecKind) -> Arc<TrackLocalStaticRTP> {
    let is_video = kind == RtpCodecKind::Video;
    let codec = RTCRtpCodec {
        mime_type: if is_video { "video/VP8" } else { "audio/opus" }.into(),
        clock_rate: if is_video { 90_000 } else { 48_000 },
        channels: if is_video { 0 } else { 2 },
        ..RTCRtpCodec::default()
    };
    let coding = RTCRtpCodingParameters {
        ssrc: Some(ssrc(author, kind)),
        rtx: is_video.then(|| RTCRtpRtxParameters {
            ssrc: ssrc(author, kind) + u32::from(VP8_REPAIR) * 256,
        }),
        ..RTCRtpCodingParameters::default()
    };
    let encoding = RTCRtpEncodingParameters {
        rtp_coding_parameters: coding,
        codec,
        ..RTCRtpEncodingParameters::default()
    };
    let name = format!("{kind}-of-{author}");
    let stream = format!("person-{author}");
    Arc::new(TrackLocalStaticRTP::new(MediaStreamTrack::new(
        stream,
        name.clone(),
        name,
        kind,
        vec![encoding],
    )))
}
