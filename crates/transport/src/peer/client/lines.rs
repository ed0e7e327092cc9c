//! M-lines as offered, put together with what was answered.

use crate::feedback::RetransmissionThrottle;
use crate::packet::Rid;
use crate::peer::line::{Line, Manner, Outgoing};
use crate::peer::streams::Streams;
use crate::sdp::client::{ClientLine, Layer};
use crate::sdp::{self, Direction, Negotiated, NegotiatedCodec, Simulcast};
use std::time::Duration;

pub(super) fn line(offered: &ClientLine, answered: &sdp::Line) -> Line {
    let codecs = answered.codecs.iter().map(|codec| NegotiatedCodec {
        codec: codec.codec,
        format: codec.format,
        payload_type: codec.payload_type,
        rtx_payload_type: codec.rtx,
        red_payload_type: codec.red,
        feedback: codec.feedback,
    });
    let negotiated = Negotiated {
        mid: offered.mid,
        kind: offered.kind,
        direction: Direction::new(answered.sends, answered.receives),
        codecs: codecs.collect(),
        extensions: offered.extensions(),
        // What the client takes is no simulcast.
        simulcast: Simulcast::default(),
        writes_descriptor: offered.descriptor && answered.extension_ids().descriptor.is_some(),
    };
    let sends = answered.receives && offered.sends;
    Line {
        mid: offered.mid,
        negotiated: (!answered.rejected).then_some(negotiated),
        published: answered.sends && offered.receives,
        outgoing: if sends {
            streams(offered, &answered.wanted)
        } else {
            Streams::default()
        },
        ssrcs: answered.ssrcs.clone(),
        repairs: answered.repairs.clone(),
        layer_ssrcs: Vec::new(),
    }
}

/// The streams that the client sends on a line: of several layers those that the server takes, which are the first.
fn streams(offered: &ClientLine, wanted: &Simulcast) -> Streams {
    let layer = |layer: &Layer| outgoing(layer.ssrc, Some(layer.rtx_ssrc), Some(layer.rid));
    if offered.layers.is_empty() {
        let single = offered.ssrc.map(|ssrc| outgoing(ssrc, offered.rtx_ssrc, None));
        return single.into_iter().collect();
    }
    let is_taken = |layer: &&Layer| wanted.place(layer.rid).is_some();
    offered.layers.iter().take_while(is_taken).map(layer).collect()
}

pub(super) fn outgoing(ssrc: u32, rtx_ssrc: Option<u32>, rid: Option<Rid>) -> Outgoing {
    Outgoing {
        ssrc,
        rtx_ssrc: rtx_ssrc.unwrap_or_default(),
        rtx_sequence: 0,
        packets: 0,
        octets: 0,
        repeated: 0,
        cname: "client".to_owned(),
        reported_lost: 0,
        reported_jitter: Duration::ZERO,
        repeats: RetransmissionThrottle::default(),
        rid,
        is_heard: false,
        manner: Manner::default(),
    }
}
