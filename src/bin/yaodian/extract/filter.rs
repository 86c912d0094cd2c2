//! `yaodian extract --stdin-jsonl`: a filter for other engines. A line in, a record out, in order, as soon as it is
//! ready: whoever writes one line and waits for its answer gets it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use yaodian::document::Document;
use yaodian::long::{self, Lengths, Wanted, is_long};
use yaodian::notice::Notice;
use yaodian::pipeline::unread;
use yaodian::{Pipeline, batch, emit};

use super::done::Done;
use super::sink::{Piece, Shape};
use super::tell::Teller;
use crate::GOOD;
use crate::args::Extract;
use crate::output::Output;

/// How many answers a thread may be ahead of the slowest one.
const AHEAD: usize = 4;

/// What a line says.
#[derive(Deserialize)]
struct Line {
    path: String,
    text: Option<String>,
    base64: Option<String>,
}

/// A line, or how many bytes there were of one that was too long to be kept.
type Read1 = Result<Vec<u8>, u64>;

pub(super) fn run(args: &Extract, jobs: usize) -> anyhow::Result<ExitCode> {
    let mut out = Output::open(args.output.as_deref())?;
    let shape = Shape::Text(emit::Format::Jsonl);
    let pipeline = Arc::new(Pipeline::new(&args.options()));
    let mut teller = Teller::new(args)?;

    // The lines go to the threads, and where their answers will come goes here, in order; both are bounded.
    let (to_threads, lines) = sync_channel::<(u64, Read1, SyncSender<Done>)>(jobs);
    let (to_us, answers) = sync_channel::<Receiver<Done>>(jobs * AHEAD);
    let lines = Arc::new(Mutex::new(lines));
    for _ in 0..jobs {
        let (lines, pipeline, repairs) = (Arc::clone(&lines), Arc::clone(&pipeline), args.repairs);
        thread::spawn(move || {
            let next = || lines.lock().unwrap_or_else(PoisonError::into_inner).recv();
            while let Ok((number, line, answer)) = next() {
                let done = match asked(&pipeline, number, &line) {
                    Ok((path, bytes)) if is_long(&bytes) => {
                        let wanted = Wanted { repairs, text: false };
                        let long = long::made(&pipeline, &path, &*bytes, wanted, Lengths::default());
                        Done::of_long(number - 1, &long, shape)
                    }
                    Ok((path, bytes)) => {
                        let document = batch::process_bytes(&pipeline, &path, &bytes);
                        Done::of(number - 1, &document, repairs, shape)
                    }
                    Err(document) => Done::of(number - 1, &document, repairs, shape),
                };
                // If nobody waits any more, the answer is not wanted.
                drop(answer.send(done));
            }
        });
    }
    // Long enough for a file of the largest size as escaped text (six bytes for three) or base64 (four for three).
    let limit = args.reading.options().limits.file_bytes.saturating_mul(2).saturating_add(1 << 20);
    let reader = thread::spawn(move || read_lines(limit, &to_threads, &to_us));

    loop {
        // Nothing is ready: what we have must not wait for the next line.
        let answer = match answers.try_recv() {
            Err(TryRecvError::Empty) => {
                out.flush()?;
                answers.recv().ok()
            }
            answer => answer.ok(),
        };
        let Some(answer) = answer else { break };
        let Ok(done) = answer.try_recv().or_else(|_| {
            out.flush()?;
            answer.recv().map_err(io::Error::other)
        }) else {
            anyhow::bail!("程序内部错误:有一行没有结果 · internal error: a line has no answer");
        };
        teller.tell(&done.about)?;
        if let Piece::Text(record) = done.piece {
            // With its line end: whoever waits for this line must not wait for the next one.
            out.write_all(record.as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    out.finish()?;
    teller.finish()?;
    // A line that could not be read has its record. Engines take another code than 0 for a lost job.
    match reader.join() {
        Ok(end) => end.map(|()| GOOD).map_err(Into::into),
        Err(_) => anyhow::bail!("程序内部错误 · internal error"),
    }
}

fn read_lines(
    limit: u64,
    to_threads: &SyncSender<(u64, Read1, SyncSender<Done>)>,
    to_us: &SyncSender<Receiver<Done>>,
) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    for number in 1.. {
        let Some(line) = next_line(&mut input, limit)? else { break };
        let (answer, waiting) = sync_channel(1);
        // The other side has ended: so do we.
        if to_us.send(waiting).is_err() || to_threads.send((number, line, answer)).is_err() {
            break;
        }
    }
    Ok(())
}

/// The next line without its break; `None` at the end.
fn next_line(input: &mut impl BufRead, limit: u64) -> io::Result<Option<Read1>> {
    let mut line = Vec::new();
    if input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 >= limit {
        let kept = line.len() as u64;
        drop(line);
        return Ok(Some(Err(kept + skip_line(input)?)));
    }
    Ok(Some(Ok(line)))
}

/// Reads on to the end of the line and keeps nothing; how many bytes there were.
fn skip_line(input: &mut impl BufRead) -> io::Result<u64> {
    let mut bytes = 0;
    loop {
        let part = input.fill_buf()?;
        let end = part.iter().position(|&b| b == b'\n');
        let taken = end.map_or(part.len(), |at| at + 1);
        bytes += taken as u64;
        input.consume(taken);
        if end.is_some() || taken == 0 {
            return Ok(bytes);
        }
    }
}

/// The name and the bytes that a line gives; where it gives none, the document that says so.
fn asked(pipeline: &Pipeline, number: u64, line: &Read1) -> Result<(String, Vec<u8>), Box<Document>> {
    let bad = |path: Option<&str>, bytes: &[u8], what: &str| {
        let message = format!(
            "第 {number} 行不对:{what};要 {{\"path\":…, \"text\":…}} 或 {{\"path\":…, \"base64\":…}} · line {number}: {what}; \
             expected {{\"path\":…, \"text\":…}} or {{\"path\":…, \"base64\":…}}"
        );
        Err(Box::new(unread(path.unwrap_or("-"), bytes, Notice::error("bad_line", message))))
    };
    let line = match line {
        Ok(line) => line,
        Err(bytes) => return bad(None, b"", &format!("{bytes} bytes")),
    };
    let Line { path, text, base64 } = match serde_json::from_slice(line) {
        Ok(line) => line,
        Err(error) => return bad(None, line, &error.to_string()),
    };
    let bytes = match (text, base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(base64)) => match BASE64_STANDARD.decode(base64) {
            Ok(bytes) => bytes,
            Err(error) => return bad(Some(&path), line, &error.to_string()),
        },
        (None, None) => return bad(Some(&path), line, "no text, no base64"),
        (Some(_), Some(_)) => return bad(Some(&path), line, "both text and base64"),
    };
    if bytes.len() as u64 > pipeline.limits().file_bytes {
        let limit = pipeline.limits().file_bytes;
        let message = format!("超过 {limit} 字节,没有读入 · larger than {limit} bytes, not read");
        return Err(Box::new(unread(&path, &bytes, Notice::error("file_too_large", message))));
    }
    Ok((path, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_too_long_are_skipped_and_counted() {
        let mut input = BufReader::with_capacity(2, &b"abc\n0123456789\n\nlast"[..]);
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input, 6).unwrap() {
            lines.push(line);
        }
        assert_eq!(lines, [Ok(b"abc".to_vec()), Err(11), Ok(Vec::new()), Ok(b"last".to_vec())]);
    }
}
