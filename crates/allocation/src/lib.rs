//! Shares what a receiver's way carries among the pictures that it could get.
//!
//! A value computed from values: estimate, wishes, layers in; a layer for every picture out. Sound never appears here, its
//! share is taken off the budget before. The rules:
//!
//! 1. In order of [`Priority`] every visible picture first gets its lowest layer, a screen its first readable one. A picture
//!    that does not fit is passed over, so that a cheaper one behind it is seen nevertheless.
//! 2. What is left raises pictures, one priority after the other, equals by turns, each up to the size that it is shown in.
//! 3. A camera takes all frame rates of a size before the next size, which it enters at half its rate or more. A screen
//!    takes size before rate.
//! 4. Going down is immediate. Going up waits until the budget has covered the raise with headroom for some seconds, longer
//!    after raises that were taken back. A raise by less than a quarter also waits for a minute without changes. A paused
//!    picture comes back sooner, with its lowest layer. A new picture, a larger wish and a higher priority are served at
//!    once; after a shortfall a picture that is new or has a layer that flows for the first time still needs headroom alone
//!    for its first seconds.
//! 5. In the minute after a lowering there is at most one raise that less than doubles the sum, none at all when the lowering
//!    took one back. The exceptions are what is served at once and paused pictures that come back. All that is forgotten on
//!    a way twice as wide as where raises were taken back.
//! 6. The sum stays within the budget with two exceptions: a layer in use may grow by 15 % before it is believed, and the only
//!    picture of a receiver is kept at up to 1.5 times the budget when it has a single layer ([`Outcome::over_budget`]).

mod allocator;
mod belief;
mod demand;
mod ladder;
mod outcome;
mod patience;
mod picture;
mod share;

pub use allocator::Allocator;
pub use demand::{Demand, Layers, Offer, Priority};
pub use outcome::{Decision, Limit, Outcome};
