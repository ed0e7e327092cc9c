//! Messages between doctors and patients, in a call and outside one.

#[path = "../support/mod.rs"]
mod support;

mod conversations;
mod in_a_call;
mod once_each;
mod pair;
