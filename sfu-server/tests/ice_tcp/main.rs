//! The media node reached by TCP (RFC 6544) with clients of our own, and with some that mean harm.

mod call;
mod caller;
mod hostile;
mod house;
