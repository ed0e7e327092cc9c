//! What holds for every answer.

use super::*;
use rtc_sdp::SessionDescription;
use std::io::Cursor;

/// Checks the rules on an offer that can be answered.
fn check(name: &str, text: &str) {
    let (offer, answer, negotiated) = answer_all(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let printed = SessionDescription::unmarshal(&mut Cursor::new(&answer)).expect("rtc-sdp reads the answer");
    assert_eq!(printed.media_descriptions.len(), offer.lines.len(), "{name}");
    assert!(
        answer.split_inclusive('\n').all(|line| line.ends_with("\r\n")),
        "{name}"
    );

    let parts = parts(&answer);
    let (session, lines) = parts.split_first().unwrap();
    assert!(has(session, "a=ice-lite"), "{name}");
    assert_eq!(
        after(session, "o="),
        [format!("- 7 {} IN IP4 0.0.0.0", offer.origin.version + 1)]
    );
    let accepted: Vec<_> = negotiated
        .iter()
        .flatten()
        .map(|line| line.mid.as_str())
        .collect();
    assert_eq!(after(session, "a=group:BUNDLE "), [accepted.join(" ")], "{name}");
    for ((line, answered), negotiated) in offer.lines.iter().zip(lines).zip(&negotiated) {
        assert!(has(answered, &format!("a=mid:{}", line.mid)), "{name}");
        match negotiated {
            Some(negotiated) => check_accepted(line, answered, negotiated),
            None => assert!(
                answered[0].contains(" 0 ") && has(answered, "a=inactive"),
                "{name}"
            ),
        }
    }
    check_client(&answer, &negotiated);
}

fn check_accepted(line: &Line, answered: &[&str], negotiated: &Negotiated) {
    for expected in [
        "c=IN IP4 192.0.2.1",
        "a=candidate:1 1 udp 2130706431 192.0.2.1 8080 typ host",
        "a=end-of-candidates",
        &format!("a=ice-ufrag:{UFRAG}"),
        &format!("a=ice-pwd:{PWD}"),
        &format!("a=fingerprint:{FINGERPRINT}"),
        "a=setup:passive",
        "a=rtcp-mux",
    ] {
        assert!(has(answered, expected), "{} lacks {expected}", line.mid);
    }
    assert_eq!(has(answered, "a=rtcp-rsize"), line.rtcp_rsize);
    assert!(answered[0].contains(" 8080 UDP/TLS/RTP/SAVPF "));
    assert_eq!(negotiated.direction.sends(), line.receives);
    assert_eq!(negotiated.direction.receives(), line.sends);
    assert_eq!(after(answered, "a=msid:").len(), usize::from(line.receives));

    let formats: Vec<_> = answered[0].split(' ').skip(3).collect();
    assert!(
        formats
            .iter()
            .all(|format| line.media.formats.iter().any(|offered| offered == format))
    );
    assert_eq!(after(answered, "a=rtpmap:").len(), formats.len());
    for (id, extension) in negotiated.extensions.sorted() {
        assert!(line.extensions.contains(&(id, extension)), "the offer's ids");
    }
    for foreign in [
        "goog-remb",
        "red/90000",
        "ulpfec",
        "telephone-event",
        "video-orientation",
        "abs-send",
    ] {
        let remb_alone = foreign == "goog-remb" && negotiated.extensions.transport_sequence.is_none();
        assert!(
            remb_alone || !answered.iter().any(|line| line.contains(foreign)),
            "{foreign}"
        );
    }
}

/// The client's reader must find in the answer what the server believes is in it.
fn check_client(answer: &str, negotiated: &[Option<Negotiated>]) {
    let read = client::Answer::parse(answer).unwrap();
    assert!(read.ice_lite);
    assert_eq!((read.ice.ufrag.as_str(), read.ice.pwd.as_str()), (UFRAG, PWD));
    assert_eq!(
        (read.fingerprint.as_str(), read.setup),
        (FINGERPRINT, Setup::Passive)
    );
    assert_eq!(read.candidates, candidates());
    for (line, negotiated) in read.lines.iter().zip(negotiated) {
        assert_eq!(line.rejected, negotiated.is_none());
        let Some(negotiated) = negotiated else { continue };
        assert_eq!(Direction::new(line.sends, line.receives), negotiated.direction);
        assert_eq!(line.extension_ids(), negotiated.extensions);
        assert_eq!(line.codecs.len(), negotiated.codecs.len());
        for (read, told) in line.codecs.iter().zip(&negotiated.codecs) {
            assert_eq!(
                (read.payload_type, read.rtx, read.red),
                (told.payload_type, told.rtx_payload_type, told.red_payload_type)
            );
            assert_eq!((read.codec, read.feedback), (told.codec, told.feedback));
            assert_eq!(read.format, told.format.wished());
        }
    }
}

#[test]
fn every_real_offer_is_answered_by_the_rules() {
    for (name, text) in FIXTURES {
        check(name, text);
    }
}

#[test]
fn bare_line_feeds_are_as_good() {
    for (name, text) in FIXTURES {
        check(name, &text.replace("\r\n", "\n"));
    }
}

#[test]
fn an_offer_of_the_own_client_is_answered() {
    let mid = |text: &str| text.parse().unwrap();
    let lines = [
        client::ClientLine::audio(mid("mic"), Some(11), true),
        client::ClientLine::video(mid("cam"), Some((21, 22)), true),
        client::ClientLine::video(mid("seat"), None, true),
    ];
    let offer = client::ClientOffer {
        session_id: 5,
        version: 1,
        ufrag: "clientUfrag",
        pwd: "clientPasswordOf24Chars+",
        fingerprint: FINGERPRINT,
        lines: &lines,
    };
    let text = offer.to_sdp();
    check("own client", &text);

    let offer = Offer::parse(&text).unwrap();
    assert_eq!(offer.ice.ufrag, "clientUfrag");
    assert_eq!(
        (offer.fingerprint.as_str(), offer.setup),
        (FINGERPRINT, Setup::ActPass)
    );
    assert_eq!(
        (offer.lines[1].ssrcs.as_slice(), offer.lines[1].repairs.as_slice()),
        (&[21, 22][..], &[(21, 22)][..])
    );
    assert_eq!((offer.lines[2].sends, offer.lines[2].receives), (false, true));
    let (_, answer, negotiated) = answer_all(&text).unwrap();
    assert_eq!(negotiated[1].as_ref().unwrap().extensions.audio_level, None);
    assert_eq!(negotiated[0].as_ref().unwrap().extensions, client::EXTENSIONS);
    let read = client::Answer::parse(&answer).unwrap();
    assert_eq!(
        (read.lines[2].ssrcs.as_slice(), read.lines[2].repairs.as_slice()),
        (&[1002, 2002][..], &[(1002, 2002)][..])
    );
    assert_eq!(read.lines[2].msid.as_ref().unwrap().stream, "seat1");
}
