//! A network device whose packets are read from and written to a file.
#![allow(unsafe_code)]

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd;

/// Makes a TUN device in this process's network namespace; it lives as long as the file, wherever it is moved.
///
/// A read gives one IP packet, checksums complete and at most the MTU long: the device offers no offloads, so the kernel
/// does that work before. A write brings one.
///
/// # Errors
/// The name is empty or longer than 15 bytes, there is no `/dev/net/tun`, or the right to make devices is missing.
pub(crate) fn open(name: &str) -> io::Result<File> {
    let file = File::options().read(true).write(true).open("/dev/net/tun")?;
    let request =
        request(name).ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "no name of a device"))?;
    // SAFETY: TUNSETIFF reads and writes one `ifreq`, which outlives the call.
    let result = unsafe { libc::ioctl(file.as_raw_fd(), libc::TUNSETIFF as _, &raw const request) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(file)
}

fn request(name: &str) -> Option<libc::ifreq> {
    if name.is_empty() || name.len() >= libc::IFNAMSIZ || name.contains('\0') {
        return None;
    }
    let mut ifr_name = [0; libc::IFNAMSIZ];
    for (place, byte) in ifr_name.iter_mut().zip(name.bytes()) {
        *place = byte as libc::c_char;
    }
    let flags = (libc::IFF_TUN | libc::IFF_NO_PI) as libc::c_short;
    let ifr_ifru = libc::__c_anonymous_ifr_ifru { ifru_flags: flags };
    Some(libc::ifreq { ifr_name, ifr_ifru })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_fits_the_kernels_field() {
        assert!(request("path-1234567890").is_some());
        for name in ["", "path-12345678901", "a\0b"] {
            assert!(request(name).is_none(), "{name:?}");
        }
    }
}
