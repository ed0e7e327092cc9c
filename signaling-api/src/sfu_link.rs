//! The way from the API to a media node.

use model::ParticipantId;
use protocol::{IceServer, Refusal, Reply, Request};
use std::future::Future;
use std::pin::Pin;

/// A future on the heap, so that [`SfuLink`] can be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A media node as the API sees it; what the node tells unasked comes by the channel given to [`crate::Api::start`].
pub trait SfuLink: Send + Sync + 'static {
    /// Asks the node and waits for its answer.
    fn ask(&self, request: Request) -> BoxFuture<'_, Result<Reply, Refusal>>;

    /// The relays through which a participant may reach the node, with credentials for as long as a participant token lasts.
    fn ice_servers(&self, participant: ParticipantId) -> Vec<IceServer>;

    /// Whether the node would take a call now.
    fn is_well(&self) -> bool;
}
