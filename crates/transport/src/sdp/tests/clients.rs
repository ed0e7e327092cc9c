//! What each client's offer comes to.

use super::*;
use crate::packet::ExtensionIds;
use model::{Codec, MediaKind};

pub(super) fn answered(name: &str) -> (Offer, String, Vec<Option<Negotiated>>) {
    answer_all(fixture(name)).unwrap()
}

/// The payload type with that of RTX for each codec of a line.
pub(super) fn payload_types(negotiated: &Option<Negotiated>) -> Vec<(Codec, u8, Option<u8>)> {
    let codecs = negotiated.as_ref().unwrap().codecs.iter();
    codecs
        .map(|codec| (codec.codec, codec.payload_type, codec.rtx_payload_type))
        .collect()
}

#[test]
fn firefox_audio_word_for_word() {
    let (_, answer, _) = answered("firefox-sendrecv");
    let expected = [
        "m=audio 8080 UDP/TLS/RTP/SAVPF 109",
        "c=IN IP4 192.0.2.1",
        "a=candidate:1 1 udp 2130706431 192.0.2.1 8080 typ host",
        "a=end-of-candidates",
        "a=ice-ufrag:serverUfrag",
        "a=ice-pwd:serverPasswordOf24Chars+",
        &format!("a=fingerprint:{FINGERPRINT}"),
        "a=setup:passive",
        "a=mid:0",
        "a=extmap-allow-mixed",
        "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        "a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        "a=sendrecv",
        "a=rtcp-mux",
        "a=rtpmap:109 opus/48000/2",
        "a=rtcp-fb:109 transport-cc",
        "a=fmtp:109 minptime=10;useinbandfec=1;usedtx=1",
        "a=msid:seat0 track0",
        "a=ssrc:1000 cname:seat0",
    ];
    assert_eq!(parts(&answer)[1], expected);
}

#[test]
fn firefox_video_behind_bundle_only_is_accepted() {
    let (offer, answer, negotiated) = answered("firefox-sendrecv");
    assert!(!offer.lines[1].rejected);
    assert_eq!(
        payload_types(&negotiated[1]),
        [
            (Codec::Vp8, 120, Some(124)),
            (Codec::Vp9, 121, Some(125)),
            (Codec::Av1, 99, Some(100))
        ]
    );
    let video = &parts(&answer)[2];
    assert_eq!(video[0], "m=video 8080 UDP/TLS/RTP/SAVPF 120 124 121 125 99 100");
    assert_eq!(
        after(video, "a=rtcp-fb:120 "),
        ["transport-cc", "ccm fir", "nack", "nack pli"]
    );
    assert_eq!(after(video, "a=ssrc-group:"), ["FID 1001 2001"]);
    assert_eq!(after(video, "a=ssrc:"), ["1001 cname:seat0", "2001 cname:seat0"]);
}

#[test]
fn chromium_video_keeps_its_order_behind_vp8() {
    let (offer, _, negotiated) = answered("chromium-sendrecv");
    let codecs = payload_types(&negotiated[1]);
    assert_eq!(
        codecs[..2],
        [(Codec::Vp8, 96, Some(97)), (Codec::H264, 102, Some(103))]
    );
    let offered: Vec<_> = offer.lines[1]
        .codecs
        .iter()
        .map(|codec| codec.payload_type)
        .collect();
    assert_eq!(
        codecs
            .iter()
            .map(|(_, payload_type, _)| *payload_type)
            .collect::<Vec<_>>(),
        offered
    );
    assert_eq!(codecs.last(), Some(&(Codec::Vp9, 100, Some(101))));
    let video = negotiated[1].as_ref().unwrap();
    assert_eq!(video.codec(102).map(|codec| codec.codec), Some(Codec::H264));
    assert_eq!(
        video.repaired_codec(103).map(|codec| codec.payload_type),
        Some(102)
    );
    assert_eq!(video.codec(103), None);
}

#[test]
fn vp8_comes_first_where_the_client_prefers_another() {
    let text = fixture("chromium-sendrecv").replace("SAVPF 96 97 102 103", "SAVPF 102 103 96 97");
    let (offer, answer, negotiated) = answer_all(&text).unwrap();
    assert_eq!(offer.lines[1].codecs[0].codec, Codec::H264);
    assert_eq!(
        payload_types(&negotiated[1])[..2],
        [(Codec::Vp8, 96, Some(97)), (Codec::H264, 102, Some(103))]
    );
    assert!(answer.contains("SAVPF 96 97 102 103 104"));
}

#[test]
fn seats_are_answered_with_the_streams_they_show() {
    for name in ["chromium-seats", "firefox-seats"] {
        let (offer, answer, negotiated) = answered(name);
        let parts = parts(&answer);
        assert_eq!(negotiated.iter().flatten().count(), 8);
        for (index, line) in offer.lines.iter().enumerate() {
            let part = &parts[index + 1];
            let seat = index >= 2;
            assert_eq!((line.sends, line.receives), (!seat, seat), "{name}");
            assert!(
                has(part, if seat { "a=sendonly" } else { "a=recvonly" }),
                "{name}"
            );
            let streams = if seat {
                vec![format!("seat{} track{index}", index / 2)]
            } else {
                vec![]
            };
            assert_eq!(after(part, "a=msid:"), streams, "{name}");
        }
        assert_eq!(after(&parts[3], "a=ssrc:"), ["1002 cname:seat1"], "{name}");
        assert_eq!(
            after(&parts[4], "a=ssrc:"),
            ["1003 cname:seat1", "2003 cname:seat1"],
            "{name}"
        );
    }
}

#[test]
fn profiles_that_only_a_receiver_offers_are_left_out() {
    let (_, answer, negotiated) = answered("chromium-whep");
    assert!(!answer.contains("f4001f") && !answer.contains("profile-id=1") && !answer.contains("H265"));
    let h264 = negotiated[1]
        .as_ref()
        .unwrap()
        .codecs
        .iter()
        .filter(|codec| codec.codec == Codec::H264);
    assert!(h264.count() >= 6);
}

#[test]
fn data_channels_are_rejected_with_their_own_words() {
    for name in ["chromium-data", "firefox-data"] {
        let (offer, answer, negotiated) = answered(name);
        assert_eq!((offer.lines[2].kind, &negotiated[2]), (LineKind::Other, &None));
        let parts = parts(&answer);
        assert_eq!(
            parts[3],
            [
                "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
                "c=IN IP4 0.0.0.0",
                "a=mid:2",
                "a=inactive"
            ]
        );
        assert!(has(&parts[0], "a=group:BUNDLE 0 1"));
    }
}

#[test]
fn whip_is_received_whep_is_sent() {
    for client in ["chromium", "firefox"] {
        let directions = |name: &str| {
            let (_, _, negotiated) = answered(&format!("{client}-{name}"));
            negotiated
                .into_iter()
                .flatten()
                .map(|line| (line.kind, line.direction))
                .collect::<Vec<_>>()
        };
        let both = |direction| [(MediaKind::Audio, direction), (MediaKind::Video, direction)];
        assert_eq!(directions("whip"), both(Direction::RecvOnly));
        assert_eq!(directions("whep"), both(Direction::SendOnly));
    }
}

#[test]
fn redundant_audio_stands_first_where_it_is_offered() {
    let (_, answer, negotiated) = answered("chromium-sendrecv");
    let audio = &parts(&answer)[1];
    assert_eq!(audio[0], "m=audio 8080 UDP/TLS/RTP/SAVPF 63 111");
    assert!(has(audio, "a=rtpmap:63 red/48000/2") && has(audio, "a=fmtp:63 111/111"));
    let opus = negotiated[0].as_ref().unwrap().codecs[0];
    assert_eq!((opus.payload_type, opus.red_payload_type), (111, Some(63)));
    assert!(!answer.contains("red/90000"));
    let (_, answer, _) = answered("firefox-sendrecv");
    assert!(!answer.contains("red/"));
}

#[test]
fn a_format_with_words_of_one_browser_is_the_same_format() {
    let text = fixture("chromium-sendrecv")
        .replace(
            "a=rtpmap:96 VP8/90000",
            "a=rtpmap:96 VP8/90000\r\na=fmtp:96 x-google-start-bitrate=900",
        )
        .replace(
            "a=fmtp:98 profile-id=0",
            "a=fmtp:98 x-google-max-bitrate=900;profile-id=0",
        );
    let (_, answer, negotiated) = answer_all(&text).unwrap();
    assert_eq!(payload_types(&negotiated[1])[0], (Codec::Vp8, 96, Some(97)));
    assert!(has(&parts(&answer)[2], "a=fmtp:98 profile-id=0") && !answer.contains("x-google"));
}

#[test]
fn ssrcs_with_their_retransmissions_are_read() {
    let offer = Offer::parse(fixture("chromium-data")).unwrap();
    assert_eq!(offer.lines[0].ssrcs, [3733175262]);
    assert_eq!(offer.lines[1].ssrcs, [4158171453, 1277392074]);
    assert_eq!(offer.lines[1].repairs, [(4158171453, 1277392074)]);
    assert_eq!(
        offer.lines[1].msid.as_ref().unwrap().stream,
        "c96a7adf-44cc-4520-86c4-2a4b03a518ef"
    );
    assert_eq!(
        Offer::parse(fixture("firefox-simulcast")).unwrap().lines[1]
            .repairs
            .len(),
        3
    );
}

#[test]
fn the_transport_is_read_from_session_or_line() {
    let chromium = Offer::parse(fixture("chromium-data")).unwrap();
    assert_eq!(
        (chromium.origin.session_id, chromium.origin.version),
        (6270691761586994641, 2)
    );
    assert_eq!(
        (chromium.ice.ufrag.as_str(), chromium.ice.pwd.as_str()),
        ("UfvK", "rDrg4ZOEIFGt+LbFsipTDjNW")
    );
    assert_eq!(chromium.setup, Setup::ActPass);
    let firefox = Offer::parse(fixture("firefox-data")).unwrap();
    assert_eq!(firefox.ice.ufrag, "c45c7758");
    assert!(
        firefox
            .fingerprint
            .starts_with("sha-256 48:81:24:27:26:B5:F7:4D:")
    );
}

#[test]
fn aiortc_has_no_transport_cc_so_it_keeps_remb() {
    let (offer, answer, negotiated) = answered("aiortc-sendrecv");
    assert!(
        offer.fingerprint.starts_with("sha-256 E1:69:"),
        "the first of three hashes"
    );
    assert_eq!(
        payload_types(&negotiated[1]),
        [
            (Codec::Vp8, 97, Some(98)),
            (Codec::H264, 99, Some(100)),
            (Codec::H264, 101, Some(102))
        ]
    );
    assert_eq!(
        after(&parts(&answer)[2], "a=rtcp-fb:97 "),
        ["goog-remb", "nack", "nack pli"]
    );
    assert_eq!(
        negotiated[1].as_ref().unwrap().extensions.transport_sequence,
        None
    );
}

#[test]
fn gstreamer_without_header_extensions_is_answered_by_ssrc() {
    let (offer, answer, negotiated) = answered("gstreamer-sendrecv");
    assert_eq!(offer.lines[0].mid.as_str(), "audio0");
    assert_eq!(
        offer.lines[0].msid.as_ref().unwrap().track.as_deref(),
        Some("webrtctransceiver0")
    );
    assert_eq!(payload_types(&negotiated[0]), [(Codec::Opus, 96, None)]);
    assert_eq!(payload_types(&negotiated[1]), [(Codec::H264, 97, None)]);
    assert_eq!(
        negotiated[1].as_ref().unwrap().extensions,
        ExtensionIds::default()
    );
    let video = &parts(&answer)[2];
    // transport-cc without its sequence number cannot work.
    assert_eq!(after(video, "a=rtcp-fb:97 "), ["ccm fir", "nack pli"]);
    assert_eq!(
        after(video, "a=fmtp:97 "),
        ["packetization-mode=1;profile-level-id=42e01f"]
    );
    assert_eq!(after(video, "a=ssrc:"), ["1001 cname:seat0"]);
    assert!(
        after(video, "a=ssrc-group:").is_empty(),
        "no retransmissions without RTX"
    );
}

#[test]
fn a_line_that_was_stopped_stays_stopped() {
    let text = fixture("chromium-sendrecv")
        .replace("m=audio 9 ", "m=audio 0 ")
        .replace("BUNDLE 0 1", "BUNDLE 1");
    let (offer, answer, negotiated) = answer_all(&text).unwrap();
    assert!(offer.lines[0].rejected && !offer.lines[0].sends && !offer.lines[0].receives);
    assert!(negotiated[0].is_none() && negotiated[1].is_some());
    assert!(has(
        &parts(&answer)[1],
        "m=audio 0 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126"
    ));
    assert!(answer.contains("a=group:BUNDLE 1\r\n"));
}

#[test]
fn a_line_without_a_codec_in_common_is_rejected_alone() {
    let text = fixture("chromium-sendrecv").replace("opus/48000/2", "speex/48000");
    let (_, answer, negotiated) = answer_all(&text).unwrap();
    assert!(negotiated[0].is_none() && negotiated[1].is_some());
    assert!(answer.contains("m=audio 0 ") && answer.contains("a=group:BUNDLE 1\r\n"));
}

#[test]
fn a_line_outside_the_bundle_is_rejected() {
    let text = fixture("firefox-sendrecv")
        .replace("BUNDLE 0 1", "BUNDLE 0")
        .replace("a=bundle-only\r\n", "");
    let (_, _, negotiated) = answer_all(&text).unwrap();
    assert!(negotiated[0].is_some() && negotiated[1].is_none());
}

#[test]
fn nothing_is_sent_without_a_seat_nor_received_without_leave() {
    let offer = Offer::parse(fixture("chromium-sendrecv")).unwrap();
    let local = Local {
        ufrag: UFRAG,
        pwd: PWD,
        fingerprint: FINGERPRINT,
        candidates: &[],
        session_id: 7,
        version: 1,
    };
    let receive = LineAnswer {
        receive: true,
        red: false,
        seat: None,
    };
    let (text, negotiated) = answer(&offer, &local, &[receive]).unwrap();
    let directions: Vec<_> = negotiated.iter().flatten().map(|line| line.direction).collect();
    assert_eq!(directions, [Direction::RecvOnly, Direction::Inactive]);
    assert!(!text.contains("a=msid:") && !text.contains("a=ssrc"));
    assert!(
        text.contains("m=audio 9 ") && text.contains("c=IN IP4 0.0.0.0"),
        "no candidate, no address"
    );
}

#[test]
fn a_single_line_needs_neither_group_nor_mid() {
    let text = fixture("chromium-sendrecv");
    let audio = &text[..text.find("m=video").unwrap()];
    let alone = audio
        .replace("a=group:BUNDLE 0 1\r\n", "")
        .replace("a=mid:0\r\n", "");
    let (_, answer, negotiated) = answer_all(&alone).unwrap();
    assert!(negotiated[0].is_some());
    assert!(!answer.contains("a=mid") && !answer.contains("a=group"));
}

#[test]
fn an_id_means_one_extension_in_the_whole_bundle() {
    let text = fixture("chromium-sendrecv");
    let (audio, video) = text.split_at(text.find("m=video").unwrap());
    let video = video
        .replace("a=extmap:4 ", "a=extmap:9 ")
        .replace("a=extmap:3 ", "a=extmap:4 ");
    let (_, _, negotiated) = answer_all(&(audio.to_owned() + &video)).unwrap();
    let ids = negotiated[1].as_ref().unwrap().extensions;
    assert_eq!((ids.mid, ids.transport_sequence), (Some(9), None));
}
