//! Datagrams of our own, of another implementation, of chance.

use super::*;
use proptest::prelude::*;
use rtc_shared::marshal::Marshal;

fn items(datagram: &[u8]) -> Vec<Feedback<'_>> {
    Incoming::parse(datagram).unwrap().collect()
}

#[test]
fn a_short_packet_is_an_error() {
    for short in [
        &[0x80, 0xc8, 0, 0][..],
        &[],
        &[0x80],
        &[0x81, 0xc9, 0, 1, 0, 0, 0, 1],
    ] {
        assert_eq!(Incoming::parse(short).err(), Some(FeedbackError::Short));
    }
    assert_eq!(
        Incoming::parse(&[0, 0xc8, 0, 0]).err(),
        Some(FeedbackError::Version)
    );
}

#[test]
fn a_good_packet_before_a_bad_one_is_not_believed() {
    let mut datagram = vec![0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
    assert_eq!(items(&datagram), [Feedback::Pli { media_ssrc: 2 }]);
    datagram.extend([0x80, 200, 0, 0]);
    assert!(Incoming::parse(&datagram).is_err());
}

#[test]
fn nack_bitmaps_wrap() {
    let datagram = [0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0xfe, 0x80, 0x03];
    let Feedback::Nack { media_ssrc, missing } = items(&datagram)[0] else {
        panic!("not a NACK");
    };
    assert_eq!(media_ssrc, 2);
    assert_eq!(missing.sequences().collect::<Vec<_>>(), [65_534, 65_535, 0, 14]);
}

#[test]
fn a_nack_or_fir_of_nothing_is_an_error() {
    for (kind, count) in [(205, 0x81), (206, 0x84)] {
        let datagram = [count, kind, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
        assert_eq!(Incoming::parse(&datagram).err(), Some(FeedbackError::Short));
    }
}

#[test]
fn each_fir_entry_is_an_item() {
    let entries = [0, 0, 0, 5, 7, 0, 0, 0, 0, 0, 0, 6, 8, 0, 0, 0];
    let datagram = [&[0x84, 206, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0][..], &entries].concat();
    let fir = |media_ssrc, sequence| Feedback::Fir { media_ssrc, sequence };
    assert_eq!(items(&datagram), [fir(5, 7), fir(6, 8)]);
}

#[test]
fn padding_is_left_off() {
    let bye = [0xa1, 203, 0, 2, 0, 0, 0, 9, 0, 0, 0, 4];
    assert_eq!(items(&bye), [Feedback::Bye { ssrc: 9 }]);
    for count in [0, 3, 12] {
        let mut bad = bye;
        bad[11] = count;
        assert_eq!(Incoming::parse(&bad).err(), Some(FeedbackError::Padding));
    }
}

#[test]
fn an_estimate_of_the_receiver_is_read_as_elsewhere() {
    use rtcp::payload_feedbacks::receiver_estimated_maximum_bitrate::ReceiverEstimatedMaximumBitrate;
    for bitrate in [1_u64, 262_143, 262_144, 1_234_567, 3_000_000_000] {
        let mut ours = Vec::new();
        crate::feedback::Compound::new(&mut ours).remb(1, bitrate, [5, 6]);
        let packets = rtcp::packet::unmarshal(&mut &*ours).unwrap();
        let theirs: &ReceiverEstimatedMaximumBitrate = packets[0].as_any().downcast_ref().unwrap();
        assert_eq!((theirs.sender_ssrc, &theirs.ssrcs[..]), (1, &[5, 6][..]));
        let Feedback::Remb { bitrate: read } = items(&ours)[0] else {
            panic!("not an estimate");
        };
        assert!(
            read <= bitrate && bitrate - read <= bitrate >> 17,
            "{bitrate}: {read}"
        );
        assert!((f64::from(theirs.bitrate) - read as f64).abs() <= read as f64 / 1e6);
        let again = theirs.marshal().unwrap();
        assert_eq!(items(&again), [Feedback::Remb { bitrate: read }]);
    }
}

#[test]
fn an_estimate_beyond_all_numbers_is_the_highest_one() {
    let mut datagram = [&[0x8f, 206, 0, 4][..], &[0; 8], b"REMB", &[0, 0xff, 0xff, 0xff]].concat();
    assert_eq!(items(&datagram), [Feedback::Remb { bitrate: u64::MAX }]);
    datagram[12] = b'X';
    assert_eq!(items(&datagram), []);
}

#[test]
fn unknown_packets_are_passed_over() {
    let datagram = [
        [0x80, 207, 0, 1, 1, 2, 3, 4],
        [0x8f, 206, 0, 1, 1, 2, 3, 4],
        [0x81, 203, 0, 1, 0, 0, 0, 9],
    ]
    .concat();
    assert_eq!(items(&datagram), [Feedback::Bye { ssrc: 9 }]);
}

#[test]
fn a_compound_of_another_implementation() {
    let reception = rtcp::reception_report::ReceptionReport {
        ssrc: 5,
        fraction_lost: 6,
        total_lost: 7,
        last_sequence_number: 8,
        jitter: 9,
        last_sender_report: 10,
        delay: 11,
    };
    let report = rtcp::sender_report::SenderReport {
        ssrc: 1,
        ntp_time: 0x0102_0304_0506_0708,
        rtp_time: 2,
        packet_count: 3,
        octet_count: 4,
        reports: vec![reception.clone(), reception.clone()],
        ..Default::default()
    };
    let receiver = rtcp::receiver_report::ReceiverReport {
        ssrc: 1,
        reports: vec![reception],
        ..Default::default()
    };
    let mut datagram = report.marshal().unwrap().to_vec();
    datagram.extend_from_slice(&receiver.marshal().unwrap());
    let items = items(&datagram);
    let block = Feedback::ReportBlock(ReportBlock {
        ssrc: 5,
        fraction_lost: 6,
        lost: 7,
        highest_sequence: 8,
        jitter: 9,
        last_sr: 10,
        delay_since_last_sr: 11,
    });
    let report = Feedback::SenderReport(SenderReport {
        ssrc: 1,
        ntp: 0x0102_0304_0506_0708,
        rtp: 2,
        packets: 3,
        octets: 4,
    });
    assert_eq!(items, [report, block, block, block]);
}

/// Random packets with true lengths, so that their insides are reached.
fn packet() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::collection::vec(any::<u32>(), 0..30);
    (any::<u8>(), 198_u8..=208, words).prop_map(|(flags, kind, words)| {
        let mut packet = vec![0x80 | flags & 0x3f, kind];
        packet.extend((words.len() as u16).to_be_bytes());
        packet.extend(words.iter().flat_map(|word| word.to_be_bytes()));
        packet
    })
}

proptest! {
    #[test]
    fn random_bytes_never_panic(datagram in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(incoming) = Incoming::parse(&datagram) {
            prop_assert!(incoming.count() <= datagram.len());
        }
    }

    #[test]
    fn random_compounds_never_panic(packets in prop::collection::vec(packet(), 0..6)) {
        let datagram = packets.concat();
        if let Ok(incoming) = Incoming::parse(&datagram) {
            for item in incoming {
                if let Feedback::Nack { missing, .. } = item {
                    prop_assert!(missing.sequences().count() <= datagram.len() * 17 / 4);
                }
            }
        }
    }
}
