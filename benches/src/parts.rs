//! The parts of forwarding by themselves.

use crate::path::{self, Hall, Spent};
use crate::video;
use allocation::{Allocator, Demand, Layers, Offer, Priority};
use layers::{Reader, Selector};
use model::{Codec, Layer};
use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};
use transport::packet::{Header, OutgoingHeader};
use transport::sdp::client::EXTENSIONS;
use transport::srtp::{MAX_TAG, MasterKey, Opener, Profile, Sealer};

/// Payload of a packet of the load's picture.
const PAYLOAD: usize = 1130;

/// Calls between two looks at the clock.
const CALLS: u32 = 500;

/// Looks at the clock; the median counts, so that an interruption does not.
const LOOKS: usize = 200;

/// Bytes that other work touches between two packets: more than a core's own caches hold.
const OTHER_WORK: usize = 8 << 20;

/// Prints a line for each part.
///
/// # Errors
/// A client does not connect in memory.
pub(crate) fn print() -> Result<(), Box<dyn Error>> {
    println!("The parts by themselves, {PAYLOAD} bytes of video:");
    let (mut packet, header_len) = packet();
    line(
        "read a header",
        time(|| _ = black_box(Header::parse(black_box(&packet), &EXTENSIONS))),
    );
    line("open SRTP in place, with a copy", open());
    line("rewrite the picture's number", rewrite());
    line(
        "write a header",
        time(|| _ = black_box(header(black_box(7)).write(&mut packet, &EXTENSIONS))),
    );
    let sealer = sealer();
    let len = header_len + PAYLOAD;
    packet.resize(len + MAX_TAG, 0);
    let mut index = 0;
    let seal = || {
        index += 1;
        black_box(sealer.seal_rtp(&mut packet, header_len, len, 7, index));
    };
    line("seal SRTP in place", time(seal));
    line("share bandwidth in a room of ten", allocate());
    for (caches, other_work) in [("warm", 0), ("cold", OTHER_WORK)] {
        let (one, fifty) = (forward(1, other_work)?, forward(50, other_work)?);
        line(&format!("a whole packet to one seat, {caches}"), one);
        line(&format!("and to each of 49 more, {caches}"), (fifty - one) / 49);
    }
    for receivers in [1_u8, 50] {
        let Spent {
            packets,
            feedback,
            timers,
        } = path::measure(receivers)?.second;
        let each = |time: Duration| (time / u32::from(receivers)).as_micros();
        println!(
            "A second of 200 packets to each of {receivers}, by receiver: packets {} us, feedback {} us, timers {} us",
            each(packets),
            each(feedback),
            each(timers)
        );
    }
    Ok(())
}

fn line(part: &str, time: Duration) {
    println!("  {part:<34} {:6} ns", time.as_nanos());
}

/// The time of one call.
fn time(mut call: impl FnMut()) -> Duration {
    let mut look = || {
        let began = Instant::now();
        (0..CALLS).for_each(|_| call());
        began.elapsed() / CALLS
    };
    median((0..LOOKS).map(|_| look()).collect())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn open() -> Duration {
    let (mut sealed, header_len) = packet();
    let len = sealed.len();
    sealed.resize(len + MAX_TAG, 0);
    let len = sealer().seal_rtp(&mut sealed, header_len, len, 7, 1);
    let opener = Opener::new(Profile::AeadAes128Gcm, &master());
    let mut place = sealed.clone();
    assert!(
        opener.open_rtp(&mut place[..len], header_len, 7, 1).is_ok(),
        "the same keys"
    );
    time(|| {
        place.copy_from_slice(&sealed);
        _ = black_box(opener.open_rtp(&mut place[..len], header_len, 7, 1));
    })
}

fn rewrite() -> Duration {
    let mut place = [0x5a; 1200];
    let piece = video::frame(video::LARGEST, 9, true)
        .next()
        .expect("a frame has packets");
    let payload = piece.write(&mut place);
    let mut selector = Selector::default();
    selector.switch(Codec::Vp8);
    let place = Reader::new(Codec::Vp8).read(payload, None);
    time(|| {
        if let Some(rewrite) = selector.select(black_box(&place)) {
            rewrite.apply(payload, None);
        }
    })
}

/// What a receiver gets of nine cameras in three sizes at two rates each, decided anew.
fn allocate() -> Duration {
    let demands: Vec<_> = (0..9).map(demand).collect();
    let (mut allocator, mut decisions, mut now) = (Allocator::new(), Vec::new(), Instant::now());
    time(|| {
        now += Duration::from_millis(100);
        black_box(allocator.allocate(now, Some(1_500_000), black_box(&demands), &mut decisions));
    })
}

fn demand(track: u64) -> Demand {
    let mut layers = Layers::default();
    for (spatial, kilobits) in (0..).zip([150, 500, 1_500]) {
        for temporal in 0..2 {
            let bitrate = kilobits * 1_000 * (3 + u64::from(temporal)) / 4;
            layers.offer(
                Layer { spatial, temporal },
                Offer {
                    bitrate,
                    flowing: true,
                },
            );
        }
    }
    Demand {
        track,
        priority: if track == 0 {
            Priority::Speaking
        } else {
            Priority::Other
        },
        height: Some(360),
        layers,
    }
}

/// A packet from the machine's door to the send arena, for `receivers` seats, after other work has touched so many bytes.
/// A call between two sleeps finds its caches cold: that is a consultation; the median is of single packets then.
fn forward(receivers: u8, other_work: usize) -> Result<Duration, Box<dyn Error>> {
    let mut hall = Hall::warm(receivers)?;
    let mut work = vec![0_u8; other_work];
    let mut times = Vec::new();
    while times.len() < LOOKS {
        let mut frame = hall.publish_frame();
        if work.is_empty() {
            times.push(hall.time(&mut frame) / frame.len() as u32);
            continue;
        }
        for packet in frame.chunks_mut(1) {
            work.iter_mut()
                .step_by(64)
                .for_each(|byte| *byte = byte.wrapping_add(1));
            times.push(hall.time(packet));
        }
    }
    Ok(median(times))
}

/// An RTP packet with room for any header, and the length of its header.
fn packet() -> (Vec<u8>, usize) {
    let mut packet = vec![0x5a; header(1).most() + PAYLOAD];
    let (header_len, _) = header(1).write(&mut packet, &EXTENSIONS);
    packet.truncate(header_len + PAYLOAD);
    (packet, header_len)
}

fn header(sequence: u16) -> OutgoingHeader<'static> {
    OutgoingHeader {
        marker: false,
        payload_type: 96,
        sequence,
        timestamp: 1,
        ssrc: 7,
        transport_sequence: Some(sequence),
        audio_level: None,
        mid: None,
        rid: None,
        repaired_rid: None,
        descriptor: None,
    }
}

fn sealer() -> Sealer {
    Sealer::new(Profile::AeadAes128Gcm, &master())
}

fn master() -> MasterKey {
    MasterKey {
        key: [7; 16],
        salt: [9; 14],
    }
}
