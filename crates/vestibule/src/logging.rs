//! What is written to the log.

use crate::failure::Failure;
use std::io;
use tracing_subscriber::EnvFilter;

/// What libraries would tell of people: axum names the address of each connection at this target, hyper's client where it
/// delivers notifications.
const SILENT: [&str; 2] = ["axum::serve=info", "hyper_util=info"];

/// Writes events that pass `filter` (`VESTIBULE_LOG`, for example `info` or `sfu_server=debug`) to standard error.
///
/// # Errors
/// A filter that cannot be parsed.
pub(crate) fn start(filter: &str) -> Result<(), Failure> {
    let mut filter = EnvFilter::builder()
        .parse(filter)
        .map_err(|cause| Failure::Configuration {
            place: "VESTIBULE_LOG".into(),
            problem: cause.to_string(),
        })?;
    for silent in SILENT {
        filter = filter.add_directive(silent.parse().expect("the directives above are well-formed"));
    }
    // A second start, as tests make, keeps the first subscriber.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::IsTerminal::is_terminal(&io::stderr()))
        .try_init();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_filter_is_named() {
        let failure = start("info,=,[").expect_err("not a filter").to_string();
        assert!(failure.starts_with("VESTIBULE_LOG"), "{failure}");
    }
}
