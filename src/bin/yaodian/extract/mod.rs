//! `yaodian extract`: the main job. What is run stands here; what is read in [`inputs`], what is done with it in
//! [`work`], where it is written in [`sink`], what people are told in [`tell`].

mod apart;
mod done;
mod inputs;
mod long;
mod resume;
mod run;
mod filter;
mod sink;
mod tables;
mod tell;
mod work;

use std::process::ExitCode;
use std::thread;

use yaodian::Pipeline;
use yaodian::batch::keep::manifest::Lines;
use yaodian::batch::keep::{Former, Part};
use yaodian::batch::{self, Bounds};
use yaodian::emit::Marker;

pub(crate) use done::Made;
pub(crate) use run::name as format_name;

use crate::args::{Extract, Format};
use crate::output;
use crate::{GOOD, SOME_FAILED, dedup, say};
use apart::Apart;
use done::Done;
use inputs::{Inputs, Task};
use sink::Sink;
use tell::Teller;
use work::{Place, Worker};

pub(crate) fn run(args: &Extract) -> anyhow::Result<ExitCode> {
    if args.bom && !matches!(args.format, Format::Csv) {
        anyhow::bail!("--bom 只用于 --format csv · --bom is for --format csv only");
    }
    let jobs = args.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let records = matches!(args.format, Format::Jsonl | Format::Json) && !args.stdin_jsonl;
    anyhow::ensure!(
        records || !(args.dedup || args.signatures),
        "--dedup 和 --signatures 只用于 --format jsonl 或 json · --dedup and --signatures are for --format jsonl or json only"
    );
    if args.stdin_jsonl {
        anyhow::ensure!(
            matches!(args.format, Format::Jsonl),
            "--stdin-jsonl 只输出 jsonl · --stdin-jsonl answers in jsonl only"
        );
        return filter::run(args, jobs);
    }
    let mut inputs = Inputs::open(args)?;
    let Begun { mut sink, lines, former } = begin(args)?;
    let mut teller = Teller::new(args)?;
    let options = args.options();
    let shape = sink.shape();
    let place = if args.safety.apart() {
        let Some((format, _)) = shape.written() else {
            anyhow::bail!("--isolate 只用于 jsonl 和 json · --isolate works with jsonl and json only");
        };
        Place::Apart(Apart::new(args, format_name(format)))
    } else {
        Place::Here(Box::new(Pipeline::new(&options)))
    };
    let folder = sink.folder();
    let worker = Worker { place, limits: options.limits, shape, repairs: args.repairs, former, folder };

    let left = match (&mut sink, lines) {
        (Sink::Kept { part, .. }, Some(lines)) => {
            resume::keep(part, lines, &mut inputs, &worker, jobs, &mut teller)?
        }
        _ => Vec::new(),
    };
    let bounds = Bounds::by_weight(|task: &Task| task.input.weight(), |done: &Done| done.piece.weight());
    let tasks = left.into_iter().chain(inputs.by_ref());
    let work = |task| worker.work(task);
    let mut marker = args.dedup.then(Marker::default);
    batch::in_order_within(bounds, tasks, jobs, work, |done: Done| -> anyhow::Result<()> {
        teller.tell(&done.about)?;
        let piece = match &mut marker {
            Some(marker) => done.piece.marked(marker)?,
            None => done.piece,
        };
        sink.take(piece, &done.about)
    })??;
    sink.finish(inputs.finish())?;
    let good = teller.finish()?;
    if let Some(marker) = marker {
        dedup::tell(marker.counts());
    }
    Ok(if good { GOOD } else { ExitCode::from(SOME_FAILED) })
}

/// An output that was opened, and what earlier runs left of it.
struct Begun {
    sink: Sink,
    lines: Option<Lines>,
    former: Option<Former>,
}

/// Opens what the arguments ask for. Whether we may write there shows now and not after the work.
fn begin(args: &Extract) -> anyhow::Result<Begun> {
    let lines = args.output.as_deref().filter(|_| args.format == Format::Jsonl && !args.dedup);
    let file = lines.map(output::regular).transpose()?.flatten();
    let goes_on = args.safety.resume || args.safety.incremental || args.choice.shard.is_some();
    if args.dedup && goes_on {
        anyhow::bail!(
            "--dedup 要从头看到尾,不能与 --resume、--incremental、--shard 同用;请分两步:yaodian extract … --signatures -o out.jsonl \
             加上这些选项(--shard 的各份先用 yaodian merge 合并),再 yaodian dedup out.jsonl -o marked.jsonl · --dedup must see \
             all of an archive: not with --resume, --incremental or --shard. Instead: yaodian extract … --signatures -o \
             out.jsonl with these options (shares: yaodian merge them), then yaodian dedup out.jsonl -o marked.jsonl"
        );
    }
    if let Some(place) = file {
        let head = run::head(args)?;
        let former = args.safety.incremental.then(|| Former::open(&place, &head.run));
        if former.as_ref().is_some_and(Option::is_none) && place.exists() {
            say::line(format_args!(
                "上次的结果没有清单,或程序、选项变了,全部重做 · the former output has no manifest, or program or options \
                 changed: all is done again"
            ));
        }
        let left_behind = Part::left_behind(&place);
        let run = head.run.clone();
        let (part, lines) = Part::open(&place, &head, args.safety.resume)?;
        if left_behind > 0 && lines.is_none() {
            let why = if args.safety.resume {
                "程序或选项变了 · program or options changed"
            } else {
                "--resume"
            };
            say::line(format_args!(
                "上次中断时已有 {left_behind} 条,从头重做({why}) · {left_behind} records of an interrupted run are \
                 done again ({why})"
            ));
        }
        return Ok(Begun { sink: Sink::kept(part, place, run), lines, former: former.flatten() });
    }
    if goes_on {
        anyhow::bail!(
            "--resume、--incremental、--shard 只用于写入文件的 jsonl · --resume, --incremental and --shard work with \
             jsonl in a file only"
        );
    }
    Ok(Begun { sink: Sink::open(args)?, lines: None, former: None })
}
