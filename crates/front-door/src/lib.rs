//! The one TCP port: who comes is told apart by the first bytes, behind TLS where there is some, then shown to the right room.

mod certificates;
mod door;
mod opening;
mod places;
mod stream;
mod tls;

pub use certificates::{AcmeAccount, CertificateError, CertificateSource, Validity};
pub use door::{FrontDoor, Guest, Halls, Visitor};
pub use opening::Opening;
pub use places::{Place, Places};
pub use stream::Stream;
pub use tls::Tls;
