//! The parts of one file on the threads of the run: idle threads help, none is started.

use std::sync::mpsc;

/// Calls `work` on each item and hands the results to `take` in the order of the items. Called on a thread of
/// [`super::in_order`], it lets the other threads of that run take items too when they have nothing else to do; elsewhere
/// all is done on this thread. Items are drawn as they are needed, at most one more than there are threads. Ends early when `take` fails.
///
/// `work` must not panic.
///
/// # Errors
/// What `take` says.
pub fn spread<I: Send, O: Send, E>(
    items: impl IntoIterator<Item = I>,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    let mut items = items.into_iter().fuse();
    let threads = rayon::current_thread_index().map_or(1, |_| rayon::current_num_threads());
    if threads == 1 {
        return items.try_for_each(|item| take(work(item)));
    }
    let work = &work;
    rayon::in_place_scope_fifo(|scope| {
        let (send, done) = mpsc::channel();
        // What is under way from `first` on, in order; results wait here for those before them.
        let (mut waiting, mut first) = (std::collections::VecDeque::new(), 0);
        loop {
            while waiting.len() <= threads
                && let Some(item) = items.next()
            {
                let (place, send) = (first + waiting.len(), send.clone());
                waiting.push_back(None);
                scope.spawn_fifo(move |_| drop(send.send((place, work(item)))));
            }
            if waiting.is_empty() {
                return Ok(());
            }
            // Our own items first; when others have taken them all, there is nothing to do but to wait for them.
            let result = match done.try_recv() {
                Ok(result) => Some(result),
                Err(_) => match rayon::yield_local() {
                    Some(rayon::Yield::Executed) => None,
                    _ => done.recv().ok(),
                },
            };
            if let Some((place, result)) = result
                && let Some(free) = waiting.get_mut(place - first)
            {
                *free = Some(result);
            }
            while let Some(result) = waiting.front_mut().and_then(Option::take) {
                waiting.pop_front();
                first += 1;
                take(result)?;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::thread;
    use std::time::Duration;

    use super::super::in_order;
    use super::*;

    fn within(jobs: usize, work: impl Fn(usize) -> Vec<usize> + Sync) -> Vec<Vec<usize>> {
        let mut out = Vec::new();
        let take = |result| {
            out.push(result);
            Ok::<_, ()>(())
        };
        in_order(0..4, jobs, work, take).unwrap().unwrap();
        out
    }

    #[test]
    fn parts_come_in_order_on_any_threads() {
        for jobs in 1..5 {
            let out = within(jobs, |file| {
                let mut parts = Vec::new();
                let work = |i: usize| {
                    thread::sleep(Duration::from_micros(if i.is_multiple_of(5) { 400 } else { 20 }));
                    file * 1000 + i
                };
                let take = |i| {
                    parts.push(i);
                    Ok::<_, ()>(())
                };
                spread(0..60, work, take).unwrap();
                parts
            });
            assert_eq!(
                out,
                (0..4).map(|f| (0..60).map(|i| f * 1000 + i).collect::<Vec<_>>()).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn idle_threads_help() {
        let helped = Mutex::new(Vec::new());
        within(3, |file| {
            if file == 0 {
                let work = |_| {
                    thread::sleep(Duration::from_millis(2));
                    helped.lock().unwrap().push(thread::current().id());
                };
                spread(0..60, work, |()| Ok::<_, ()>(())).unwrap();
            }
            Vec::new()
        });
        let mut threads = helped.into_inner().unwrap();
        threads.sort_by_key(|id| format!("{id:?}"));
        threads.dedup();
        assert_eq!(threads.len(), 3);
    }

    #[test]
    fn a_failing_taker_ends_it() {
        let end = |jobs| {
            within(jobs, |_| {
                let taken = spread(0..1000, |i| i, |i| if i == 5 { Err(i) } else { Ok(()) });
                vec![taken.unwrap_err()]
            })
        };
        assert_eq!(end(1), end(3));
    }
}
