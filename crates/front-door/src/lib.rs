//! The one TCP port: who comes is told apart by the first byte, then shown to the right room.

mod door;
mod opening;
mod places;

pub use door::{FrontDoor, Guest};
pub use opening::Opening;
pub use places::{Place, Places};
