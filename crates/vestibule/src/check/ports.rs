//! Who has the ports: nobody, this server, another program.

use super::finding::Finding;
use super::site::{Site, get};
use super::stun;
use crate::failure::{Failure, listen_remedy};
use crate::installation::Installation;
use crate::listeners;
use axum::http::header;
use sfu_server::socket::MediaSocket;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const TCP: &str = "port, TCP";
const UDP: &str = "port, UDP";
const REDIRECT: &str = "port, redirect";
const TAKEN: &str = "stop the program that has it (ss -lntup tells which), or choose another port in listen";

/// How the TCP port was found.
pub(crate) enum Standing {
    /// Nobody has it.
    Free,
    /// A server of ours answers.
    Running(Site),
    /// The server could not have it.
    Blocked,
}

/// Whether a port can be bound here.
type Bound = Result<(), io::Error>;

/// Looks at the ports of the settings.
///
/// # Errors
/// TLS cannot be spoken.
pub(crate) async fn look(installation: &Installation) -> io::Result<(Vec<Finding>, Standing)> {
    let listen = installation.listen;
    let bound = listeners::bind(listen).await.map(drop).map_err(cause);
    let site = local_site(installation, listen)?;
    let health = match bound {
        Ok(()) => None,
        Err(_) => Some(health(&site).await),
    };
    let (tcp, standing) = judge_tcp(listen, &bound, health, site);
    let udp = look_at_udp(installation, &standing).await;
    let mut findings = vec![tcp, udp];
    if let Some(address) = installation.settings.redirect_listen {
        findings.push(look_at_redirect(installation, address).await?);
    }
    Ok((findings, standing))
}

fn cause(failure: Failure) -> io::Error {
    match failure {
        Failure::Listen { cause, .. } => cause,
        other => io::Error::other(other.to_string()),
    }
}

/// The server of the settings, reached inside this machine.
///
/// # Errors
/// TLS cannot be spoken.
pub(crate) fn local_site(installation: &Installation, listen: SocketAddr) -> io::Result<Site> {
    let at = SocketAddr::new(reachable(listen.ip()), listen.port());
    let host = installation.settings.host();
    let host = host.unwrap_or_else(|| at.ip().to_string());
    let is_secure = installation.settings.tls.is_some();
    Site::new(host, listen.port(), is_secure, Some(at), None)
}

/// The address by which this machine reaches what listens on `ip`.
pub(crate) fn reachable(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    }
}

/// Whether `/health` is answered as this server does: nothing where it is not; else what it complains of.
pub(crate) async fn health(site: &Site) -> Option<Vec<String>> {
    let answer = site.ask(get("/health").ok()?).await.ok()?;
    complaints(&answer.body)
}

fn complaints(body: &str) -> Option<Vec<String>> {
    let document: serde_json::Value = serde_json::from_str(body).ok()?;
    match document["status"].as_str()? {
        "ok" => Some(Vec::new()),
        "unavailable" => {
            let reasons = document["reasons"].as_array()?.iter();
            Some(
                reasons
                    .filter_map(|one| one.as_str().map(str::to_owned))
                    .collect(),
            )
        }
        _ => None,
    }
}

fn judge_tcp(
    listen: SocketAddr,
    bound: &Bound,
    health: Option<Option<Vec<String>>>,
    site: Site,
) -> (Finding, Standing) {
    match (bound, health.flatten()) {
        (_, Some(complaints)) if complaints.is_empty() => {
            let finding = Finding::pass(TCP, format!("{listen}: the server runs, /health says ok"));
            (finding, Standing::Running(site))
        }
        (_, Some(complaints)) => {
            let says = format!("{listen}: the server runs, but {}", complaints.join(", "));
            let finding = Finding::fail(TCP, says, "read its log; start it anew");
            (finding, Standing::Running(site))
        }
        (Ok(()), None) => {
            let finding = Finding::pass(TCP, format!("{listen} is free; the server does not run"));
            (finding, Standing::Free)
        }
        (Err(error), None) if error.kind() == io::ErrorKind::AddrInUse => {
            let says = format!("{listen} is taken, and not by this server as the settings have it");
            (Finding::fail(TCP, says, TAKEN), Standing::Blocked)
        }
        (Err(error), None) => {
            let says = format!("{listen} cannot be had: {error}");
            (Finding::fail(TCP, says, listen_remedy(error)), Standing::Blocked)
        }
    }
}

async fn look_at_udp(installation: &Installation, standing: &Standing) -> Finding {
    let media = installation.media_listen(installation.listen.port());
    let bound = MediaSocket::bind(media).map(drop);
    // Media on [::] take IPv4 as well, which a machine without IPv6 has alone.
    let at = if media.ip().is_unspecified() {
        Ipv4Addr::LOCALHOST.into()
    } else {
        media.ip()
    };
    let relays = installation.settings.turn.unwrap_or(true);
    let round = match standing {
        Standing::Running(_) if relays => Some(stun::by_udp(SocketAddr::new(at, media.port())).await.is_ok()),
        _ => None,
    };
    judge_udp(media, &bound, matches!(standing, Standing::Running(_)), round)
}

/// `round` is whether a round trip was made, nothing where none can be.
fn judge_udp(media: SocketAddr, bound: &Bound, runs: bool, round: Option<bool>) -> Finding {
    match (bound, runs, round) {
        (_, true, Some(true)) => Finding::pass(UDP, format!("{media} answers (STUN round trip)")),
        (Ok(()), true, _) => Finding::fail(
            UDP,
            format!("{media}: the server runs, but nobody has its UDP port"),
            "read the server's log; start it anew",
        ),
        (_, true, Some(false)) => Finding::fail(
            UDP,
            format!("{media} does not answer"),
            "let the host's firewall pass UDP on this port; read the server's log",
        ),
        (Err(_), true, None) => Finding::pass(UDP, format!("{media} is taken; the call tells by whom")),
        (Ok(()), false, _) => Finding::pass(UDP, format!("{media} is free")),
        (Err(error), false, _) if error.kind() == io::ErrorKind::AddrInUse => {
            Finding::fail(UDP, format!("{media} is taken"), TAKEN)
        }
        (Err(error), false, _) => Finding::fail(
            UDP,
            format!("{media} cannot be had: {error}"),
            listen_remedy(error),
        ),
    }
}

async fn look_at_redirect(installation: &Installation, address: SocketAddr) -> io::Result<Finding> {
    let bound = listeners::bind(address).await.map(drop).map_err(cause);
    let at = SocketAddr::new(reachable(address.ip()), address.port());
    let site = Site::new(at.ip().to_string(), at.port(), false, Some(at), None)?;
    let target = match get("/") {
        Ok(request) if bound.is_err() => site.ask(request).await.ok(),
        _ => None,
    };
    let target = target.and_then(|answer| answer.header(header::LOCATION).map(str::to_owned));
    let expected = installation.public_url(installation.listen.port());
    Ok(judge_redirect(address, &bound, target.as_deref(), &expected))
}

fn judge_redirect(address: SocketAddr, bound: &Bound, target: Option<&str>, expected: &str) -> Finding {
    match (bound, target) {
        (_, Some(target)) if target.starts_with(expected) => {
            Finding::pass(REDIRECT, format!("{address} sends browsers to {expected}"))
        }
        (Ok(()), _) => Finding::pass(REDIRECT, format!("{address} is free")),
        (Err(error), None) if error.kind() != io::ErrorKind::AddrInUse => Finding::fail(
            REDIRECT,
            format!("{address} cannot be had: {error}"),
            listen_remedy(error),
        ),
        _ => Finding::fail(REDIRECT, format!("{address} is taken by another program"), TAKEN),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    fn bound(kind: Option<io::ErrorKind>) -> Bound {
        kind.map_or(Ok(()), |kind| Err(kind.into()))
    }

    const TAKEN: Option<io::ErrorKind> = Some(io::ErrorKind::AddrInUse);
    const DENIED: Option<io::ErrorKind> = Some(io::ErrorKind::PermissionDenied);

    #[test]
    fn tcp_is_free_ours_or_anothers() {
        let listen: SocketAddr = "127.0.0.1:443".parse().expect("an address");
        let ill = || Some(Some(vec!["the database does not answer".to_owned()]));
        for (kind, health, verdict, word) in [
            (None, None, Verdict::Pass, "free"),
            (TAKEN, Some(Some(Vec::new())), Verdict::Pass, "runs"),
            // Who may not bind the port may still ask who has it.
            (DENIED, Some(Some(Vec::new())), Verdict::Pass, "runs"),
            (TAKEN, ill(), Verdict::Fail, "database"),
            (TAKEN, Some(None), Verdict::Fail, "not by this server"),
            (DENIED, Some(None), Verdict::Fail, "cannot be had"),
        ] {
            let site = Site::new("x".into(), 443, false, Some(listen), None).expect("a site");
            let (found, _) = judge_tcp(listen, &bound(kind), health, site);
            assert_eq!(found.verdict, verdict, "{found:?}");
            assert!(found.says.contains(word), "{found:?}");
        }
    }

    #[test]
    fn udp_is_judged_by_a_round_trip_where_there_is_one() {
        let media = "[::]:443".parse().expect("an address");
        for (kind, runs, round, verdict) in [
            (None, false, None, Verdict::Pass),
            (TAKEN, false, None, Verdict::Fail),
            (DENIED, false, None, Verdict::Fail),
            (TAKEN, true, Some(true), Verdict::Pass),
            (DENIED, true, Some(true), Verdict::Pass),
            (TAKEN, true, Some(false), Verdict::Fail),
            (None, true, Some(false), Verdict::Fail),
            (None, true, None, Verdict::Fail),
            (TAKEN, true, None, Verdict::Pass),
        ] {
            let found = judge_udp(media, &bound(kind), runs, round);
            assert_eq!(found.verdict, verdict, "{kind:?} {runs} {round:?}");
        }
    }

    #[test]
    fn a_redirect_leads_to_the_public_address() {
        let address = "0.0.0.0:80".parse().expect("an address");
        for (kind, target, verdict) in [
            (None, None, Verdict::Pass),
            (TAKEN, Some("https://clinic.example/"), Verdict::Pass),
            (TAKEN, Some("https://other.example/"), Verdict::Fail),
            (TAKEN, None, Verdict::Fail),
            (DENIED, None, Verdict::Fail),
        ] {
            let found = judge_redirect(address, &bound(kind), target, "https://clinic.example");
            assert_eq!(found.verdict, verdict, "{found:?}");
        }
    }

    #[test]
    fn health_is_known_by_its_words() {
        assert_eq!(complaints(r#"{"status":"ok"}"#), Some(Vec::new()));
        let ill = complaints(r#"{"status":"unavailable","reasons":["a"]}"#);
        assert_eq!(ill, Some(vec!["a".to_owned()]));
        for other in [r#"{"status":"UP"}"#, "ok", "", "[]", "{}"] {
            assert_eq!(complaints(other), None, "{other}");
        }
    }
}
