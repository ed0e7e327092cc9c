//! A small load on an idle node, sound by sound, picture by picture.

use crate::bare::Bare;
use crate::duel::finish;
use crate::generator::{Clients, Generator};
use crate::ledger::{Tally, total};
use crate::node::{Loss, Manner, Node};
use crate::shape::Shape;
use model::MediaKind;
use std::time::Duration;

const SMALL: Shape = Shape {
    rooms: 2,
    publishers: 2,
    receivers: 1,
};

fn node(generator: &mut Generator, loss: f64, simulcast: bool) -> Node {
    let loss = Loss::new(loss, 3);
    Node::start(generator, SMALL, 1, Manner { loss, simulcast }).unwrap()
}

/// Lets a few packets through; returns how they fared.
fn fare<C: Clients>(generator: &mut Generator, clients: &mut C) -> Tally {
    clients.ledger().open();
    let few = |clients: &mut C| total(clients.ledger()).due > 800;
    generator.run(clients, Duration::from_secs(60), few).unwrap();
    finish(generator, clients).unwrap();
    total(clients.ledger())
}

fn is_flawless(tally: Tally) -> bool {
    tally.due > 800 && [tally.lost, tally.duplicates, tally.out_of_order] == [0; 3]
}

#[test]
fn the_node_loses_doubles_reorders_nothing() {
    let mut generator = Generator::new(SMALL, 3).unwrap();
    let mut node = node(&mut generator, 0.0, false);
    let tally = fare(&mut generator, &mut node.clients);
    assert!(is_flawless(tally), "{tally:?}");
    node.stop().unwrap();
}

#[test]
fn of_simulcast_each_receiver_gets_every_frame() {
    let mut generator = Generator::new(SMALL, 3).unwrap();
    let mut node = node(&mut generator, 0.0, true);
    let tally = fare(&mut generator, &mut node.clients);
    // A frame may come in two sizes where one takes over from the other.
    assert!(
        tally.due > 800 && tally.lost + tally.out_of_order == 0,
        "{tally:?}"
    );
    node.stop().unwrap();
}

#[test]
fn the_bare_loop_loses_doubles_reorders_nothing() {
    let mut generator = Generator::new(SMALL, 3).unwrap();
    let mut bare = Bare::start(&generator, SMALL).unwrap();
    let tally = fare(&mut generator, &mut bare.clients);
    assert!(is_flawless(tally), "{tally:?}");
    bare.stop().unwrap();
}

#[test]
fn lost_video_is_sent_again_where_lost_sound_is_not() {
    let mut generator = Generator::new(SMALL, 3).unwrap();
    let mut node = node(&mut generator, 0.05, false);
    fare(&mut generator, &mut node.clients);
    let ledger = node.clients.ledger();
    let (audio, video) = (ledger.total(MediaKind::Audio), ledger.total(MediaKind::Video));
    assert!(audio.lost > 0 && video.out_of_order > 0, "{audio:?}, {video:?}");
    assert_eq!(video.lost, 0);
    assert!(node.clients.loss.dropped > 0);
    node.stop().unwrap();
}
