//! Drives the path by the real clock.

use crate::path::{Direction, Path};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Inputs that may wait for the loop; when it is full the readers wait, and the devices' own queues begin to lose.
const INPUTS: usize = 1_024;
/// Longer than any MTU in use here.
const LONGEST_PACKET: usize = 9_216;
/// How long the loop sleeps with nothing on its way.
const IDLE: Duration = Duration::from_secs(1);

enum Input {
    Packet(Instant, Direction, Vec<u8>),
    /// A line of the control socket and where to put the answer.
    Line(String, SyncSender<String>),
    End,
}

/// Carries packets between the server's device and the client's until standard input ends.
///
/// # Errors
/// A device cannot be read.
pub(crate) fn run(devices: [File; 2], control: UnixListener, path: Path) -> io::Result<()> {
    let (sender, inputs) = sync_channel(INPUTS);
    let [server, client] = devices;
    for (direction, device) in [
        (Direction::Down, server.try_clone()?),
        (Direction::Up, client.try_clone()?),
    ] {
        let sender = sender.clone();
        thread::spawn(move || read_packets(device, direction, &sender));
    }
    let lines = sender.clone();
    thread::spawn(move || accept(&control, &lines));
    thread::spawn(move || await_end(&sender));
    carry(path, &inputs, &server, &client);
    Ok(())
}

fn carry(mut path: Path, inputs: &Receiver<Input>, server: &File, client: &File) {
    loop {
        let timeout = path
            .poll_timeout()
            .map_or(IDLE, |at| at.saturating_duration_since(Instant::now()));
        match inputs.recv_timeout(timeout) {
            Ok(Input::Packet(at, direction, packet)) => path.handle_packet(at, direction, packet),
            Ok(Input::Line(line, answer)) => {
                // Whoever asked may be gone by now.
                let _ = answer.send(obey(&mut path, &line));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Ok(Input::End) | Err(RecvTimeoutError::Disconnected) => return,
        }
        while let Some((direction, packet)) = path.poll_packet(Instant::now()) {
            let mut device = match direction {
                Direction::Up => server,
                Direction::Down => client,
            };
            // A device that is down takes nothing, as an unplugged cable.
            let _ = device.write(&packet);
        }
    }
}

fn obey(path: &mut Path, line: &str) -> String {
    match line.parse() {
        Ok(command) => path.handle_command(&command),
        Err(problem) => format!("error: {problem}"),
    }
}

fn read_packets(mut device: File, direction: Direction, inputs: &SyncSender<Input>) {
    let mut buffer = vec![0; LONGEST_PACKET];
    while let Ok(len) = device.read(&mut buffer) {
        let input = Input::Packet(Instant::now(), direction, buffer[..len].to_vec());
        if inputs.send(input).is_err() {
            return;
        }
    }
    // Without one of its ends the path is no path.
    let _ = inputs.send(Input::End);
}

/// Serves one test after the other.
fn accept(control: &UnixListener, inputs: &SyncSender<Input>) {
    for stream in control.incoming().flatten() {
        // A test that breaks off in the middle of a line ends its own connection only.
        let _ = converse(&stream, inputs);
    }
}

fn converse(stream: &UnixStream, inputs: &SyncSender<Input>) -> io::Result<()> {
    for line in BufReader::new(stream).lines() {
        let (answer, answered) = sync_channel(1);
        if inputs.send(Input::Line(line?, answer)).is_err() {
            break;
        }
        let Ok(text) = answered.recv() else { break };
        writeln!(&*stream, "{text}")?;
    }
    Ok(())
}

fn await_end(inputs: &SyncSender<Input>) {
    // Whatever it says, only its end matters: then nobody is left who would end this process.
    let _ = io::copy(&mut io::stdin(), &mut io::sink());
    let _ = inputs.send(Input::End);
}
