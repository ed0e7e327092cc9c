//! Publishers happen to send with the same SSRCs: nobody's stream is taken for another's.

use crate::world::{Person, World};
use std::collections::HashSet;
use std::time::Duration;
use virtual_net::Conditions;

#[test]
fn publishers_with_the_same_ssrcs_do_not_cross() {
    let mut world = World::new(50, Conditions::default());
    let people = [world.enter(2), world.enter(2), world.enter(2)];
    let ssrcs = || Person::lines(2).iter().map(|line| line.ssrc).collect::<Vec<_>>();
    assert_eq!(
        ssrcs(),
        ssrcs(),
        "each person's lines have the SSRCs of every other's"
    );
    world.connect_all();
    world.run(Duration::from_secs(3));
    for viewer in people {
        let received = &world.people[viewer].received;
        let mut shown = HashSet::new();
        for line in received.iter().map(|packet| packet.line).collect::<HashSet<_>>() {
            let on_line = || received.iter().filter(move |packet| packet.line == line);
            let authors: HashSet<_> = on_line().map(|packet| packet.author).collect();
            let streams: HashSet<_> = on_line().map(|packet| packet.stream).collect();
            assert_eq!((authors.len(), streams.len()), (1, 1), "line {line}");
            assert!(on_line().count() > 50);
            shown.extend(authors.into_iter().map(|author| (author, line % 2)));
        }
        assert_eq!(shown.len(), 4, "sound with picture of both others");
    }
}
