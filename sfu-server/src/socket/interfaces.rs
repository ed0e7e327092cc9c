//! The addresses of this host.

use super::name::Name;
use std::io;
use std::net::IpAddr;

/// The addresses of all interfaces that are up, loopback included, without IPv6 link-local ones: those mean something
/// only together with an interface that a browser cannot name.
///
/// # Errors
/// The system refuses to tell.
pub fn interface_addresses() -> io::Result<Vec<IpAddr>> {
    let mut list = std::ptr::null_mut();
    // SAFETY: the place outlives the call.
    if unsafe { libc::getifaddrs(&raw mut list) } != 0 {
        return Err(io::Error::last_os_error());
    }
    let mut addresses = Vec::new();
    let mut at: *const libc::ifaddrs = list;
    // SAFETY: a list that getifaddrs made, null at its end, freed once after the last look.
    unsafe {
        while let Some(interface) = at.as_ref() {
            let address = address_of(interface).filter(|ip| is_useful(*ip) && !addresses.contains(ip));
            addresses.extend(address);
            at = interface.ifa_next;
        }
        libc::freeifaddrs(list);
    }
    Ok(addresses)
}

/// # Safety
/// The interface's address must be null or point to an address of its family, as getifaddrs leaves it.
unsafe fn address_of(interface: &libc::ifaddrs) -> Option<IpAddr> {
    if interface.ifa_flags & libc::IFF_UP as libc::c_uint == 0 {
        return None;
    }
    // SAFETY: by the caller's promise it points at least to a family.
    let family = unsafe { interface.ifa_addr.as_ref() }?.sa_family;
    // SAFETY: by the caller's promise the address is as long as its family says.
    let name = unsafe { Name::read(libc::c_int::from(family), interface.ifa_addr) }?;
    name.address().map(|address| address.ip())
}

fn is_useful(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !ip.is_unspecified(),
        IpAddr::V6(ip) => !ip.is_unspecified() && !ip.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn loopback_is_there_without_link_local() {
        let addresses = interface_addresses().unwrap();
        assert!(addresses.contains(&IpAddr::V4(Ipv4Addr::LOCALHOST)));
        assert!(
            !addresses
                .iter()
                .any(|ip| matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local()))
        );
    }
}
