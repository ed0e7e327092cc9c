//! The server that bears the load.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::net::TcpStream;

/// How long it may take to start, in tenths of a second.
const PATIENCE: u32 = 200;

/// A demo server of its own, ended with this value.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    process: Child,
}

impl Server {
    /// Starts the executable on a free port of the loopback interface.
    ///
    /// # Errors
    /// It is not there, or does not listen in time.
    pub(super) async fn start(executable: &Path) -> Result<Self, Box<dyn Error>> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let process = Command::new(executable)
            .args(["serve", "--demo"])
            .env("VESTIBULE_LISTEN", address.to_string())
            .env("VESTIBULE_LOG", "error")
            .stdout(Stdio::null())
            .spawn()?;
        let server = Self { address, process };
        for _ in 0..PATIENCE {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err("the server does not listen".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
