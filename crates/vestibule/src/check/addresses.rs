//! The addresses that clients are told, against those of this machine.

use super::finding::Finding;
use sfu_server::socket::interface_addresses;
use std::net::IpAddr;

const NAME: &str = "addresses";
const NAMED: &str = "VESTIBULE_MEDIA_ADDRESSES";

/// Looks at `media_addresses` and at the interfaces; `listen` is where media are taken.
pub(crate) fn look(announced: &[IpAddr], listen: IpAddr) -> Finding {
    match interface_addresses() {
        Ok(own) => judge(announced, listen, &own),
        Err(cause) => Finding::warn(
            NAME,
            format!("the system does not tell its addresses: {cause}"),
            format!("set {NAMED}"),
        ),
    }
}

fn judge(announced: &[IpAddr], listen: IpAddr, own: &[IpAddr]) -> Finding {
    if announced.is_empty() {
        return judge_own(listen, own);
    }
    let strange: Vec<IpAddr> = announced.iter().filter(|ip| !own.contains(ip)).copied().collect();
    if strange.is_empty() {
        return Finding::pass(NAME, format!("{}, of this machine's interfaces", list(announced)));
    }
    if let Some(private) = strange.iter().find(|ip| !is_public(**ip)) {
        return Finding::fail(
            NAME,
            format!("{private} is announced, but no interface here has it"),
            format!("correct {NAMED}: this machine has {}", list(own)),
        );
    }
    // The way of a server behind a router that has the public address.
    Finding::warn(
        NAME,
        format!(
            "{} is of no interface here, so a router has to pass it on",
            list(&strange)
        ),
        "let the router forward the port by TCP and UDP; check from outside with --url",
    )
}

/// Nothing is named: the socket's address, or those of all interfaces.
fn judge_own(listen: IpAddr, own: &[IpAddr]) -> Finding {
    let told: Vec<IpAddr> = if listen.is_unspecified() {
        own.to_vec()
    } else {
        vec![listen]
    };
    if told.iter().all(IpAddr::is_loopback) {
        return Finding::warn(
            NAME,
            "loopback alone: nobody else can call",
            format!("for other machines set {NAMED}"),
        );
    }
    if told.iter().copied().any(is_public) {
        return Finding::pass(NAME, list(&told));
    }
    Finding::warn(
        NAME,
        format!("private ones alone ({}): good for this network only", list(&told)),
        format!("for people outside set {NAMED} to the public address"),
    )
}

fn list(addresses: &[IpAddr]) -> String {
    let shown: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    shown.join(", ")
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            // RFC 6598: addresses of a provider's own network.
            let shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xC0 == 64;
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || shared)
        }
        IpAddr::V6(ip) => {
            !(ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    fn ips(texts: &[&str]) -> Vec<IpAddr> {
        texts
            .iter()
            .map(|text| text.parse().expect("an address"))
            .collect()
    }

    #[test]
    fn what_is_announced_has_to_lead_here() {
        let own = ["127.0.0.1", "10.0.0.5", "203.0.113.5"];
        for (announced, own, listen, verdict) in [
            (&["203.0.113.5"][..], &own[..], "::", Verdict::Pass),
            (&["10.0.0.5"], &own, "::", Verdict::Pass),
            // A router's, forwarded.
            (&["198.51.100.1"], &own, "::", Verdict::Warn),
            // Of an old network.
            (&["10.0.0.9"], &own, "::", Verdict::Fail),
            (&["100.64.0.9"], &own, "::", Verdict::Fail),
            (&["fd00::9"], &own, "::", Verdict::Fail),
            (&[], &own, "::", Verdict::Pass),
            (&[], &["127.0.0.1", "10.0.0.5"], "::", Verdict::Warn),
            (&[], &["127.0.0.1"], "::", Verdict::Warn),
            (&[], &own, "127.0.0.1", Verdict::Warn),
            (&[], &own, "2001:db8::5", Verdict::Pass),
        ] {
            let listen = listen.parse().expect("an address");
            let found = judge(&ips(announced), listen, &ips(own));
            assert_eq!(
                found.verdict, verdict,
                "{announced:?} {own:?} {listen}: {found:?}"
            );
        }
    }
}
