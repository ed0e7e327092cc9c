//! Session keys out of a master key (RFC 3711 section 4.3).

use super::MasterKey;
use super::cipher::counter_mode;

/// What a session key is for; the values are the labels of RFC 3711 section 4.3.1.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// Derives `N` bytes at a key derivation rate of zero, which is all that DTLS-SRTP uses.
pub(super) fn derive<const N: usize>(master: &MasterKey, purpose: Purpose) -> [u8; N] {
    let mut block = [0; 16];
    block[..14].copy_from_slice(&master.salt);
    // The label stands 48 bits from the right of the 112 bit salt.
    block[7] ^= purpose as u8;
    let mut derived = [0; N];
    counter_mode(&super::cipher::counter_mode_key(&master.key), block, &mut derived);
    derived
}
