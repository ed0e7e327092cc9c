//! Socket.IO: who connects, what they may say, what becomes of it.

mod calls;
mod captions;
mod client;
mod connect;
mod hands;
mod interest;
mod media;
mod messages;
mod origin;
mod peer_signal;
mod presence;
mod progress;

pub(crate) use origin::check_origin;

use crate::app::App;
use socketioxide::handler::ConnectHandler;
use socketioxide::layer::SocketIoLayer;
use socketioxide::{ParserConfig, SocketIo};
use std::sync::Arc;

/// Longest message, in bytes.
pub(crate) const LONGEST_MESSAGE: usize = 64 * 1024;
/// What Socket.IO writes around a message: packet type, event name, JSON escapes of line ends in an SDP.
const ENVELOPE: usize = 8 * 1024;
/// Events that wait for a slow reader; the next one is dropped, and a reader that answers no ping is cut.
const QUEUE: usize = 100;

/// The layer that answers at `/socket.io/`, with the handle to tell sockets something.
#[must_use]
pub(crate) fn layer(app: Arc<App>) -> (SocketIoLayer, SocketIo) {
    let (layer, io) = SocketIo::builder()
        .max_payload((LONGEST_MESSAGE + ENVELOPE) as u64)
        .ws_max_message_size(LONGEST_MESSAGE + ENVELOPE)
        .ws_max_frame_size(LONGEST_MESSAGE + ENVELOPE)
        .max_buffer_size(QUEUE)
        // Nothing here is binary.
        .with_parser(
            ParserConfig::common()
                .max_incoming_binaries(0)
                .max_incoming_binary_buf_size(0),
        )
        .with_state(app)
        .build_layer();
    io.ns("/", connect::welcome.with(connect::authenticate));
    (layer, io)
}
