//! Work on many threads, results in order.

use std::collections::VecDeque;
use std::sync::mpsc;

use rayon::ThreadPoolBuildError;

/// How many results a thread may be ahead of the slowest one: enough to even out large and small files, few enough
/// that waiting results do not fill the memory.
const AHEAD: usize = 8;

/// Calls `work` on each item, on `jobs` threads of its own, and hands the results to `take` on this thread in the
/// order of the items. At most `jobs * 8` results wait at any time. Ends early when `take` fails.
///
/// The result says whether the threads could be started; inside, what `take` said.
///
/// # Errors
/// If the system gives us no threads.
pub fn in_order<I: Send, O: Send, E>(
    items: impl IntoIterator<Item = I>,
    jobs: usize,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<Result<(), E>, ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.max(1))
        .thread_name(|i| format!("yaodian-{i}"))
        .build()?;
    let work = &work;
    // Without a `Send` bound on `take` it must stay on this thread: hence `in_place`.
    Ok(pool.in_place_scope_fifo(|scope| {
        let mut waiting: VecDeque<mpsc::Receiver<O>> = VecDeque::new();
        for item in items {
            if waiting.len() >= jobs.max(1) * AHEAD {
                take_first(&mut waiting, &mut take)?;
            }
            let (done, result) = mpsc::sync_channel(1);
            waiting.push_back(result);
            // If nobody waits any more (`take` failed), the result is not wanted.
            scope.spawn_fifo(move |_| drop(done.send(work(item))));
        }
        while !waiting.is_empty() {
            take_first(&mut waiting, &mut take)?;
        }
        Ok(())
    }))
}

fn take_first<O, E>(
    waiting: &mut VecDeque<mpsc::Receiver<O>>,
    take: &mut impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    // A sender that is gone without a result panicked; the scope hands the panic on when it ends.
    waiting.pop_front().and_then(|first| first.recv().ok()).map_or(Ok(()), take)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::time::Duration;

    #[test]
    fn results_come_in_order_and_do_not_pile_up() {
        let (done, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |i: usize| {
            std::thread::sleep(Duration::from_micros(if i.is_multiple_of(7) { 300 } else { 10 }));
            assert!(done.fetch_add(1, SeqCst) <= taken.load(SeqCst) + 3 * AHEAD);
            i
        };
        let mut out = Vec::new();
        let take = |i| {
            out.push(i);
            taken.fetch_add(1, SeqCst);
            Ok::<_, ()>(())
        };
        in_order(0..500, 3, work, take).unwrap().unwrap();
        assert!(out.iter().copied().eq(0..500));
    }

    #[test]
    fn a_failing_taker_ends_the_run() {
        let done = AtomicUsize::new(0);
        let take = |i| if i == 5 { Err("closed") } else { Ok(()) };
        let end = in_order(0..10_000, 2, |i| (done.fetch_add(1, SeqCst), i).1, take).unwrap();
        assert_eq!(end, Err("closed"));
        assert!(done.load(SeqCst) <= 5 + 1 + 2 * AHEAD);
    }
}
