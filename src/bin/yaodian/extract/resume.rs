//! Going on with an interrupted run: its records stay, as long as each still belongs to the next input.

use yaodian::batch;
use yaodian::batch::keep::manifest::Lines;
use yaodian::batch::keep::{Entry, Part};

use super::done::About;
use super::inputs::{Inputs, Task};
use super::tell::Teller;
use super::work::Worker;

/// So many are looked at together, or so many bytes of members.
const TOGETHER: usize = 1024;
const TOGETHER_BYTES: usize = 64 << 20;

/// Keeps the records of the earlier run, up to the first that does not fit. Gives what was drawn of the inputs and is
/// still to be done.
pub(crate) fn keep(
    part: &mut Part,
    mut lines: Lines,
    inputs: &mut Inputs,
    worker: &Worker,
    jobs: usize,
    teller: &mut Teller,
) -> anyhow::Result<Vec<Task>> {
    let mut left = Vec::new();
    let mut kept = 0;
    while left.is_empty() {
        let pairs = together(&mut lines, inputs);
        if pairs.is_empty() {
            break;
        }
        let mut still: Vec<Option<About>> = Vec::new();
        let look = |(task, entry): &(Task, Entry)| worker.still(part, task, entry);
        batch::in_order(&pairs, jobs, look, |about| -> anyhow::Result<()> {
            still.push(about);
            Ok(())
        })??;
        for ((task, entry), about) in pairs.into_iter().zip(still) {
            match about {
                Some(about) if left.is_empty() => {
                    part.keep(&entry);
                    teller.tell(&about)?;
                    kept += 1;
                }
                _ => left.push(task),
            }
        }
    }
    part.cut()?;
    tracing::debug!(kept, "records of the interrupted run");
    Ok(left)
}

fn together(lines: &mut Lines, inputs: &mut Inputs) -> Vec<(Task, Entry)> {
    let (mut pairs, mut bytes) = (Vec::new(), 0);
    while pairs.len() < TOGETHER && bytes < TOGETHER_BYTES {
        let Some(entry) = lines.next() else { break };
        let Some(task) = inputs.next() else { break };
        bytes += task.input.weight();
        pairs.push((task, entry));
    }
    pairs
}
