//! The header of an RTP packet with its extensions, and the packet as a retransmission.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transport::packet::{ExtensionIds, Header, classify, rtx};

const IDS: ExtensionIds = ExtensionIds {
    mid: Some(1),
    rid: Some(2),
    repaired_rid: Some(3),
    audio_level: Some(4),
    transport_sequence: Some(5),
    descriptor: Some(6),
};

fuzz_target!(|packet: &[u8]| {
    let _ = classify(packet);
    let Ok(header) = Header::parse(packet, &IDS) else {
        return;
    };
    if let Some(descriptor) = header.descriptor() {
        let _ = &packet[descriptor];
    }
    let payload = &packet[header.header_len..];
    if let Ok(len) = header.payload_len(payload) {
        let _ = rtx::restore(&header, &payload[..len], 1, 96);
    }
});
