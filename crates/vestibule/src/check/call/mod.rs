//! A call to the server itself by an independent stack, over each path that browsers may take.

mod answer;
mod house;
mod outcome;
mod own;
mod path;
mod relays;

pub(crate) use own::Own;

use super::finding::Finding;
use super::report::Report;
use super::site::Site;
use answer::{Candidate, candidates, without_candidates};
use caller::{Caller, Part, Way};
use house::{House, Session};
use outcome::Outcome;
use path::Path;
use sfu_server::socket::interface_addresses;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const NAME: &str = "call";

/// Calls over every path that the server announces, tells of each. From inside this machine, addresses of others (a
/// router's) are reached at this machine's own.
///
/// # Errors
/// Nobody reads the report; Ctrl-C was pressed.
pub(crate) async fn look(site: &Site, key: &str, inside: bool, report: &mut Report) -> io::Result<()> {
    let house = match House::open(site, key).await {
        Ok(house) => house,
        Err(problem) => {
            let remedy = "give the check the server's api_key; read the server's log";
            return report.add(Finding::fail(NAME, problem, remedy));
        }
    };
    // Whoever loses patience leaves no room behind either.
    let told = tokio::select! {
        told = tell(&house, inside, report) => told,
        _ = tokio::signal::ctrl_c() => Err(io::ErrorKind::Interrupted.into()),
    };
    house.close().await;
    told
}

async fn tell(house: &House, inside: bool, report: &mut Report) -> io::Result<()> {
    let announced = match scout(house).await {
        Ok(announced) => announced,
        Err(problem) => return report.add(Finding::fail(NAME, problem, "read the server's log")),
    };
    let reached = if inside {
        nearest(&announced, &interface_addresses().unwrap_or_default())
    } else {
        if let Ok(addresses) = house.site.addresses().await {
            let ips: Vec<_> = addresses.iter().map(|address| address.ip()).collect();
            report.add(judge_announced(&ips, &announced))?;
        }
        announced
    };
    // Relays are told of after some seconds, which the direct calls take anyway.
    let direct = call_by(house, path::direct(&reached), report);
    let (relays, told) = tokio::join!(house.relays(), direct);
    told?;
    match relays {
        Ok(relays) => {
            call_by(house, path::by_relays(&reached, &relays), report).await?;
            report.extend(path::missing(&reached, &relays))
        }
        Err(problem) => {
            let remedy = "let the proxy in front pass /socket.io/; read the server's log";
            report.add(Finding::fail("signalling", problem, remedy))
        }
    }
}

async fn call_by(house: &House, paths: Vec<Path>, report: &mut Report) -> io::Result<()> {
    for path in paths {
        let outcome = call(house, &path).await;
        report.add(outcome::judge(&path, outcome))?;
    }
    Ok(())
}

/// The candidates of an answer that nobody follows.
async fn scout(house: &House) -> Result<Vec<Candidate>, String> {
    let nowhere = Way::Udp(SocketAddr::from((Ipv4Addr::LOCALHOST, 9)));
    let nobody = Caller::new(Part::Listens, Ipv4Addr::LOCALHOST.into(), nowhere).await;
    let nobody = nobody.map_err(|error| error.to_string())?;
    let offer = nobody.offer().await.map_err(|error| error.to_string())?;
    let session = house.offer(Part::Listens, offer).await?;
    house.hang_up(&session).await;
    nobody.close().await;
    Ok(candidates(&session.answer))
}

/// Those of this machine; where all are others' (a router's), the same ports on loopback.
fn nearest(announced: &[Candidate], own: &[IpAddr]) -> Vec<Candidate> {
    let is_own = |candidate: &&Candidate| own.contains(&candidate.address.ip());
    let here: Vec<_> = announced.iter().filter(is_own).copied().collect();
    if !here.is_empty() {
        return here;
    }
    let mut moved = announced.to_vec();
    moved
        .iter_mut()
        .for_each(|one| one.address.set_ip(Ipv4Addr::LOCALHOST.into()));
    moved.dedup();
    moved
}

fn judge_announced(name: &[IpAddr], announced: &[Candidate]) -> Finding {
    let mut told: Vec<String> = announced.iter().map(|one| one.address.ip().to_string()).collect();
    told.dedup();
    let told = format!("media at {}", told.join(", "));
    if announced.iter().any(|one| name.contains(&one.address.ip())) {
        Finding::pass("addresses", format!("{told}, as the name"))
    } else {
        let remedy = "normal with a proxy on another machine; else set VESTIBULE_MEDIA_ADDRESSES";
        Finding::warn("addresses", format!("{told}, other than the name"), remedy)
    }
}

async fn call(house: &House, path: &Path) -> Result<Outcome, String> {
    let mut sessions = Vec::new();
    let outcome = meet(house, path, &mut sessions).await;
    for session in &sessions {
        house.hang_up(session).await;
    }
    outcome
}

async fn meet(house: &House, path: &Path, sessions: &mut Vec<Session>) -> Result<Outcome, String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let (mut ends, mut ways) = (Vec::new(), Vec::new());
    for part in [Part::Speaks, Part::Listens] {
        let way = path.open(&house.site).await.map_err(|error| said(&error))?;
        let caller = Caller::new(part, way.local, way.way.clone()).await;
        let caller = caller.map_err(|error| said(&error))?;
        let offer = caller.offer().await.map_err(|error| said(&error))?;
        let session = house.offer(part, offer).await?;
        let answer = without_candidates(&session.answer);
        sessions.push(session);
        caller.accept(answer).await.map_err(|error| said(&error))?;
        ends.push(caller);
        ways.push(way);
    }
    let outcome = outcome::converse(&mut ends).await;
    for caller in ends {
        caller.close().await;
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    fn candidate(is_tcp: bool, address: &str) -> Candidate {
        Candidate {
            is_tcp,
            address: address.parse().expect("an address"),
        }
    }

    #[test]
    fn inside_a_routers_address_is_this_machines() {
        let own: [IpAddr; 2] = ["10.0.0.5", "127.0.0.1"].map(|ip| ip.parse().expect("an address"));
        let [near, far] = [
            candidate(false, "10.0.0.5:443"),
            candidate(false, "203.0.113.5:443"),
        ];
        assert_eq!(nearest(&[far, near], &own), [near]);
        let other = candidate(false, "198.51.100.5:443");
        let moved = [candidate(false, "127.0.0.1:443")];
        assert_eq!(nearest(&[far, other], &own), moved);
    }

    #[test]
    fn a_name_is_compared_with_what_is_announced() {
        let announced = [candidate(false, "203.0.113.5:443")];
        let name = |ip: &str| [ip.parse().expect("an address")];
        assert_eq!(
            judge_announced(&name("203.0.113.5"), &announced).verdict,
            Verdict::Pass
        );
        assert_eq!(
            judge_announced(&name("203.0.113.6"), &announced).verdict,
            Verdict::Warn
        );
    }
}
