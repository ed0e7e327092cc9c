//! The clinic for looking around.

use crate::failure::Failure;
use signaling_api::{DEMO_ACCOUNTS, DEMO_API_KEY, DEMO_PASSWORD};
use std::net::SocketAddr;

/// What the demo's patients know the clinic by.
pub(crate) const CLINIC_NAME: &str = "Maison de santé des Tilleuls";
/// Of the numbers that France keeps for fiction.
pub(crate) const CLINIC_PHONE: &str = "02 61 91 04 40";

/// Refuses an address that others can reach, unless told twice.
///
/// # Errors
/// `listen` is not loopback and `told_twice` is false.
pub(crate) fn guard(listen: SocketAddr, told_twice: bool) -> Result<(), Failure> {
    if listen.ip().is_loopback() || told_twice {
        Ok(())
    } else {
        Err(Failure::DemoBeyondLoopback(listen))
    }
}

/// What the person who starts the demo reads on the screen.
pub(crate) fn welcome(url: &str, data: &str) -> String {
    let accounts: String = DEMO_ACCOUNTS
        .iter()
        .map(|(email, role, _)| format!("    {:<8} {email:<18} {DEMO_PASSWORD}\n", role.as_str()))
        .collect();
    format!(
        "\n  Vestibule, demo clinic\n\n  Open {url}\n\n{accounts}\n  \
         As a patient without an account: open the same page in another window, enter the code.\n  \
         API key for servers: {DEMO_API_KEY}\n  Data: {data}\n  Stop with Ctrl-C. Never use the demo for patients.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_passwords_stay_on_this_machine_unless_told_twice() {
        for reachable in ["0.0.0.0:8080", "192.0.2.1:8080", "[::]:8080"] {
            let address = reachable.parse().expect("an address");
            assert!(guard(address, false).is_err(), "{reachable}");
            assert!(guard(address, true).is_ok(), "{reachable}");
        }
        for own in ["127.0.0.1:8080", "[::1]:8080"] {
            assert!(guard(own.parse().expect("an address"), false).is_ok(), "{own}");
        }
    }

    #[test]
    fn the_screen_says_where_and_with_what() {
        let text = welcome("http://localhost:8080", "/tmp/x");
        for part in [
            "http://localhost:8080",
            "doctor@demo.test",
            "vestibule-demo\n",
            "vestibule-demo-key",
            "/tmp/x",
        ] {
            assert!(text.contains(part), "{part}");
        }
    }
}
