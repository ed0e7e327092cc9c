//! Calls of a chat's members (`peer-signal`), each of whom talks to the media side in the other's place.

mod description;
mod signal;

pub(crate) use signal::{Kind, PeerSignal, Signal};

use crate::app::App;
use crate::calling;
use crate::calls::CallStatus;
use crate::error::{Code, Failure};
use crate::live::ServerEvent;
use crate::media::{Wish, socket_session};
use crate::store::{CallRecord, Mode, Party, User};
use crate::token::Pass;
use crate::visits;
use socketioxide::socket::Sid;
use std::collections::HashMap;
use std::time::Instant;
use uuid::Uuid;

/// The calls that were begun by `peer-signal`, by id.
pub(crate) type Signals = HashMap<Uuid, Exchange>;

/// What must be remembered of one call.
pub(crate) struct Exchange {
    /// The chat room, as the caller named it.
    room_name: String,
    ends: [End; 2],
}

/// One of the two.
#[derive(Clone)]
struct End {
    user: Uuid,
    /// The name that they gave themselves.
    pseudo: String,
    /// The device that signals; all of them while none has.
    socket: Option<Sid>,
    /// The client's side of its PeerConnection, as last offered by it or in its place.
    offer: Option<String>,
}

impl Exchange {
    fn end(&mut self, user: Uuid) -> Option<&mut End> {
        self.ends.iter_mut().find(|end| end.user == user)
    }

    fn is_of(&self, user: Uuid) -> bool {
        self.ends.iter().any(|end| end.user == user)
    }

    fn other(&mut self, user: Uuid) -> Option<&mut End> {
        self.ends.iter_mut().find(|end| end.user != user)
    }
}

/// A client signals to the one that `message.id` names.
///
/// # Errors
/// [`Code::NotFound`] where there is no call to signal in, what [`calling::start`] refuses, the media side's.
pub(crate) async fn receive(app: &App, user: &User, socket: Sid, message: PeerSignal) -> Result<(), Failure> {
    let call = between(app, user.id, message.id).await?;
    match (message.signal.kind, call) {
        (Some(Kind::Offer), None) => begin(app, user, socket, message).await,
        (Some(Kind::Offer), Some(call)) => offered(app, user, socket, call, message.signal.sdp()?).await,
        (Some(Kind::Answer), Some(call)) => answered(app, user, socket, call, message.signal.sdp()?).await,
        (Some(Kind::Reject), Some(call)) => calling::reject(app, user, call, false).await.map(drop),
        (Some(Kind::Busy), Some(call)) => calling::reject(app, user, call, true).await.map(drop),
        (Some(Kind::Hangup), Some(call)) => calling::hang_up(app, user, call).await.map(drop),
        // An ICE-lite server (RFC 8445 section 2.5) learns a client's addresses from its checks.
        (None, _) => Ok(()),
        (Some(_), None) => Err(Code::NotFound.into()),
    }
}

/// Tells the two, as these clients expect it, what became of a call.
pub(crate) async fn follow(app: &App, call: &CallRecord, by: Option<Uuid>) {
    let kind = match call.status {
        CallStatus::Ringing => return,
        CallStatus::Accepted => return connect_caller(app, call).await,
        CallStatus::Rejected => Kind::Reject,
        CallStatus::Busy => Kind::Busy,
        CallStatus::Missed | CallStatus::Hangup => Kind::Hangup,
    };
    let Some(mut exchange) = app.signals().remove(&call.id) else {
        return;
    };
    let whoever_did_it_knows = |end: &&End| Some(end.user) != by;
    let told: Vec<End> = exchange
        .ends
        .iter()
        .filter(whoever_did_it_knows)
        .cloned()
        .collect();
    for end in told {
        tell(app, &mut exchange, end.user, Signal::word(kind)).await;
    }
}

/// A call begins with its first offer, which is answered once somebody accepts.
async fn begin(app: &App, user: &User, socket: Sid, message: PeerSignal) -> Result<(), Failure> {
    let sdp = message.signal.sdp()?;
    let mode = if description::has_video(&sdp) {
        Mode::Video
    } else {
        Mode::Audio
    };
    let call = calling::start(app, user, message.id, mode).await?;
    let mut exchange = Exchange {
        room_name: message.room_name()?,
        ends: [
            End {
                user: user.id,
                pseudo: message.pseudo(&user.name)?,
                socket: Some(socket),
                offer: Some(sdp.clone()),
            },
            End {
                user: message.id,
                pseudo: other(&call, user.id).name.clone(),
                socket: None,
                offer: None,
            },
        ],
    };
    match call.status {
        CallStatus::Ringing => {
            app.signals().insert(call.id, exchange);
            let offered = offer_in_place(app, &call).await;
            if offered.is_err() {
                calling::hang_up(app, user, call.id).await?;
            }
            offered
        }
        CallStatus::Accepted => {
            app.signals().insert(call.id, exchange);
            offered(app, user, socket, call.id, sdp).await
        }
        CallStatus::Busy | CallStatus::Rejected | CallStatus::Missed | CallStatus::Hangup => {
            tell(app, &mut exchange, user.id, Signal::word(Kind::Busy)).await;
            Ok(())
        }
    }
}

/// The one who is called gets an offer, which the media side answers in their place.
async fn offer_in_place(app: &App, call: &CallRecord) -> Result<(), Failure> {
    let callee = app.store.user(call.callee.id).await?.ok_or(Code::NotFound)?;
    let (session, _) = call.session.ok_or(Code::NotFound)?;
    let (seated, _) = visits::seat_user(app, &callee, session).await?;
    let offer = description::awaited(Uuid::now_v7().as_u64_pair().1 >> 2);
    let answer = app
        .media
        .negotiate(&seated.pass, wish(&seated.pass, offer.clone()))
        .await?;
    keep(app, call.id, callee.id, None, offer);
    let signal = Signal::described(Kind::Offer, description::offer_of(&answer));
    tell_in(app, call.id, callee.id, signal).await;
    Ok(())
}

/// Somebody offers in a call: the media side answers; the other one is offered a line for pictures that come anew.
async fn offered(app: &App, user: &User, socket: Sid, call: Uuid, sdp: String) -> Result<(), Failure> {
    let call = app.store.call(call).await?.ok_or(Code::NotFound)?;
    if call.status == CallStatus::Ringing {
        keep(app, call.id, user.id, Some(socket), sdp.clone());
        if call.caller.id == user.id {
            return Ok(());
        }
        // Both call each other: who is called answers by offering, too.
        let call = calling::accept(app, user, call.id).await?;
        return answer(app, user, &call, sdp).await;
    }
    let sdp = match last_offer(app, call.id, user.id) {
        Some(before) => description::continued(&before, &sdp),
        None => sdp,
    };
    keep(app, call.id, user.id, Some(socket), sdp.clone());
    let sends_video = description::sends_video(&sdp);
    answer(app, user, &call, sdp).await?;
    if sends_video {
        offer_video(app, &call, other(&call, user.id).id).await?;
    }
    Ok(())
}

/// Somebody answers what was offered in the other's name: they accept, or take a new line.
async fn answered(app: &App, user: &User, socket: Sid, call: Uuid, sdp: String) -> Result<(), Failure> {
    let before = last_offer(app, call, user.id);
    let offer = description::offer_after(&before.ok_or(Code::NotFound)?, &sdp);
    let record = app.store.call(call).await?.ok_or(Code::NotFound)?;
    let record = match record.status {
        CallStatus::Ringing => calling::accept(app, user, call).await?,
        _ => record,
    };
    keep(app, call, user.id, Some(socket), offer.clone());
    negotiate(app, user, &record, offer).await.map(drop)
}

/// The caller's first offer is answered once somebody has accepted.
async fn connect_caller(app: &App, call: &CallRecord) {
    let offer = last_offer(app, call.id, call.caller.id);
    if let (Some(offer), Ok(Some(caller))) = (offer, app.store.user(call.caller.id).await)
        && answer(app, &caller, call, offer).await.is_err()
    {
        // What cannot be connected must not look as if it were.
        let _ = calling::hang_up(app, &caller, call.id).await;
    }
}

async fn answer(app: &App, user: &User, call: &CallRecord, offer: String) -> Result<(), Failure> {
    let sdp = negotiate(app, user, call, offer).await?;
    tell_in(app, call.id, user.id, Signal::described(Kind::Answer, sdp)).await;
    Ok(())
}

/// Offers a line for pictures to somebody whose PeerConnection has none.
async fn offer_video(app: &App, call: &CallRecord, user: Uuid) -> Result<(), Failure> {
    let known = {
        let mut signals = app.signals();
        let end = signals.get_mut(&call.id).and_then(|exchange| exchange.end(user));
        end.and_then(|end| Some((end.socket?, end.offer.clone()?)))
    };
    let Some((socket, offer)) = known.filter(|(_, offer)| !description::has_video(offer)) else {
        return Ok(());
    };
    let user = app.store.user(user).await?.ok_or(Code::NotFound)?;
    let offer = description::with_video(&offer);
    let sdp = negotiate(app, &user, call, offer.clone()).await?;
    keep(app, call.id, user.id, Some(socket), offer);
    let signal = Signal::described(Kind::Offer, description::offer_of(&sdp));
    tell_in(app, call.id, user.id, signal).await;
    Ok(())
}

/// The media side's answer in a place that is taken by media alone, as by WHIP: it goes with them.
async fn negotiate(app: &App, user: &User, call: &CallRecord, offer: String) -> Result<String, Failure> {
    let (session, _) = call.session.ok_or(Code::NotFound)?;
    let (seated, _) = visits::seat_user(app, user, session).await?;
    let pass = seated.pass;
    let media = socket_session(&pass);
    let enter =
        |rooms: &mut crate::live::Rooms| rooms.enter_session(pass.clone(), media, None, Instant::now());
    app.hall.change(enter).await;
    let answer = app.media.negotiate(&pass, wish(&pass, offer)).await;
    if answer.is_err() {
        let drop = |rooms: &mut crate::live::Rooms| {
            rooms.drop_session(pass.room, pass.participant(), media, Instant::now())
        };
        app.hall.change(drop).await;
    }
    answer
}

fn wish(pass: &Pass, sdp: String) -> Wish {
    Wish {
        session: socket_session(pass),
        sdp,
        grants: pass.grants,
        sources: Vec::new(),
        from: Vec::new(),
    }
}

/// The living call of the two.
async fn between(app: &App, one: Uuid, other: Uuid) -> Result<Option<Uuid>, Failure> {
    let found = {
        let signals = app.signals();
        let mut exchanges = signals.iter();
        let found = exchanges.find(|(_, exchange)| exchange.is_of(one) && exchange.is_of(other));
        found.map(|(call, _)| *call)
    };
    let Some(call) = found else { return Ok(None) };
    let is_over = app
        .store
        .call(call)
        .await?
        .is_none_or(|call| call.status.is_over());
    if is_over {
        app.signals().remove(&call);
    }
    Ok((!is_over).then_some(call))
}

fn keep(app: &App, call: Uuid, user: Uuid, socket: Option<Sid>, offer: String) {
    let mut signals = app.signals();
    if let Some(end) = signals.get_mut(&call).and_then(|exchange| exchange.end(user)) {
        end.socket = socket;
        end.offer = Some(offer);
    }
}

/// A client's side of its PeerConnection, as last offered by it or in its place.
fn last_offer(app: &App, call: Uuid, user: Uuid) -> Option<String> {
    let mut signals = app.signals();
    signals.get_mut(&call)?.end(user)?.offer.clone()
}

async fn tell_in(app: &App, call: Uuid, user: Uuid, signal: Signal) {
    let told = {
        let mut signals = app.signals();
        signals
            .get_mut(&call)
            .and_then(|exchange| told(exchange, user, signal))
    };
    deliver(app, user, told).await;
}

async fn tell(app: &App, exchange: &mut Exchange, user: Uuid, signal: Signal) {
    let told = told(exchange, user, signal);
    deliver(app, user, told).await;
}

fn told(exchange: &mut Exchange, user: Uuid, signal: Signal) -> Option<(Option<Sid>, ServerEvent)> {
    let socket = exchange.end(user)?.socket;
    let room_name = exchange.room_name.clone();
    let from = exchange.other(user)?;
    let event = ServerEvent::PeerSignal {
        id: from.user,
        room_name,
        pseudo: from.pseudo.clone(),
        signal,
    };
    Some((socket, event))
}

async fn deliver(app: &App, user: Uuid, told: Option<(Option<Sid>, ServerEvent)>) {
    match told {
        Some((Some(socket), event)) => app.hall.tell_socket(socket, &event),
        Some((None, event)) => app.hall.tell_user(user, &event).await,
        None => {}
    }
}

fn other(call: &CallRecord, user: Uuid) -> &Party {
    if call.caller.id == user {
        &call.callee
    } else {
        &call.caller
    }
}
