//! The HTTP server behind the front door, HTTP/1.1 and HTTP/2.

use crate::stopping;
use axum::Router;
use front_door::Visitor;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::sync::watch;
use tokio::time::timeout;
use tower::Service;

/// How long the head of a request may take, counted from the end of the one before (HTTP/1.1).
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a silent connection of HTTP/2 is asked whether it is there.
const PING: Duration = Duration::from_secs(20);
/// Requests that one connection of HTTP/2 may have open.
const STREAMS: u32 = 64;
/// How long open requests may take after the wish to stop; a client that polls would keep one open for 25 s.
const GRACE: Duration = Duration::from_secs(3);

/// Serves who comes until the wish to stop; then open requests get [`GRACE`].
pub(crate) async fn serve(mut visitors: Receiver<Visitor>, router: Router, stop: watch::Receiver<bool>) {
    let builder = builder();
    let mut rooms = router.into_make_service_with_connect_info::<SocketAddr>();
    let open = GracefulShutdown::new();
    let mut stop = pin!(stopping::told(stop));
    loop {
        let visitor = tokio::select! {
            visitor = visitors.recv() => visitor,
            () = &mut stop => None,
        };
        let Some((stream, from)) = visitor else { break };
        let Ok(service) = rooms.call(from).await;
        let service = TowerToHyperService::new(service);
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
        let served = open.watch(connection.into_owned());
        // Its errors are those of a client that went away.
        tokio::spawn(async { drop(served.await) });
    }
    if timeout(GRACE, open.shutdown()).await.is_err() {
        tracing::debug!("requests were still open");
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .keep_alive_timeout(PATIENCE)
        .max_concurrent_streams(STREAMS);
    builder
}
