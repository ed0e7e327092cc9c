//! The server as its clients meet it, on told time.

#![allow(
    clippy::unwrap_used,
    reason = "a test ends at what does not hold, in its helpers too"
)]

mod forbidden;
mod independent_client;
mod lifetimes;
mod quotas;
mod refusals;
mod relaying;
mod scene;
mod strangers;
