//! The clinic's side of a call: accounts, consultations, tokens, signalling.

mod accounts;
mod admission;
mod api;
mod app;
mod caller;
mod clock;
mod code;
mod config;
mod error;
mod headers;
mod ice_fragment;
mod limiter;
mod live;
mod media;
mod metrics;
mod password;
mod policy;
mod role;
mod router;
mod routes;
mod scope;
mod sfu_link;
mod sign_in;
mod signing_key;
mod socket;
mod start;
mod store;
mod token;
mod visits;

pub use accounts::{DEMO_ACCOUNTS, DEMO_PASSWORD, create_user};
pub use api::Api;
pub use config::{ApiConfig, DEMO_API_KEY};
pub use role::{NoSuchRole, UserRole};
pub use router::openapi;
pub use sfu_link::{BoxFuture, SfuLink};
pub use start::StartError;
