//! A peer's packets between its interceptors with its SRTP: counted, some of them lost.

use rtc::interceptor::{Interceptor, Packet, StreamInfo, TaggedPacket};
use rtc::rtcp::payload_feedbacks::full_intra_request::FullIntraRequest;
use rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use rtc::rtcp::sender_report::SenderReport;
use rtc::rtcp::transport_feedbacks::transport_layer_nack::TransportLayerNack;
use rtc::sansio::Protocol;
use rtc::shared::error::Error;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Payload types that the peer offers for VP8, its retransmissions, Opus.
pub(crate) const VP8: u8 = 96;
pub(crate) const VP8_REPAIR: u8 = 97;
pub(crate) const OPUS: u8 = 111;

/// What passed so far in one direction.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Passed {
    /// PLI and FIR.
    pub(crate) keyframe_requests: usize,
    /// Sequence numbers asked for again.
    pub(crate) nacks: usize,
    pub(crate) sender_reports: usize,
    /// RTP of VP8, the lost ones among them.
    pub(crate) pictures: usize,
    /// RTP by which VP8 was sent again, without padding.
    pub(crate) repairs: usize,
    /// RTP of VP8 that was lost.
    pub(crate) lost: usize,
    /// Every so manieth RTP of VP8 is lost; none at 0.
    loss: usize,
}

#[derive(Default, Debug)]
struct State {
    received: Passed,
    sent: Passed,
}

/// The place to look at the wire from outside.
#[derive(Clone, Default, Debug)]
pub(crate) struct Wire(Arc<Mutex<State>>);

impl Wire {
    /// What came to the peer so far.
    pub(crate) fn received(&self) -> Passed {
        self.state().received
    }

    /// What the peer sent so far.
    pub(crate) fn sent(&self) -> Passed {
        self.state().sent
    }

    /// From now on every so manieth packet of pictures is lost on its way to the peer.
    pub(crate) fn lose_received(&self, loss: usize) {
        self.state().received.loss = loss;
    }

    /// From now on every so manieth packet of pictures is lost on its way from the peer.
    pub(crate) fn lose_sent(&self, loss: usize) {
        self.state().sent.loss = loss;
    }

    /// The interceptor that watches; belongs next to the wire.
    pub(crate) fn watcher(&self) -> Watcher {
        Watcher {
            wire: self.clone(),
            received: VecDeque::new(),
            sent: VecDeque::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) struct Watcher {
    wire: Wire,
    received: VecDeque<TaggedPacket>,
    sent: VecDeque<TaggedPacket>,
}

impl Passed {
    /// Counts a packet; whether it goes on.
    fn count(&mut self, packet: &Packet) -> bool {
        match packet {
            Packet::Rtp(rtp) if rtp.header.payload_type == VP8 => {
                self.pictures += 1;
                let is_lost = self.loss > 0 && self.pictures.is_multiple_of(self.loss);
                self.lost += usize::from(is_lost);
                return !is_lost;
            }
            // Probes for bandwidth are padding on the stream of repairs (RFC 3550, 5.1).
            Packet::Rtp(rtp) if rtp.header.payload_type == VP8_REPAIR && !rtp.header.padding => {
                self.repairs += 1
            }
            Packet::Rtcp(packets) => packets.iter().for_each(|control| self.count_control(&**control)),
            _ => {}
        }
        true
    }

    fn count_control(&mut self, control: &dyn rtc::rtcp::Packet) {
        let control = control.as_any();
        if control.is::<PictureLossIndication>() || control.is::<FullIntraRequest>() {
            self.keyframe_requests += 1;
        } else if control.is::<SenderReport>() {
            self.sender_reports += 1;
        } else if let Some(nack) = control.downcast_ref::<TransportLayerNack>() {
            self.nacks += nack
                .nacks
                .iter()
                .map(|pair| pair.packet_list().len())
                .sum::<usize>();
        }
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Watcher {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, packet: TaggedPacket) -> Result<(), Error> {
        if self.wire.state().received.count(&packet.message.packet) {
            self.received.push_back(packet);
        }
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        self.received.pop_front()
    }

    fn handle_write(&mut self, packet: TaggedPacket) -> Result<(), Error> {
        if self.wire.state().sent.count(&packet.message.packet) {
            self.sent.push_back(packet);
        }
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.sent.pop_front()
    }
}

impl Interceptor for Watcher {
    fn bind_local_stream(&mut self, _: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _: &StreamInfo) {}
}
