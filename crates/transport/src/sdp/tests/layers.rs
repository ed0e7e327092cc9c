//! What offers with several layers come to.

use super::clients::{answered, payload_types};
use super::*;
use crate::packet::Rid;
use model::Codec;

#[test]
fn simulcast_is_taken_in_the_order_of_the_offer() {
    for (name, rid, repaired) in [("chromium-simulcast", 10, 11), ("firefox-simulcast", 9, 10)] {
        let (_, answer, negotiated) = answered(name);
        let video = &parts(&answer)[2];
        assert_eq!(after(video, "a=rid:"), ["h recv", "m recv", "l recv"]);
        assert_eq!(after(video, "a=simulcast:"), ["recv h;m;l"]);
        let negotiated = negotiated[1].as_ref().unwrap();
        let places = ["h", "m", "l", "x"].map(|rid| {
            let rid = Rid::new(rid.as_bytes()).unwrap();
            negotiated.simulcast.place(rid)
        });
        assert_eq!(places, [Some(0), Some(1), Some(2), None]);
        let ids = negotiated.extensions;
        assert_eq!((ids.rid, ids.repaired_rid), (Some(rid), Some(repaired)));
        assert!(has(
            video,
            &format!("a=extmap:{rid}/recvonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id")
        ));
    }
    let (_, _, negotiated) = answered("chromium-sendrecv");
    assert_eq!(negotiated[1].as_ref().unwrap().extensions.rid, None);
}

#[test]
fn layers_that_are_paused_at_first_are_answered_so() {
    let (_, answer, _) = answered("chromium-simulcast-paused");
    assert_eq!(after(&parts(&answer)[2], "a=simulcast:"), ["recv q;h;~f"]);
}

#[test]
fn simulcast_in_h264_is_answered_as_in_vp8() {
    let (offer, answer, negotiated) = answered("chromium-simulcast-h264");
    assert_eq!(offer.lines[1].codecs[0].codec, Codec::H264);
    assert_eq!(after(&parts(&answer)[2], "a=simulcast:"), ["recv q;h;f"]);
    let codecs = payload_types(&negotiated[1]);
    assert!(
        codecs
            .iter()
            .any(|(codec, _, rtx)| *codec == Codec::H264 && rtx.is_some())
    );
    assert_eq!(negotiated[1].as_ref().unwrap().simulcast.len(), 3);
}

#[test]
fn firefox_says_the_ssrcs_of_its_layers_besides() {
    let (offer, ..) = answered("firefox-simulcast");
    assert_eq!((offer.lines[1].ssrcs.len(), offer.lines[1].repairs.len()), (6, 3));
}

#[test]
fn simulcast_that_is_not_received_is_not_answered_yet_its_ids_are() {
    let offer = Offer::parse(fixture("chromium-simulcast")).unwrap();
    let candidates = candidates();
    let local = Local {
        ufrag: UFRAG,
        pwd: PWD,
        fingerprint: FINGERPRINT,
        candidates: &candidates,
        session_id: 7,
        version: 1,
    };
    let (answer, negotiated) = answer(&offer, &local, &[]).unwrap();
    assert!(!answer.contains("a=rid") && !answer.contains("a=simulcast"));
    let video = negotiated[1].as_ref().unwrap();
    // Without the ids Chromium refuses its own next offer.
    assert_eq!((video.simulcast.len(), video.extensions.rid), (0, Some(10)));
}

#[test]
fn simulcast_without_rids_on_the_packets_is_no_simulcast() {
    let text = fixture("chromium-simulcast").replace(":rtp-stream-id", ":x");
    let (_, answer, negotiated) = answer_all(&text).unwrap();
    assert!(!answer.contains("a=simulcast"));
    assert!(negotiated[1].as_ref().unwrap().simulcast.is_empty());
}

#[test]
fn layers_of_older_pages_are_told_by_their_ssrcs() {
    let group = "a=ssrc-group:SIM 1 2 3 4\r\na=ssrc-group:FID 1 11\r\na=ssrc-group:SIM 5 6\r\n";
    let text = fixture("chromium-whip").to_owned() + group;
    let (offer, ..) = answer_all(&text).unwrap();
    assert_eq!(offer.lines[1].layer_ssrcs, [1, 2, 3]);
    assert!(offer.lines[1].repairs.contains(&(1, 11)));
}

#[test]
fn the_dependency_descriptor_goes_the_ways_that_the_client_says() {
    let (_, answer, negotiated) = answered("chromium-simulcast");
    let uri = Extension::DependencyDescriptor.uri();
    let video = negotiated[1].as_ref().unwrap();
    assert!(has(&parts(&answer)[2], &format!("a=extmap:12 {uri}")));
    assert_eq!(
        (video.extensions.descriptor, video.writes_descriptor),
        (Some(12), true)
    );

    let (_, answer, negotiated) = answered("firefox-simulcast");
    let video = negotiated[1].as_ref().unwrap();
    assert!(has(&parts(&answer)[2], &format!("a=extmap:8/recvonly {uri}")));
    assert_eq!(
        (video.extensions.descriptor, video.writes_descriptor),
        (Some(8), false)
    );

    let text = fixture("chromium-simulcast").replace("a=extmap-allow-mixed\r\n", "");
    let (_, _, negotiated) = answer_all(&text).unwrap();
    assert_eq!(negotiated[1].as_ref().unwrap().extensions.descriptor, None);
}
