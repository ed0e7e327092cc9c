//! A load of any shape on the node, with what each receiver got.

use crate::arguments::Load;
use crate::delays::Percentiles;
use crate::generator::{Clients, Generator};
use crate::ledger::{Account, Ledger, Tally};
use crate::measurement::{Cost, Health, measure};
use crate::node::{Loss, Manner, Node};
use crate::shape::Shape;
use crate::{cpu, duel};
use model::MediaKind;
use serde::Serialize;
use std::error::Error;
use std::time::Duration;

/// Receivers shown one by one.
const SHOWN: usize = 10;

#[derive(Serialize)]
struct Report {
    shape: Shape,
    seed: u64,
    seconds: u64,
    loss: f64,
    simulcast: bool,
    /// Packets that the generator lost on purpose.
    dropped: u64,
    node: Cost,
    audio: Tally,
    video: Tally,
    delay_ms: Percentiles,
    generator_fault: Option<String>,
    receivers: Vec<Account>,
}

/// Runs the load, prints what came of it.
///
/// # Errors
/// The node does not start, or a client does not connect.
pub(crate) fn run(load: &Load) -> Result<(), Box<dyn Error>> {
    let shape = load.shape();
    if let Some(fault) = shape.fault() {
        return Err(fault.into());
    }
    eprintln!("{} clients connect ...", shape.clients());
    let mut generator = Generator::new(shape, load.seed)?;
    let manner = Manner {
        loss: Loss::new(load.loss, load.seed),
        simulcast: load.simulcast,
    };
    let mut node = Node::start(&mut generator, shape, load.threads, manner)?;
    let threads = cpu::threads_named("media-")?;
    let mut health = Health::new();
    node.clients.ledger().open();
    node.clients.loss.dropped = 0;
    let time = Duration::from_secs(load.seconds);
    let figure = measure(&mut generator, &mut node.clients, &threads, time, &mut health)?;
    duel::finish(&mut generator, &mut node.clients)?;
    let dropped = node.clients.loss.dropped;
    let ledger = node.clients.ledger();
    let report = Report {
        shape,
        seed: load.seed,
        seconds: load.seconds,
        loss: load.loss,
        simulcast: load.simulcast,
        dropped,
        node: figure.cost(),
        audio: ledger.total(MediaKind::Audio),
        video: ledger.total(MediaKind::Video),
        delay_ms: ledger.delays().percentiles(),
        generator_fault: health.fault(),
        receivers: receivers(ledger),
    };
    node.stop()?;
    if load.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    Ok(())
}

fn receivers(ledger: &Ledger) -> Vec<Account> {
    ledger
        .accounts()
        .filter(|account| account.audio.due > 0)
        .collect()
}

fn print(report: &Report) {
    let Cost {
        cpu_us_per_packet,
        packets_per_second,
        cores,
        allocations_per_packet,
    } = report.node;
    println!(
        "forwarded  {packets_per_second:.0} packets/s, {cpu_us_per_packet:.2} us CPU each, {:.1} % of a core, {allocations_per_packet:.4} allocations each",
        cores * 100.0
    );
    if report.loss > 0.0 {
        println!("dropped    {} packets on purpose", report.dropped);
    }
    print_tally("audio", &report.audio);
    print_tally(if report.simulcast { "frames" } else { "video" }, &report.video);
    print_delays("delay", &report.delay_ms);
    if let Some(fault) = &report.generator_fault {
        println!("The generator was the bottleneck, so this says little of the node: {fault}.");
    }
    let mut worst: Vec<_> = report.receivers.iter().collect();
    worst.sort_by(|one, other| other.delay_ms.p99.total_cmp(&one.delay_ms.p99));
    worst.sort_by_key(|account| std::cmp::Reverse(account.video.plus(account.audio).lost));
    println!("worst of {} receivers:", worst.len());
    for account in worst.iter().take(SHOWN) {
        let all = account.audio.plus(account.video);
        let name = format!("  {}/{}", account.room, account.place);
        print_tally(&name, &all);
        print_delays("", &account.delay_ms);
    }
}

fn print_tally(name: &str, tally: &Tally) {
    let Tally {
        due,
        lost,
        duplicates,
        out_of_order,
    } = tally;
    println!("{name:<10} {due} due, {lost} lost, {duplicates} twice, {out_of_order} out of order");
}

fn print_delays(name: &str, delays: &Percentiles) {
    let Percentiles { p50, p95, p99, max } = delays;
    println!("{name:<10} p50 {p50:.2} ms, p95 {p95:.2} ms, p99 {p99:.2} ms, max {max:.2} ms");
}
