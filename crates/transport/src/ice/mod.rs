//! Interactive connectivity establishment: the server's lite side, the client's side for tests (RFC 8445).

mod binding;
mod controlling;
mod credentials;
mod lite;
mod peek;
mod tuples;

pub use controlling::ControllingAgent;
pub use credentials::{Credentials, MOST_SHARDS, shard_of};
pub use lite::{CONSENT, Consent, Ignored, LiteAgent, Outcome};
pub use peek::{Attributes, addressed_ufrag};
pub use tuples::MAX_TUPLES;
