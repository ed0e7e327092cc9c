//! The way from the API to the media node inside one process.

use model::ParticipantId;
use protocol::{IceServer, Refusal, Reply, Request};
use sfu_server::MediaNode;
use signaling_api::{BoxFuture, SfuLink};
use std::sync::Arc;
use std::time::SystemTime;

/// A media node as the API asks it.
pub(crate) struct InProcess(pub(crate) Arc<MediaNode>);

impl SfuLink for InProcess {
    fn ask(&self, request: Request) -> BoxFuture<'_, Result<Reply, Refusal>> {
        Box::pin(self.0.ask(request))
    }

    fn ice_servers(&self, participant: ParticipantId) -> Vec<IceServer> {
        self.0.ice_servers(participant, SystemTime::now())
    }

    fn is_well(&self) -> bool {
        self.0.is_well()
    }
}
