//! For tests alone: a bad network between two TUN devices, for programs that know nothing of it.
//!
//! `impairment SERVER_DEVICE CLIENT_DEVICE CONTROL_SOCKET SEED` makes both devices in its own network namespace; whoever
//! started it moves each into the namespace of one side. It ends when its standard input does.

mod bridge;
mod command;
mod path;
mod tun;

use path::Path;
use std::io::{self, ErrorKind};
use std::os::unix::net::UnixListener;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [server, client, control, seed] = arguments.as_slice() else {
        return Err(wrong(
            "usage: impairment SERVER_DEVICE CLIENT_DEVICE CONTROL_SOCKET SEED",
        ));
    };
    let seed = seed.parse().map_err(|_| wrong("the seed is a number"))?;
    let devices = [tun::open(server)?, tun::open(client)?];
    // Bound last: whoever waits for the socket finds the devices there.
    let control = UnixListener::bind(control)?;
    bridge::run(devices, control, Path::new(seed))
}

fn wrong(message: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, message)
}
