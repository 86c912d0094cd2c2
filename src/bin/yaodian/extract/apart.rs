//! Processes of their own for files: what kills one costs one file. This side asks; [`crate::worker`] answers.
//!
//! A thread of ours cannot be stopped from outside, nor can its memory be limited; a process can. Each thread uses one
//! process at a time, again and again; one that took too long or too much is ended, and the next file gets a new one.

use std::io::{self, Read};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use yaodian::notice::Notice;

use super::done::Made;
use crate::args::Extract;
use crate::worker;

/// What is kept of what a process says before it dies, in bytes.
const LAST_WORDS: usize = 1 << 12;

/// The processes.
pub(crate) struct Apart {
    args: Vec<String>,
    time: Option<Duration>,
    idle: Mutex<Vec<Process>>,
}

type Reply = (Made, String);

/// Why there is no reply.
enum Fault {
    /// It died before it had the whole file.
    Deaf,
    Notice(Notice),
}

impl Apart {
    pub(crate) fn new(args: &Extract, format: &str) -> Self {
        let mut own = vec!["worker".to_owned(), format!("--format={format}")];
        own.extend(args.words.then(|| "--words".into()));
        own.extend(args.jieba_words.then(|| "--jieba-words".into()));
        own.extend(args.options().signatures.then(|| "--signatures".into()));
        own.extend(args.repairs.then(|| "--repairs".into()));
        own.extend(args.safety.memory_per_file.map(|n| format!("--memory={n}")));
        own.extend(args.reading.to_args());
        let time = args.safety.timeout_per_file.map(|s| Duration::from_secs(s.get()));
        Self { args: own, time, idle: Mutex::new(Vec::new()) }
    }

    /// What a process made of a file, and its record.
    ///
    /// # Errors
    /// If none could be started, or it died or was ended over the file.
    pub(crate) fn ask(&self, name: &str, bytes: &[u8]) -> Result<Reply, Notice> {
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(process) = waiting {
            match self.ask_it(process, name, bytes) {
                Ok(reply) => return Ok(reply),
                Err(Fault::Notice(notice)) => return Err(notice),
                // It may have died of something else, since its last file.
                Err(Fault::Deaf) => {}
            }
        }
        let process = Process::start(&self.args).map_err(|error| {
            let message = format!("启动不了子进程:{error} · a process cannot be started: {error}");
            Notice::error("crashed", message)
        })?;
        self.ask_it(process, name, bytes).map_err(|fault| match fault {
            Fault::Notice(notice) => notice,
            Fault::Deaf => {
                Notice::error("crashed", "子进程未读完文件就退出了 · the process died while it took the file")
            }
        })
    }

    fn ask_it(&self, mut process: Process, name: &str, bytes: &[u8]) -> Result<Reply, Fault> {
        let heard = worker::write(&mut process.stdin, &[name.as_bytes(), bytes]);
        // Whoever dies over the bytes themselves has last words: only silence is deafness.
        if heard.is_err() {
            let words = process.end();
            return Err(if words.is_memory() { Fault::Notice(words.notice()) } else { Fault::Deaf });
        }
        let reply = match self.time {
            Some(time) => process.replies.recv_timeout(time),
            None => process.replies.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match reply {
            Ok(Ok(reply)) => {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(process);
                Ok(reply)
            }
            Err(RecvTimeoutError::Timeout) => {
                process.end();
                let seconds = self.time.unwrap_or_default().as_secs();
                let message = format!(
                    "超过 {seconds} 秒没有做完,已停止;可用 --timeout-per-file 放宽 · not done after {seconds} seconds, \
                     ended; --timeout-per-file raises the limit"
                );
                Err(Fault::Notice(Notice::error("timeout", message)))
            }
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Fault::Notice(process.end().notice())),
        }
    }
}

/// A process that waits for files.
struct Process {
    child: Child,
    stdin: ChildStdin,
    replies: Receiver<io::Result<Reply>>,
    words: Receiver<Vec<u8>>,
}

impl Process {
    fn start(args: &[String]) -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let stdin = child.stdin.take().ok_or_else(gone)?;
        let mut stdout = child.stdout.take().ok_or_else(gone)?;
        let mut stderr = child.stderr.take().ok_or_else(gone)?;
        if worker::read(&mut stdout)?.as_deref() != Some(worker::READY) {
            return Err(gone());
        }
        let (send, replies) = mpsc::channel();
        thread::Builder::new()
            .name("yaodian-replies".into())
            .spawn(move || while send.send(reply(&mut stdout)).is_ok() {})?;
        let (tell, words) = mpsc::channel();
        thread::Builder::new().name("yaodian-words".into()).spawn(move || {
            let (mut last, mut buffer) = (Vec::new(), [0; 1024]);
            while let Ok(read @ 1..) = stderr.read(&mut buffer) {
                last.extend_from_slice(&buffer[..read]);
                last.drain(..last.len().saturating_sub(LAST_WORDS));
            }
            drop(tell.send(last));
        })?;
        Ok(Self { child, stdin, replies, words })
    }

    /// Ends it, if it has not ended by itself.
    fn end(mut self) -> LastWords {
        // It may be dying just now, and its own end says more than ours.
        let patience = Duration::from_millis(200);
        let said = self.words.recv_timeout(patience).unwrap_or_default();
        let _ = self.child.kill();
        let status = self.child.wait().map_or_else(|e| e.to_string(), |s| s.to_string());
        LastWords { said: String::from_utf8_lossy(&said).into_owned(), status }
    }
}

fn reply(from: &mut ChildStdout) -> io::Result<Reply> {
    let made = worker::read(from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let text = worker::read(from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let text = String::from_utf8(text).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok((serde_json::from_slice(&made)?, text))
}

/// How a process died.
struct LastWords {
    said: String,
    status: String,
}

impl LastWords {
    /// Rust's own words when the system gives no more.
    fn is_memory(&self) -> bool {
        self.said.contains("memory allocation of")
    }

    fn notice(&self) -> Notice {
        if self.is_memory() {
            let message = "用到的内存超过上限,已停止;可用 --memory-per-file 放宽 · needed more memory than allowed, ended; \
                           --memory-per-file raises the limit";
            return Notice::error("memory_limit", message);
        }
        let status = &self.status;
        let message = format!(
            "处理此文件的进程崩溃了,请把文件发给我们:{status} · the process died over this file, please report it: {status}"
        );
        Notice::error("crashed", message)
    }
}
