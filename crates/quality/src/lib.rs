//! How good a call is, told from what its streams lose, delay, carry.

mod audio;
mod figures;
mod mos;
mod video;
mod window;

pub use audio::{Protection, Speech};
pub use figures::Figures;
pub use mos::Mos;
pub use video::Picture;
pub use window::{Counts, Sample, Window};
