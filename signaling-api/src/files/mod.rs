//! Files that people send: kept under names of chance, believed in nothing that they say of themselves.

mod incoming;
mod kind;
mod name;
mod scan;
mod shelf;

pub(crate) use incoming::Incoming;
pub(crate) use name::{disposition, shown};
pub(crate) use shelf::{Shelf, sweep};
