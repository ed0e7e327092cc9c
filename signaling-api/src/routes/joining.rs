//! How far somebody came in joining, as answers show it.

use crate::diagnosis::{Advice, Diagnosis, Stage, path_names};
use serde::Serialize;

/// How far somebody came in joining.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Joining {
    /// The furthest stage.
    stage: Stage,
    /// The way that was chosen last; `null` while there is none.
    path: Option<Way>,
    /// What there is to say; `null` where all is well.
    advice: Option<Advice>,
}

/// A way between a participant and the server.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Way {
    /// `udp`, `tcp`, `turn_udp`, `turn_tcp` or `turn_tls`.
    transport: &'static str,
    /// `ipv4` or `ipv6`; of a relayed way, that of the relayed address.
    family: &'static str,
}

impl From<Diagnosis> for Joining {
    fn from(diagnosis: Diagnosis) -> Self {
        let way = |(transport, family)| Way { transport, family };
        Self {
            stage: diagnosis.stage,
            path: diagnosis.path.map(path_names).map(way),
            advice: diagnosis.advice,
        }
    }
}
