//! A microphone and a camera that send numbered payloads.

use crate::payload;
use rtc::rtp;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind,
};
use std::sync::Arc;
use std::time::Duration;
use webrtc::media_stream::MediaStreamTrack;
use webrtc::media_stream::track_local::TrackLocal as _;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;

/// One packet of sound and one picture each time.
const BEAT: Duration = Duration::from_millis(20);
/// Payload types that the stack offers for Opus and VP8.
const OPUS: u8 = 111;
const VP8: u8 = 96;
const SOUND_SSRC: u32 = 0x5e1f_0001;
const PICTURE_SSRC: u32 = 0x5e1f_0002;

/// What a speaker sends by.
#[derive(Clone)]
pub(crate) struct Tracks {
    pub(crate) microphone: Arc<TrackLocalStaticRTP>,
    pub(crate) camera: Arc<TrackLocalStaticRTP>,
}

impl Tracks {
    pub(crate) fn new() -> Self {
        Self {
            microphone: track(RtpCodecKind::Audio, "audio/opus", 48_000, 2, SOUND_SSRC),
            camera: track(RtpCodecKind::Video, "video/VP8", 90_000, 0, PICTURE_SSRC),
        }
    }

    /// Sends until it is aborted.
    pub(crate) async fn play(self) {
        let mut beats = tokio::time::interval(BEAT);
        for number in 0_u32.. {
            beats.tick().await;
            let header = header(OPUS, false, number, 960, SOUND_SSRC);
            write(&self.microphone, header, payload::sound(number)).await;
            let header = header_of_picture(number);
            write(&self.camera, header, payload::picture(number)).await;
        }
    }
}

fn header_of_picture(number: u32) -> rtp::Header {
    header(VP8, true, number, 1800, PICTURE_SSRC)
}

fn header(payload_type: u8, marker: bool, number: u32, ticks: u32, ssrc: u32) -> rtp::Header {
    rtp::Header {
        version: 2,
        marker,
        payload_type,
        sequence_number: number as u16,
        timestamp: number.wrapping_mul(ticks),
        ssrc,
        ..rtp::Header::default()
    }
}

async fn write(track: &TrackLocalStaticRTP, header: rtp::Header, payload: Vec<u8>) {
    let packet = rtp::Packet {
        header,
        payload: payload.into(),
    };
    // A connection that is closed takes nothing any more.
    let _ = track.write_rtp(packet).await;
}

fn track(
    kind: RtpCodecKind,
    mime_type: &str,
    clock_rate: u32,
    channels: u16,
    ssrc: u32,
) -> Arc<TrackLocalStaticRTP> {
    let encoding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            ..RTCRtpCodingParameters::default()
        },
        codec: RTCRtpCodec {
            mime_type: mime_type.into(),
            clock_rate,
            channels,
            ..RTCRtpCodec::default()
        },
        ..RTCRtpEncodingParameters::default()
    };
    let name = kind.to_string();
    Arc::new(TrackLocalStaticRTP::new(MediaStreamTrack::new(
        "check".into(),
        name.clone(),
        name,
        kind,
        vec![encoding],
    )))
}
