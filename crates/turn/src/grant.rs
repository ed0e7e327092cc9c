//! What a client that is believed gets for its request.

use crate::allocation::{Allocation, granted};
use crate::allocations::{Allocations, Full};
use crate::channel_data::CHANNELS;
use crate::gate::Client;
use crate::peers::Peers;
use crate::relayed::Family;
use crate::request::Request;
use crate::response::Response;
use rtc_stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_EVEN_PORT, ATTR_LIFETIME, ATTR_REQUESTED_ADDRESS_FAMILY,
    ATTR_REQUESTED_TRANSPORT, ATTR_RESERVATION_TOKEN,
};
use rtc_stun::error_code::{
    CODE_ADDR_FAMILY_NOT_SUPPORTED, CODE_ALLOC_MISMATCH, CODE_ALLOC_QUOTA_REACHED, CODE_BAD_REQUEST,
    CODE_INSUFFICIENT_CAPACITY, CODE_PEER_ADDR_FAMILY_MISMATCH, CODE_UNKNOWN_ATTRIBUTE,
    CODE_UNSUPPORTED_TRANS_PROTO, CODE_WRONG_CREDENTIALS, ErrorCode,
};
use rtc_stun::message::{METHOD_ALLOCATE, METHOD_CHANNEL_BIND, METHOD_CREATE_PERMISSION, METHOD_REFRESH};
use std::time::{Duration, Instant};

/// The protocol number of UDP.
const UDP: u8 = 17;

/// The answer to a request.
pub(crate) fn answer(
    now: Instant,
    client: &Client,
    request: &Request,
    allocations: &mut Allocations,
    peers: &Peers,
) -> Response {
    let unknown = request.unknown();
    if !unknown.is_empty() {
        return Response::error(request, CODE_UNKNOWN_ATTRIBUTE).unknown(unknown);
    }
    let granted = if request.method() == METHOD_ALLOCATE {
        allocate(now, client, request, allocations, peers)
    } else {
        change(now, client, request, allocations, peers)
    };
    granted.unwrap_or_else(|code| Response::error(request, code))
}

/// RFC 8656 section 7.2.
fn allocate(
    now: Instant,
    client: &Client,
    request: &Request,
    allocations: &mut Allocations,
    peers: &Peers,
) -> Result<Response, ErrorCode> {
    if let Some(own) = allocations.of(now, &client.tuple) {
        // The answer to the first may have been lost.
        let is_again = own.transaction == request.transaction() && own.username == client.username;
        return is_again
            .then(|| told(now, request, own))
            .ok_or(CODE_ALLOC_MISMATCH);
    }
    let family = asked_family(request)?.unwrap_or(Family::Ipv4);
    is_possible(request)?;
    if !peers.has(family) {
        return Err(CODE_ADDR_FAMILY_NOT_SUPPORTED);
    }
    let room = allocations.has_room(&client.tuple, &client.username);
    room.map_err(|full| match full {
        Full::Quota => CODE_ALLOC_QUOTA_REACHED,
        Full::Capacity => CODE_INSUFFICIENT_CAPACITY,
    })?;
    let own = Allocation::new(
        client.tuple,
        allocations.free_address(family, request.value(ATTR_EVEN_PORT).is_some()),
        client.username.clone(),
        request.transaction(),
        now + granted(asked_lifetime(request)),
        peers.len(),
    );
    let response = told(now, request, &own);
    allocations.insert(now, own);
    Ok(response)
}

fn is_possible(request: &Request) -> Result<(), ErrorCode> {
    let transport = request.word(ATTR_REQUESTED_TRANSPORT).ok_or(CODE_BAD_REQUEST)?;
    if transport[0] != UDP {
        return Err(CODE_UNSUPPORTED_TRANS_PROTO);
    }
    // RFC 8656 section 18.7: nobody is kept a neighbouring port, of no use with one port for everything.
    let wants_next = request.value(ATTR_EVEN_PORT).is_some_and(|value| value != [0]);
    if wants_next || request.value(ATTR_RESERVATION_TOKEN).is_some() {
        return Err(CODE_INSUFFICIENT_CAPACITY);
    }
    Ok(())
}

/// What an allocation is needed for.
fn change(
    now: Instant,
    client: &Client,
    request: &Request,
    allocations: &mut Allocations,
    peers: &Peers,
) -> Result<Response, ErrorCode> {
    let own = allocations
        .of_mut(now, &client.tuple)
        .ok_or(CODE_ALLOC_MISMATCH)?;
    if own.username != client.username {
        return Err(CODE_WRONG_CREDENTIALS);
    }
    match request.method() {
        METHOD_REFRESH => {
            let lifetime = refresh(now, own, request)?;
            if lifetime.is_zero() {
                allocations.remove(&client.tuple);
            }
            Ok(Response::success(request).lifetime(lifetime))
        }
        METHOD_CREATE_PERMISSION => {
            // RFC 8656 section 10.2: all of them or none.
            let named = peers.named_in(request, own.family())?;
            named.iter().for_each(|peer| own.permit(now, *peer));
            Ok(Response::success(request))
        }
        METHOD_CHANNEL_BIND => bind(now, own, request, peers).map(|()| Response::success(request)),
        _ => Err(CODE_BAD_REQUEST),
    }
}

/// RFC 8656 section 8.2.
fn refresh(now: Instant, own: &mut Allocation, request: &Request) -> Result<Duration, ErrorCode> {
    if asked_family(request)?.is_some_and(|family| family != own.family()) {
        return Err(CODE_PEER_ADDR_FAMILY_MISMATCH);
    }
    let lifetime = match asked_lifetime(request) {
        Some(0) => Duration::ZERO,
        asked => granted(asked),
    };
    own.expires = now + lifetime;
    Ok(lifetime)
}

/// RFC 8656 section 12.2.
fn bind(now: Instant, own: &mut Allocation, request: &Request, peers: &Peers) -> Result<(), ErrorCode> {
    let [high, low, ..] = request.word(ATTR_CHANNEL_NUMBER).ok_or(CODE_BAD_REQUEST)?;
    let number = u16::from_be_bytes([high, low]);
    let named = peers.named_in(request, own.family())?;
    match named[..] {
        [peer] if CHANNELS.contains(&number) => own.bind(now, peer, number).map_err(|_| CODE_BAD_REQUEST),
        _ => Err(CODE_BAD_REQUEST),
    }
}

/// What a client is told of its allocation.
fn told(now: Instant, request: &Request, own: &Allocation) -> Response {
    Response::success(request)
        .relayed(own.relayed)
        .lifetime(own.expires.saturating_duration_since(now))
        .mapped(own.client.remote)
}

fn asked_lifetime(request: &Request) -> Option<u32> {
    request.word(ATTR_LIFETIME).map(u32::from_be_bytes)
}

/// RFC 8656 section 18.6.
fn asked_family(request: &Request) -> Result<Option<Family>, ErrorCode> {
    match request.value(ATTR_REQUESTED_ADDRESS_FAMILY) {
        None => Ok(None),
        Some([1, ..]) => Ok(Some(Family::Ipv4)),
        Some([2, ..]) => Ok(Some(Family::Ipv6)),
        Some(_) => Err(CODE_ADDR_FAMILY_NOT_SUPPORTED),
    }
}
