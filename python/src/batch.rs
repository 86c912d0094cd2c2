//! Many files in one call: threads of this call only, so that a process may fork after it.

use std::sync::Mutex;
use std::thread;

/// What `work` makes of each item, in their order. `jobs` threads, or none beside the caller's for one; all have ended
/// when it returns.
pub(crate) fn map<I: Sync, O: Send>(items: &[I], jobs: usize, work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    if jobs <= 1 || items.len() <= 1 {
        return items.iter().map(work).collect();
    }
    let next = Mutex::new(items.iter().enumerate());
    // A lock is poisoned only by a panic while it is held, and `next` does not panic.
    let take = || next.lock().ok()?.next();
    let mut done: Vec<(usize, O)> = Vec::with_capacity(items.len());
    thread::scope(|scope| {
        let worker = || std::iter::from_fn(take).map(|(i, item)| (i, work(item))).collect::<Vec<_>>();
        let threads: Vec<_> = (0..jobs.min(items.len())).map(|_| scope.spawn(worker)).collect();
        for thread in threads {
            match thread.join() {
                Ok(part) => done.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    done.sort_unstable_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, made)| made).collect()
}
