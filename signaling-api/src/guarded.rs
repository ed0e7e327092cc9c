//! Requests of this server to where others than its operator said: no redirect is followed, of an answer only its status is read.

use crate::destination::Destinations;
use axum::body::Body;
use axum::http::{Request, StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::rt::TokioExecutor;
use std::error::Error;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower::Service;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Unsent {
    /// Requests must not go there.
    #[error("not allowed")]
    Forbidden,
    /// Nobody answered in time.
    #[error("no answer")]
    Unreachable,
}

/// A client that looks at the addresses that it connects to; copies share connections.
#[derive(Clone)]
pub(crate) struct Guarded {
    plain: Client<HttpConnector<Lookup>, Body>,
    secure: Client<HttpsConnector<HttpConnector<Lookup>>, Body>,
    destinations: Destinations,
}

impl Guarded {
    /// A client that opens nothing before it is asked to.
    ///
    /// # Errors
    /// [`Unsent::Unreachable`] where the cryptography library knows no TLS version.
    pub(crate) fn new(destinations: Destinations) -> Result<Self, Unsent> {
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let connector = |plain| {
            let mut connector = HttpConnector::new_with_resolver(Lookup::new(&destinations, plain));
            connector.enforce_http(plain);
            connector
        };
        let secure = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(provider)
            .map_err(|_| Unsent::Unreachable)?
            .https_only()
            .enable_http1()
            .wrap_connector(connector(false));
        Ok(Self {
            plain: Client::builder(TokioExecutor::new()).build(connector(true)),
            secure: Client::builder(TokioExecutor::new()).build(secure),
            destinations,
        })
    }

    /// Reads a URL that requests may go to.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn check(&self, url: &str) -> Result<Uri, crate::destination::Refused> {
        self.destinations.check(url)
    }

    /// The status of an answer.
    ///
    /// # Errors
    /// [`Unsent`].
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<StatusCode, Unsent> {
        // An address in the place of a name is never looked up, and settings may have changed since the URL was kept.
        let url = request.uri().to_string();
        self.check(&url).map_err(|_| Unsent::Forbidden)?;
        let is_plain = request.uri().scheme_str() == Some("http");
        let client = async {
            if is_plain {
                self.plain.request(request).await
            } else {
                self.secure.request(request).await
            }
        };
        match tokio::time::timeout(PATIENCE, client).await {
            Ok(Ok(answer)) => Ok(answer.status()),
            Ok(Err(error)) if is_forbidden(&error) => Err(Unsent::Forbidden),
            Ok(Err(_)) | Err(_) => Err(Unsent::Unreachable),
        }
    }
}

/// Whether it was [`Lookup`] that let no address through.
fn is_forbidden(error: &(dyn Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error| (*error).source());
    causes.any(|cause| cause.is::<NoAddress>())
}

/// No address of a name may be connected to.
#[derive(Debug, thiserror::Error)]
#[error("no address of the name may be connected to")]
struct NoAddress;

/// Finds the addresses of a name that may be connected to.
#[derive(Clone)]
struct Lookup {
    resolver: GaiResolver,
    destinations: Destinations,
    plain: bool,
}

impl Lookup {
    fn new(destinations: &Destinations, plain: bool) -> Self {
        Self {
            resolver: GaiResolver::new(),
            destinations: destinations.clone(),
            plain,
        }
    }
}

impl Service<Name> for Lookup {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.resolver.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let (found, destinations, plain) = (self.resolver.call(name), self.destinations.clone(), self.plain);
        Box::pin(async move {
            let allowed = |address: &SocketAddr| destinations.allow(address.ip(), plain);
            let addresses: Vec<SocketAddr> = found.await?.filter(allowed).collect();
            if addresses.is_empty() {
                return Err(NoAddress.into());
            }
            Ok(addresses.into_iter())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(url: &str) -> Request<Body> {
        Request::post(url).body(Body::empty()).expect("a request")
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_as_good_as_its_address() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let app =
            axum::Router::new().fallback(async || axum::response::Redirect::temporary("http://192.0.2.1/"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        let open = Guarded::new(Destinations::new(&[], true)).expect("a client");
        let closed = Guarded::new(Destinations::default()).expect("a client");
        let listed = Destinations::new(&["192.0.2.0/24".parse().expect("a network")], false);
        let elsewhere = Guarded::new(listed).expect("a client");
        for host in ["localhost", "127.0.0.1"] {
            let url = format!("http://{host}:{port}/");
            let moved = open.send(request(&url)).await;
            assert_eq!(moved, Ok(StatusCode::TEMPORARY_REDIRECT), "it is not followed");
            assert_eq!(closed.send(request(&url)).await, Err(Unsent::Forbidden), "{host}");
            assert_eq!(
                elsewhere.send(request(&url)).await,
                Err(Unsent::Forbidden),
                "{host}"
            );
            let secure = format!("https://{host}:{port}/");
            assert_eq!(
                closed.send(request(&secure)).await,
                Err(Unsent::Forbidden),
                "{host}"
            );
            assert_eq!(
                open.send(request(&secure)).await,
                Err(Unsent::Unreachable),
                "{host}"
            );
        }
    }
}
