//! Offers that are wrong, by accident or by will.

use super::*;
use proptest::prelude::*;

/// Parses a Chromium offer in which `from` was replaced.
fn changed(from: &str, to: &str) -> Result<Offer, SdpError> {
    let text = fixture("chromium-sendrecv");
    assert!(text.contains(from), "{from}");
    Offer::parse(&text.replace(from, to))
}

fn error(from: &str, to: &str) -> SdpError {
    changed(from, to).expect_err("an error")
}

#[test]
fn each_fault_has_its_own_words() {
    let mid = "0".parse().unwrap();
    assert_eq!(error("a=setup:actpass", "a=setup:passive"), SdpError::Setup);
    assert_eq!(error("a=setup:actpass", "a=setup:holdconn"), SdpError::Setup);
    assert_eq!(error("a=group:BUNDLE 0 1\r\n", ""), SdpError::BundleRequired);
    assert_eq!(error("a=rtcp-mux\r\n", ""), SdpError::RtcpMuxRequired(mid));
    assert_eq!(error("a=mid:1", "a=mid:0"), SdpError::MidTwice(mid));
    assert_eq!(error("a=mid:1", "a=mid:a-very-long-name-"), SdpError::Mid(1));
    assert_eq!(error("a=mid:1", "a=mid:"), SdpError::Mid(1));
    assert_eq!(error("a=ice-ufrag:", "a=ice-ufrag:a b"), SdpError::IceCredentials);
    assert_eq!(error("a=ice-pwd:", "a=x:"), SdpError::IceCredentials);
    assert_eq!(
        error("a=fingerprint:sha-256", "a=fingerprint:sha-1"),
        SdpError::Fingerprint
    );
    assert_eq!(
        error("a=fingerprint:sha-256 ", "a=fingerprint:sha-256 0"),
        SdpError::Fingerprint
    );
    assert_eq!(error("t=0 0", "t=zero"), SdpError::Syntax(4));
    assert_eq!(error("m=audio 9", "m=audio 99999"), SdpError::Syntax(8));
    assert_eq!(
        error("m=audio 9 UDP/TLS", "m=audio 9 U\u{e9}P/TLS"),
        SdpError::MediaLine(0)
    );
}

#[test]
fn a_missing_setup_means_active() {
    assert_eq!(changed("a=setup:actpass\r\n", "").unwrap().setup, Setup::Active);
    assert_eq!(
        changed("a=setup:actpass", "a=setup:active").unwrap().setup,
        Setup::Active
    );
}

#[test]
fn fingerprints_have_one_spelling() {
    let digits = "ab:".repeat(31) + "cd";
    let lines = format!(
        "a=fingerprint:sha-1 {}\r\na=fingerprint:SHA-256 {digits}\r\na=x:",
        "00:".repeat(19) + "00"
    );
    let offer = changed("a=fingerprint:", &lines).unwrap();
    assert_eq!(offer.fingerprint, format!("sha-256 {}", digits.to_uppercase()));
}

#[test]
fn sizes_are_bounded() {
    let head = fixture("chromium-sendrecv")
        .split_once("m=audio")
        .unwrap()
        .0
        .to_owned();
    assert_eq!(
        Offer::parse(&(head.clone() + &"a=x\r\n".repeat(60_000))).unwrap_err(),
        SdpError::TooLong
    );
    let lines = head.clone() + &"m=audio 0 RTP/AVP 0\r\n".repeat(65);
    assert_eq!(Offer::parse(&lines).unwrap_err(), SdpError::TooManyLines);
    let formats = head + "m=audio 9 UDP/TLS/RTP/SAVPF" + &" 111".repeat(200) + "\r\n";
    assert_eq!(Offer::parse(&formats).unwrap_err(), SdpError::MediaLine(0));

    let mut many = fixture("chromium-whip").to_owned();
    for number in 0..2_000 {
        many += &format!("a=ssrc:{number} cname:x\r\na=rid:{number} send\r\na=ssrc-group:FID {number} 1\r\n");
    }
    let offer = Offer::parse(&many).unwrap();
    let video = &offer.lines[1];
    assert_eq!(
        (video.ssrcs.len(), video.rids.len(), video.repairs.len()),
        (32, 8, 32)
    );
}

#[test]
fn nothing_to_accept_is_an_error() {
    for nothing in ["", "hello", "v=0\r\n", "\0"] {
        assert!(Offer::parse(nothing).is_err());
    }
    let stopped = fixture("chromium-sendrecv").replace(" 9 UDP", " 0 UDP");
    assert_eq!(Offer::parse(&stopped).unwrap_err(), SdpError::NothingOffered);
    let foreign = fixture("gstreamer-sendrecv")
        .replace("OPUS", "SPEEX")
        .replace("H264", "H265");
    assert_eq!(answer_all(&foreign).unwrap_err(), SdpError::NothingInCommon);
}

#[test]
fn errors_do_not_repeat_the_offer() {
    let text = fixture("chromium-sendrecv").replace("c=IN IP4 0.0.0.0", "c=IN IP7 203.0.113.9");
    assert!(
        !Offer::parse(&text)
            .unwrap_err()
            .to_string()
            .contains("203.0.113.9")
    );
    let offer = Offer::parse(fixture("chromium-sendrecv")).unwrap();
    assert!(!format!("{:?}", offer.ice).contains(&offer.ice.pwd));
}

/// One careless or malicious change to a text.
#[derive(Clone, Debug)]
enum Change {
    Byte(usize, u8),
    Delete(usize),
    Repeat(usize, usize),
    Swap(usize, usize),
    Word(usize, String),
    Cut(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let words = prop::sample::select(vec![
        "0",
        "-1",
        "128",
        "99999999999999999999",
        "sendonly",
        "inactive",
        "a=mid:0",
        "m=video 0 X Y",
        "*",
        ":",
        "\u{e9}",
        "apt=0",
        "rtx/90000",
        "FID 1",
        "a=extmap:14/recvonly x",
        "a=group:BUNDLE",
        "a=bundle-only",
        "a=simulcast:send h;~m,l;h",
        "a=rid:h send",
        "SIM 1 2",
        "red/48000/2",
        "111/111",
        "\r",
        "",
    ]);
    let word = prop_oneof![words.prop_map(str::to_owned), "[ -~]{0,40}"];
    prop_oneof![
        (any::<usize>(), 0u8..128).prop_map(|(place, byte)| Change::Byte(place, byte)),
        any::<usize>().prop_map(Change::Delete),
        (any::<usize>(), 1usize..20).prop_map(|(line, times)| Change::Repeat(line, times)),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Change::Swap(one, other)),
        (any::<usize>(), word).prop_map(|(place, word)| Change::Word(place, word)),
        any::<usize>().prop_map(Change::Cut),
    ]
}

fn apply(text: &mut String, change: &Change) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let count = lines.len();
    if count == 0 {
        return;
    }
    let at = |place: usize| place % count;
    match change {
        Change::Byte(place, byte) => {
            let mut bytes = std::mem::take(text).into_bytes();
            let place = place % bytes.len();
            bytes[place] = *byte;
            *text = String::from_utf8_lossy(&bytes).into_owned();
            return;
        }
        Change::Delete(line) => _ = lines.remove(at(*line)),
        Change::Repeat(line, times) => {
            let line = at(*line);
            lines[line] = lines[line].repeat(*times);
        }
        Change::Swap(one, other) => lines.swap(at(*one), at(*other)),
        Change::Word(place, word) => {
            let line = at(*place);
            let mut words: Vec<&str> = lines[line].split(' ').collect();
            let index = place % words.len();
            words[index] = word;
            lines[line] = words.join(" ") + "\r\n";
        }
        Change::Cut(line) => lines.truncate(at(*line) + 1),
    }
    *text = lines.concat();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_changed_offer_is_answered_or_refused(
        (_, text) in prop::sample::select(FIXTURES.to_vec()),
        changes in prop::collection::vec(change(), 1..12),
    ) {
        let mut text = text.to_owned();
        changes.iter().for_each(|change| apply(&mut text, change));
        if let Ok((offer, answer, negotiated)) = answer_all(&text) {
            let read = client::Answer::parse(&answer).unwrap();
            prop_assert_eq!(read.lines.len(), offer.lines.len());
            for (line, negotiated) in read.lines.iter().zip(&negotiated) {
                prop_assert_eq!(line.rejected, negotiated.is_none());
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\n)?([a-z]=[ -~\u{80}-\u{800}]{0,60}\r?\n){0,20}") {
        _ = Offer::parse(&text);
        _ = client::Answer::parse(&text);
    }

    #[test]
    fn any_attributes_are_read_or_refused(
        attributes in prop::collection::vec(
            ("(rtpmap|fmtp|rtcp-fb|extmap|ssrc|ssrc-group|msid|rid|simulcast|mid|setup|fingerprint|ice-ufrag|candidate|group)", "[ -~]{0,40}"),
            0..30,
        ),
    ) {
        let lines: String = attributes.iter().map(|(key, value)| format!("a={key}:{value}\r\n")).collect();
        let text = fixture("chromium-sendrecv").to_owned() + &lines;
        if let Ok((_, answer, _)) = answer_all(&text) {
            prop_assert!(client::Answer::parse(&answer).is_ok());
        }
        _ = client::Answer::parse(&text);
    }
}
