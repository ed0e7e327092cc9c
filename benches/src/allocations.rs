//! Counts the allocations of a few threads.
#![allow(unsafe_code)] // A global allocator is unsafe by its trait.

use crate::cpu::ThreadId;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Threads that can be watched at a time; nobody has the number -1.
const MOST: usize = 8;

static WATCHED: [AtomicI32; MOST] = [const { AtomicI32::new(-1) }; MOST];
static COUNT: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// Constant and without a destructor, so that reading it never allocates.
    static OWN: Cell<ThreadId> = const { Cell::new(0) };
}

/// Counts the allocations of these threads from now on, of the first eight if they are more.
pub(crate) fn watch(threads: &[ThreadId]) {
    for (place, watched) in WATCHED.iter().enumerate() {
        watched.store(threads.get(place).copied().unwrap_or(-1), Ordering::Relaxed);
    }
    COUNT.store(0, Ordering::Relaxed);
}

/// Allocations of the watched threads, growing ones included.
pub(crate) fn count() -> u64 {
    COUNT.load(Ordering::Relaxed)
}

struct Counting;

// SAFETY: everything is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note();
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

fn note() {
    // A thread that ends has no locals left; it is not a watched one.
    let own = OWN.try_with(|own| {
        if own.get() == 0 {
            own.set(crate::cpu::own_thread());
        }
        own.get()
    });
    let is_watched = |own| {
        WATCHED
            .iter()
            .any(|watched| watched.load(Ordering::Relaxed) == own)
    };
    if own.is_ok_and(is_watched) {
        COUNT.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    /// One test at a time watches: there is one count.
    pub(crate) fn turn() -> MutexGuard<'static, ()> {
        static TURN: Mutex<()> = Mutex::new(());
        TURN.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[test]
    fn only_the_watched_thread_is_counted() {
        let _turn = turn();
        watch(&[crate::cpu::own_thread()]);
        let elsewhere = std::thread::spawn(|| std::hint::black_box(vec![1_u8; 100]).len());
        let before = count();
        std::hint::black_box(Box::new(1_u64));
        assert_eq!(count(), before + 1);
        assert_eq!(elsewhere.join().unwrap(), 100);
    }
}
