//! The wish to stop, told by a signal.

use crate::failure::Failure;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Starts to listen for SIGINT and SIGTERM. The receiver turns true at the first; the second ends the process at once.
///
/// # Errors
/// The system gives no signals.
pub(crate) fn on_signal() -> Result<watch::Receiver<bool>, Failure> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (told, stopping) = watch::channel(false);
    tokio::spawn(async move {
        either(&mut interrupt, &mut terminate).await;
        // Nobody listens any more when the server has ended by itself.
        let _ = told.send(true);
        either(&mut interrupt, &mut terminate).await;
        std::process::exit(1);
    });
    Ok(stopping)
}

async fn either(interrupt: &mut Signal, terminate: &mut Signal) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

/// Ends when the wish to stop is there.
pub(crate) async fn told(mut stopping: watch::Receiver<bool>) {
    // An error means that the listener for signals is gone, with the process.
    let _ = stopping.wait_for(|wish| *wish).await;
}
