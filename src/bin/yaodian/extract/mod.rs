//! `yaodian extract`: the main job. What is run stands here; what a file gave in [`done`], where it is written in
//! [`sink`], what people are told in [`tell`].

mod done;
mod filter;
mod sink;
mod tables;
mod tell;

use std::process::ExitCode;
use std::thread;

use yaodian::batch::{self, Input};
use yaodian::emit::Marker;
use yaodian::{Options, Pipeline};

use crate::args::{Extract, Format};
use crate::{GOOD, SOME_FAILED, dedup, say};
use done::Done;
use sink::Sink;
use tell::Teller;

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
    let found = batch::find(&args.paths)?;
    for path in &found.empty {
        say::line(format_args!("{path}: 没有 .txt 或 .docx 文件 · no .txt or .docx files"));
    }
    let mut sink = Sink::open(args)?;
    let shape = sink.shape();
    let pipeline = Pipeline::new(&Options {
        words: args.words || args.format.has_sentences(),
        signatures: args.signatures || args.dedup,
        ..args.reading.options()
    });
    let mut marker = args.dedup.then(Marker::default);
    let mut teller = Teller::new(found.inputs.len(), args.output.is_some());

    let work = |input: &Input| Done::new(&pipeline, input, args.repairs, shape);
    batch::in_order(&found.inputs, jobs, work, |done: Done| -> anyhow::Result<()> {
        teller.tell(&done);
        sink.take(match &mut marker {
            Some(marker) => done.piece.marked(marker)?,
            None => done.piece,
        })
    })??;
    sink.finish()?;
    let good = teller.finish();
    if let Some(marker) = marker {
        dedup::tell(marker.counts());
    }
    Ok(if good { GOOD } else { ExitCode::from(SOME_FAILED) })
}
