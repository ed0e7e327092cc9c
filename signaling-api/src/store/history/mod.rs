//! Who was there, how well it went, what came of consultations.

mod finding;
mod keeping;
mod visits;

pub(crate) use finding::{Figures, Past, Period, Whose};
pub(super) use keeping::reopen;
pub(crate) use visits::{Reading, Visit};
