//! Rooms on two media threads that share one port.

use crate::call::Call;
use crate::peer::Lines;
use crate::watching::{assert_call, until_seen};

#[tokio::test]
async fn calls_on_either_thread_lose_nothing_whichever_socket_their_packets_came_to() {
    let mut call = Call::open_on(2).await;
    let mut pairs = Vec::new();
    for _ in 0..4 {
        let (mut speaker, viewer) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
        speaker.play();
        pairs.push((speaker, viewer));
        call.change_room().await;
    }
    for (speaker, viewer) in &pairs {
        until_seen(viewer, 60).await;
        assert_call(viewer, speaker.author);
    }
    assert_eq!(call.threads.len(), 2, "rooms live on both");
}
