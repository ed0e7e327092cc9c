//! Redundant sound (RFC 2198) reaches who takes it as it is, others as the newest block alone.

use crate::world::{MICROPHONE, Person, World};
use model::ParticipantId;
use std::time::Duration;
use virtual_net::Conditions;

#[test]
fn red_is_passed_to_who_takes_it_and_stripped_for_others() {
    let mut world = World::new(95, Conditions::default());
    let with_red = |seats| {
        let mut lines = Person::lines(seats);
        for line in lines
            .iter_mut()
            .filter(|line| line.kind == model::MediaKind::Audio)
        {
            *line = line.clone().with_red();
        }
        lines
    };
    let author = world.enter_as(ParticipantId::generate(), with_red(1));
    assert_eq!(
        world.people[author].client.offered()[MICROPHONE].codecs[0].red,
        Some(63)
    );
    world.people[author].sends_red = true;
    let takes = world.enter_as(ParticipantId::generate(), with_red(2));
    let plain = world.enter(2);
    world.connect_all();
    world.run(Duration::from_secs(3));
    for (viewer, is_red) in [(takes, true), (plain, false)] {
        let sound = world.heard(viewer, author);
        let (all, red) = (
            sound.packets.len(),
            sound.packets.iter().filter(|p| p.redundant).count(),
        );
        assert!(all > 140, "{all}");
        assert_eq!(red, if is_red { all } else { 0 }, "of {all}");
        assert_eq!(sound.missing(), 0);
        let numbers = sound
            .packets
            .windows(2)
            .map(|pair| pair[1].number - pair[0].number);
        assert!(numbers.into_iter().all(|step| step == 1), "in order, each once");
    }
    let sound = world.heard(takes, plain);
    assert!(
        sound.packets.iter().all(|packet| !packet.redundant),
        "plain stays plain"
    );
}
