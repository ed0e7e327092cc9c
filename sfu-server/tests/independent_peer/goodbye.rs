//! Leaving.

use crate::call::Call;
use crate::peer::Lines;
use crate::watching::until_seen;
use protocol::{CloseCause, Event};

#[tokio::test]
async fn a_closed_connection_is_known_at_once_with_its_cause() {
    let mut call = Call::open().await;
    let (mut speaker, viewer) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
    speaker.play();
    until_seen(&viewer, 9).await;
    let (room, participant, session) = (call.room, speaker.participant, speaker.session);
    speaker.close().await;
    let emptied = call
        .news_of(|event| matches!(event, Event::Seats { session, .. } if *session == viewer.session))
        .await;
    let Event::Seats { seats, .. } = emptied else {
        unreachable!("as asked")
    };
    assert_eq!(seats.len(), 2);
    let closed = call
        .news_of(|event| matches!(event, Event::SessionClosed { .. }))
        .await;
    let cause = CloseCause::Client;
    assert_eq!(
        closed,
        Event::SessionClosed {
            room,
            participant,
            session,
            cause
        }
    );
}
