//! What is remembered of a consultation: who was there, how well it went, what came of it.

mod interval;
mod ledger;
mod means;
mod outcome;
mod quality;
mod verdict;

pub(crate) use interval::{Interval, Stay, stays};
pub(crate) use ledger::{Batch, Kept, Ledger};
pub(crate) use means::Means;
pub(crate) use outcome::{Attendance, Conclusion, Outcome, conclude};
pub(crate) use quality::Minute;
pub(crate) use verdict::{Rating, SHORTEST, Seconds, overall};
