//! The one event of a chat's members.

use super::calls::signed_in;
use super::client::{Client, on};
use crate::error::Failure;
use crate::peer_signal::{self, PeerSignal};
use socketioxide::extract::SocketRef;
use std::sync::Arc;

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    on(socket, client, "peer-signal", signalled);
}

async fn signalled(client: Arc<Client>, socket: SocketRef, data: PeerSignal) -> Result<(), Failure> {
    // In turn: an offer that follows another must not overtake it.
    let _turn = client.places.lock().await;
    peer_signal::receive(&client.app, signed_in(&client)?, socket.id, data).await
}
