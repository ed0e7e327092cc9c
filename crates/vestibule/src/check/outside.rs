//! A server as browsers elsewhere see it, by its URL alone.

use super::finding::Finding;
use super::site::{Site, get};
use super::{certificate, clock, ports, stun};
use front_door::Validity;
use std::net::SocketAddr;
use std::time::SystemTime;

const HEALTH: &str = "health";

/// Looks at name, certificate, health, clock and ports; whether a secret may be sent there.
pub(crate) async fn look(site: &Site) -> (Vec<Finding>, bool) {
    let addresses = match site.addresses().await {
        Ok(addresses) => addresses,
        Err(cause) => {
            let says = format!("{} does not resolve: {cause}", site.host);
            return (
                vec![Finding::fail("name", says, "make a DNS record for it")],
                false,
            );
        }
    };
    let mut findings = vec![judge_name(&site.host, &addresses)];
    let Ok(request) = get("/health") else {
        return (findings, false);
    };
    let (asked, answer) = (SystemTime::now(), site.ask(request).await);
    let answered = SystemTime::now();
    findings.extend(judge_shown(site, &addresses));
    let trusted = is_trusted(site, &addresses);
    match answer {
        Err(problem) => {
            let remedy = "start the server; let firewall and router pass TCP on this port";
            findings.push(Finding::fail(HEALTH, problem, remedy));
            return (findings, false);
        }
        Ok(answer) => {
            findings.push(judge_health(ports::health(site).await, answer.status));
            findings.push(clock::compare(asked, answered, answer.date()));
        }
    }
    findings.extend(round_trips(site, &addresses).await);
    (findings, trusted)
}

/// Plain HTTP is for this machine's own server; there nobody listens in.
fn is_trusted(site: &Site, addresses: &[SocketAddr]) -> bool {
    match site.shown() {
        Some(shown) => shown.distrust.is_none(),
        None => !site.is_secure && is_own(addresses),
    }
}

fn is_own(addresses: &[SocketAddr]) -> bool {
    addresses.iter().all(|address| address.ip().is_loopback())
}

fn judge_name(host: &str, addresses: &[SocketAddr]) -> Finding {
    let mut shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    shown.dedup();
    Finding::pass("name", format!("{host} is {}", shown.join(", ")))
}

fn judge_shown(site: &Site, addresses: &[SocketAddr]) -> Option<Finding> {
    const NAME: &str = "certificate";
    if !site.is_secure {
        let remedy = "set tls and open https://, or a TLS proxy in front";
        let says = "plain HTTP: browsers give camera and microphone to https:// pages alone";
        return (!is_own(addresses)).then(|| Finding::warn(NAME, says, remedy));
    }
    // Where TCP fails there is none; the next line tells.
    let shown = site.shown()?;
    let validity = match Validity::of(&shown.certificate) {
        Ok(validity) => validity,
        Err(problem) => return Some(Finding::fail(NAME, problem, "get a new one")),
    };
    let judged = certificate::judge(&validity, Some(&site.host), SystemTime::now());
    Some(match (shown.distrust, &judged.remedy) {
        (Some(distrust), None) => {
            let remedy =
                "tls = \"acme\", or a certificate with its issuers from an authority that browsers know";
            Finding::fail(NAME, format!("browsers do not trust it: {distrust}"), remedy)
        }
        _ => judged,
    })
}

fn judge_health(complaints: Option<Vec<String>>, status: u16) -> Finding {
    match complaints {
        Some(complaints) if complaints.is_empty() => Finding::pass(HEALTH, "ok"),
        Some(complaints) => Finding::fail(HEALTH, complaints.join(", "), "read the server's log"),
        None => Finding::fail(
            HEALTH,
            format!("status {status}, and not as this server answers"),
            "let the name or the proxy lead to this server",
        ),
    }
}

/// Round trips to the relay at the URL's port. Who has switched it off is not to blame, so silence is a warning here:
/// the call gives the verdict.
async fn round_trips(site: &Site, addresses: &[SocketAddr]) -> Vec<Finding> {
    let mut udp = Err(std::io::ErrorKind::AddrNotAvailable.into());
    // This machine may lack the family of the first.
    for address in addresses {
        udp = stun::by_udp(*address).await;
        if udp.is_ok() {
            break;
        }
    }
    let tcp = match site.tcp(&site.host, site.port).await {
        Ok(mut stream) => stun::by_stream(&mut stream).await,
        Err(error) => Err(error),
    };
    let judge = |name, round: std::io::Result<std::time::Duration>, kind: &str| match round {
        Ok(took) => Finding::pass(name, format!("STUN round trip in {} ms", took.as_millis())),
        Err(cause) => Finding::warn(
            name,
            format!("no STUN round trip at port {} ({cause})", site.port),
            format!(
                "let firewall and router pass {kind}; normal where turn = false or a proxy has this port"
            ),
        ),
    };
    vec![
        judge("port, UDP", udp, "UDP"),
        judge("port, TCP", tcp, "TCP as it is"),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    #[test]
    fn health_of_another_program_is_none() {
        assert_eq!(judge_health(Some(Vec::new()), 200).verdict, Verdict::Pass);
        assert_eq!(judge_health(Some(vec!["x".into()]), 503).verdict, Verdict::Fail);
        assert_eq!(judge_health(None, 200).verdict, Verdict::Fail);
    }

    #[test]
    fn a_secret_goes_by_plain_http_to_this_machine_alone() {
        let site = Site::of_url("http://clinic.example", None).expect("a URL");
        for (address, trusted) in [
            ("127.0.0.1:80", true),
            ("[::1]:80", true),
            ("192.0.2.1:80", false),
        ] {
            let address = address.parse().expect("an address");
            assert_eq!(is_trusted(&site, &[address]), trusted, "{address}");
        }
        let secure = Site::of_url("https://localhost", None).expect("a URL");
        let address = "127.0.0.1:443".parse().expect("an address");
        assert!(!is_trusted(&secure, &[address]), "nothing was shown");
    }

    #[tokio::test]
    async fn a_port_where_nobody_listens_fails_with_a_remedy() {
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = nobody.local_addr().expect("is bound").port();
        drop(nobody);
        let site = Site::of_url(&format!("http://127.0.0.1:{port}"), None).expect("a URL");
        let (findings, trusted) = look(&site).await;
        let last = findings.last().expect("some");
        assert_eq!((last.name, last.verdict, trusted), (HEALTH, Verdict::Fail, false));
    }
}
