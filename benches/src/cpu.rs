//! CPU time of single threads.
#![allow(unsafe_code)] // The clocks of other threads are to be had from libc alone.

use std::time::Duration;
use std::{fs, io};

/// The kernel's number of a thread.
pub(crate) type ThreadId = libc::pid_t;

/// The calling thread.
pub(crate) fn own_thread() -> ThreadId {
    // SAFETY: takes nothing, always succeeds.
    unsafe { libc::gettid() }
}

/// The threads of this process whose name begins so.
///
/// # Errors
/// There is none.
pub(crate) fn threads_named(beginning: &str) -> io::Result<Vec<ThreadId>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc/self/task")? {
        let entry = entry?;
        // A thread may end while the folder is read.
        let name = fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
        if name.starts_with(beginning) {
            found.push(
                entry
                    .file_name()
                    .to_string_lossy()
                    .parse()
                    .map_err(io::Error::other)?,
            );
        }
    }
    match found.len() {
        0 => Err(io::Error::other("no thread of this name")),
        _ => Ok(found),
    }
}

/// CPU time, user and system, that threads of this process have used.
///
/// # Errors
/// One is gone.
pub(crate) fn used_by(threads: &[ThreadId]) -> io::Result<Duration> {
    threads.iter().map(|thread| used(*thread)).sum()
}

/// Lets this thread's sleeps end when they should: the kernel else adds 50 us, to save wake-ups.
pub(crate) fn sleep_exactly() {
    // SAFETY: takes integers, changes nothing but the calling thread's timers.
    unsafe { libc::prctl(libc::PR_SET_TIMERSLACK, 1_000) };
}

/// CPU time, user and system, that a thread of this process has used.
///
/// # Errors
/// The thread is gone.
pub(crate) fn used(thread: ThreadId) -> io::Result<Duration> {
    // The kernel's name for a thread's CPU clock: its inverted number over "per thread" (4), "scheduler's time" (2).
    let clock = (!thread << 3) | 6;
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the place outlives the call; an unknown clock is refused.
    if unsafe { libc::clock_gettime(clock, &raw mut time) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_found_by_name_with_its_own_time() {
        let (tell, told) = std::sync::mpsc::channel();
        let work = move || {
            tell.send(own_thread()).unwrap();
            std::thread::park();
        };
        let idle = std::thread::Builder::new()
            .name("idle".into())
            .spawn(work)
            .unwrap();
        let number = told.recv().unwrap();
        assert_eq!(threads_named("idle").unwrap(), [number]);
        let own = used(own_thread()).unwrap();
        while used(own_thread()).unwrap() < own + Duration::from_millis(20) {}
        assert!(used(number).unwrap() < Duration::from_millis(20));
        idle.thread().unpark();
        idle.join().unwrap();
        assert!(threads_named("nobody").is_err());
    }
}
