//! Work on many threads, results in order, through a window that is bounded in number and in bytes.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc;

use rayon::ThreadPoolBuildError;

/// How many items a thread may have before it: enough that none waits for the next one.
const QUEUED: usize = 2;

/// What the items that no thread has begun yet may weigh together, in bytes. Members of archives are in memory.
const QUEUED_BYTES: usize = 64 << 20;

/// How many results a thread may be ahead of the slowest one where nothing is known of their weight.
const AHEAD: usize = 8;

/// How many results may wait for the slowest item before them, and what they may weigh together in bytes: so much
/// work the other threads can do beside one slow file before they must stand still.
const WAITING: usize = 1 << 14;
const WAITING_BYTES: usize = 64 << 20;

/// What may wait at any time.
#[derive(Debug)]
pub struct Bounds<I, O> {
    /// So many results.
    results: usize,
    /// What an item holds in memory, in bytes, roughly: 64 MiB of them, or one.
    item: fn(&I) -> usize,
    /// What a result holds: 64 MiB of them, beside one a thread.
    result: fn(&O) -> usize,
}

impl<I, O> Bounds<I, O> {
    /// Bounds by weight; and at most 16,384 results.
    pub fn by_weight(item: fn(&I) -> usize, result: fn(&O) -> usize) -> Self {
        Self { results: WAITING, item, result }
    }
}

/// Calls `work` on each item, on `jobs` threads of its own, and hands the results to `take` on this thread in the
/// order of the items. Items are drawn as they are needed; at most `jobs * 8` results wait. Ends early when `take`
/// fails.
///
/// The result says whether the threads could be started; inside, what `take` said.
///
/// # Errors
/// If the system gives us no threads.
pub fn in_order<I: Send, O: Send, E>(
    items: impl IntoIterator<Item = I>,
    jobs: usize,
    work: impl Fn(I) -> O + Sync,
    take: impl FnMut(O) -> Result<(), E>,
) -> Result<Result<(), E>, ThreadPoolBuildError> {
    let bounds = Bounds { results: jobs.max(1) * AHEAD, item: |_| 0, result: |_| 0 };
    in_order_within(bounds, items, jobs, work, take)
}

/// As [`in_order`], with other bounds.
///
/// # Errors
/// If the system gives us no threads.
pub fn in_order_within<I: Send, O: Send, E>(
    bounds: Bounds<I, O>,
    items: impl IntoIterator<Item = I>,
    jobs: usize,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<Result<(), E>, ThreadPoolBuildError> {
    let jobs = jobs.max(1);
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(jobs).thread_name(|i| format!("yaodian-{i}")).build()?;
    let (work, stop) = (&work, &AtomicBool::new(false));
    let weight_of = bounds.item;
    let mut items = items.into_iter().fuse();
    // Without a `Send` bound on `take` it must stay on this thread: hence `in_place`.
    Ok(pool.in_place_scope_fifo(|scope| {
        let (send, done) = mpsc::channel::<Finished<O>>();
        let mut window = Window::new(bounds);
        let end = 'run: loop {
            while window.has_room(jobs) {
                let Some(item) = items.next() else { break };
                let weight = weight_of(&item);
                let (place, send) = (window.begin(weight), send.clone());
                scope.spawn_fifo(move |_| {
                    if !stop.load(Relaxed) {
                        let result = panic::catch_unwind(AssertUnwindSafe(|| work(item)));
                        // If nobody waits any more (`take` failed), the result is not wanted.
                        drop(send.send(Finished { place, weight, result }));
                    }
                });
            }
            if window.running == 0 {
                break Ok(());
            }
            let Ok(finished) = done.recv() else { break Ok(()) };
            match finished.result {
                Ok(result) => window.put(finished.place, finished.weight, result),
                // A defect of ours outside the guard of a file: the run cannot go on.
                Err(panic) => {
                    stop.store(true, Relaxed);
                    panic::resume_unwind(panic);
                }
            }
            while let Some(result) = window.first() {
                if let Err(error) = take(result) {
                    break 'run Err(error);
                }
            }
        };
        stop.store(true, Relaxed);
        end
    }))
}

/// What a thread hands back.
struct Finished<O> {
    place: usize,
    /// Of the item.
    weight: usize,
    result: Result<O, Box<dyn Any + Send>>,
}

/// What is under way, and the results that wait for one before them.
struct Window<I, O> {
    bounds: Bounds<I, O>,
    waiting: VecDeque<Option<O>>,
    /// The place of the first of `waiting` among all items.
    start: usize,
    /// Results in `waiting`, and their weight.
    count: usize,
    bytes: usize,
    /// Items handed out and not finished, and their weight.
    running: usize,
    running_bytes: usize,
}

impl<I, O> Window<I, O> {
    fn new(bounds: Bounds<I, O>) -> Self {
        Self { bounds, waiting: VecDeque::new(), start: 0, count: 0, bytes: 0, running: 0, running_bytes: 0 }
    }

    /// Whether one more item may be begun.
    fn has_room(&self, jobs: usize) -> bool {
        let queue = self.running < jobs * QUEUED.max(1) && self.running_bytes < QUEUED_BYTES;
        (queue || self.running == 0) && self.count < self.bounds.results && self.bytes < WAITING_BYTES
    }

    fn begin(&mut self, weight: usize) -> usize {
        self.running += 1;
        self.running_bytes += weight;
        self.waiting.push_back(None);
        self.start + self.waiting.len() - 1
    }

    fn put(&mut self, place: usize, item_weight: usize, result: O) {
        self.running -= 1;
        self.running_bytes -= item_weight;
        self.count += 1;
        self.bytes += (self.bounds.result)(&result);
        if let Some(free) = self.waiting.get_mut(place - self.start) {
            *free = Some(result);
        }
    }

    /// The next result in order, if it is there.
    fn first(&mut self) -> Option<O> {
        let result = self.waiting.front_mut()?.take()?;
        self.waiting.pop_front();
        self.start += 1;
        self.count -= 1;
        self.bytes -= (self.bounds.result)(&result);
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::time::Duration;

    #[test]
    fn results_come_in_order() {
        let work = |i: usize| {
            std::thread::sleep(Duration::from_micros(if i.is_multiple_of(7) { 300 } else { 10 }));
            i
        };
        let mut out = Vec::new();
        let take = |i| {
            out.push(i);
            Ok::<_, ()>(())
        };
        in_order(0..500, 3, work, take).unwrap().unwrap();
        assert!(out.iter().copied().eq(0..500));
    }

    #[test]
    fn a_slow_item_holds_up_nobody_within_the_window() {
        let (done, first) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |i: usize| {
            if i == 0 {
                while done.load(SeqCst) < 2000 {
                    std::thread::yield_now();
                }
                first.store(done.load(SeqCst), SeqCst);
            }
            done.fetch_add(1, SeqCst);
            i
        };
        let bounds = Bounds::by_weight(|_| 0, |_| 0);
        in_order_within(bounds, 0..3000, 2, work, |_| Ok::<_, ()>(())).unwrap().unwrap();
        assert!(first.load(SeqCst) >= 2000);
    }

    #[test]
    fn results_do_not_pile_up() {
        const EACH: usize = 1 << 20;
        let (done, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let most = WAITING_BYTES / EACH + 3 * QUEUED;
        let work = |i: usize| {
            if i == 0 {
                std::thread::sleep(Duration::from_millis(50));
            }
            assert!(done.fetch_add(1, SeqCst) <= taken.load(SeqCst) + most);
            i
        };
        let take = |_| {
            taken.fetch_add(1, SeqCst);
            Ok::<_, ()>(())
        };
        let bounds = Bounds::by_weight(|_| 0, |_| EACH);
        in_order_within(bounds, 0..500, 3, work, take).unwrap().unwrap();
        assert_eq!(taken.load(SeqCst), 500);
    }

    #[test]
    fn heavy_items_are_drawn_one_by_one() {
        let (drawn, begun) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..50).map(|_| {
            assert!(drawn.fetch_add(1, SeqCst) <= begun.load(SeqCst) + 1);
        });
        let work = |()| begun.fetch_add(1, SeqCst);
        let bounds = Bounds::by_weight(|()| QUEUED_BYTES, |_| 0);
        in_order_within(bounds, items, 3, work, |_| Ok::<_, ()>(())).unwrap().unwrap();
    }

    #[test]
    fn a_failing_taker_ends_the_run() {
        let done = AtomicUsize::new(0);
        let take = |i| if i == 5 { Err("closed") } else { Ok(()) };
        let end = in_order(0..100_000, 2, |i| (done.fetch_add(1, SeqCst), i).1, take).unwrap();
        assert_eq!(end, Err("closed"));
        assert!(done.load(SeqCst) < 100_000);
    }

    #[test]
    #[should_panic(expected = "at line 3")]
    fn a_panic_outside_a_guard_ends_the_run() {
        let work = |i: usize| if i == 3 { panic!("at line {i}") } else { i };
        let _ = in_order(0..100, 2, work, |_| Ok::<_, ()>(()));
    }
}
