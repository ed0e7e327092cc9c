//! Waiting for the socket, for a wake-up by another thread, for time.

use super::bind::MediaSocket;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

/// Wakes a thread that waits in [`wait`].
#[derive(Debug)]
pub struct Waker {
    event: OwnedFd,
}

impl Waker {
    /// A waker that nobody called yet.
    ///
    /// # Errors
    /// The process has no file descriptor left.
    pub fn new() -> io::Result<Self> {
        // SAFETY: takes integers; the descriptor it returns is ours alone.
        let fd = unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: a fresh descriptor, owned by nobody else.
        Ok(Self {
            event: unsafe { OwnedFd::from_raw_fd(fd) },
        })
    }

    /// Wakes the thread, or lets its next wait return at once. It fails only when a wake-up is already due.
    pub fn wake(&self) {
        // SAFETY: the descriptor is an eventfd and open.
        unsafe { libc::eventfd_write(self.event.as_raw_fd(), 1) };
    }

    /// Forgets the wake-ups so far.
    pub fn clear(&self) {
        let mut wakes: libc::eventfd_t = 0;
        // SAFETY: the descriptor is an eventfd and open, the place outlives the call.
        unsafe { libc::eventfd_read(self.event.as_raw_fd(), &raw mut wakes) };
    }
}

/// Why [`wait`] returned; neither for time or a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ready {
    /// Datagrams wait.
    pub socket: bool,
    /// Somebody called [`Waker::wake`].
    pub waker: bool,
}

/// Waits until datagrams come, somebody wakes, or `timeout` is over (never before; `None` waits forever).
///
/// # Errors
/// The system refuses to wait: a bug or no memory.
pub fn wait(socket: &MediaSocket, waker: &Waker, timeout: Option<Duration>) -> io::Result<Ready> {
    let mut asked = [
        asking(socket.raw(), libc::POLLIN),
        asking(waker.event.as_raw_fd(), libc::POLLIN),
    ];
    poll(&mut asked, timeout)?;
    Ok(Ready {
        socket: asked[0].revents != 0,
        waker: asked[1].revents != 0,
    })
}

/// Waits until the socket has room to send; returns whether it has.
pub(super) fn wait_writable(socket: &MediaSocket, timeout: Duration) -> bool {
    let mut asked = [asking(socket.raw(), libc::POLLOUT)];
    poll(&mut asked, Some(timeout)).is_ok() && asked[0].revents != 0
}

fn asking(fd: RawFd, events: libc::c_short) -> libc::pollfd {
    libc::pollfd {
        fd,
        events,
        revents: 0,
    }
}

/// `ppoll` takes nanoseconds, so that a timer due in half a millisecond neither spins nor comes late.
fn poll(asked: &mut [libc::pollfd], timeout: Option<Duration>) -> io::Result<()> {
    let timeout = timeout.map(|timeout| {
        // A day is as good as forever; it keeps the seconds inside `time_t` everywhere.
        let timeout = timeout.min(Duration::from_secs(86_400));
        libc::timespec {
            tv_sec: timeout.as_secs() as _,
            tv_nsec: timeout.subsec_nanos() as _,
        }
    });
    let timeout = timeout.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the descriptors and the time outlive the call; no signal mask is given.
    let got = unsafe {
        libc::ppoll(
            asked.as_mut_ptr(),
            asked.len() as libc::nfds_t,
            timeout,
            std::ptr::null(),
        )
    };
    match got {
        0.. => Ok(()),
        _ => match io::Error::last_os_error() {
            signal if signal.kind() == io::ErrorKind::Interrupted => Ok(()),
            refused => Err(refused),
        },
    }
}
