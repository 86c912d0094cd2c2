//! `yaodian review`: the page served on this machine, and what people decide on it saved.
//!
//! One thread answers one request after the other: it has one reader, and a change must be on the disk before the next.
//! Whoever else runs programs or opens web pages on this machine gets nothing: the address holds a random token, other
//! sites' pages are told apart by `Host` and `Origin`, and no request names a path of the file system.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tiny_http::{Header, Method, Request, Response, Server};
use yaodian::Pipeline;
use yaodian::batch::{self, Input};
use yaodian::report::{Mode, Page, Report, policy};
use yaodian::review::{Change, Desk, DeskError};

use crate::args;
use crate::report::made;
use crate::{GOOD, say};

/// Largest body of a request, in bytes.
const BODY: u64 = 1 << 20;

pub(crate) fn run(args: &args::Review) -> anyhow::Result<ExitCode> {
    let mut search = batch::Search::new(&args.paths, batch::Select::default())?;
    let found: Vec<Input> = search.by_ref().collect();
    if found.is_empty() {
        return Err(batch::FindError::Nothing(search.empty().join(", ")).into());
    }
    let pipeline = Pipeline::new(&args.reading.options());
    let jobs = args.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let (mut report, mut parts, mut hashes) = (Report::default(), Vec::new(), Vec::new());
    let work = |input: &Input| made(&pipeline, input);
    batch::in_order(&found, jobs, work, |entry: anyhow::Result<_>| -> anyhow::Result<()> {
        let (entry, _) = entry?;
        hashes.push(entry.blake3().map(str::to_owned));
        parts.extend(report.add(entry));
        Ok(())
    })??;
    let files: Vec<_> = found.into_iter().zip(hashes).collect();
    let count = files.len();
    let (desk, bad) = Desk::open(pipeline, files, &args.labels)?;
    for line in bad {
        say::line(format_args!(
            "{}/journal.jsonl:{line}: 此行不完整,跳过 · this line is not whole, passed over",
            args.labels.display()
        ));
    }
    let (last, index) = report.finish(Mode::Review);
    parts.extend(last);
    let page = Page::new(Mode::Review, &index);
    let server = Server::http(("127.0.0.1", args.port))
        .map_err(|e| anyhow::anyhow!("端口 {0} 打不开:{e} · cannot open port {0}: {e}", args.port))?;
    let port = server.server_addr().to_ip().map_or(0, |a| a.port());
    let mut token = [0; 16];
    getrandom::fill(&mut token).map_err(|e| anyhow::anyhow!("没有随机数 · no random numbers: {e}"))?;
    let token = token.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut out = std::io::stdout().lock();
    writeln!(out, "http://127.0.0.1:{port}/{token}/")?;
    out.flush()?;
    eprintln!(
        "{count} 个文件,标注存到 {labels};用浏览器打开上面的网址,Ctrl-C 结束 · files {count}, labels go to {labels}; open the \
         address above in a browser, Ctrl-C ends",
        labels = args.labels.display()
    );
    let mut room = Room {
        hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
        token: blake3::hash(token.as_bytes()),
        page: [page.head, page.tail.to_owned()].concat(),
        parts: parts.into_iter().map(|part| (part.name(), part.data)).collect(),
        desk,
    };
    for mut request in server.incoming_requests() {
        let answer = room.answer(&mut request);
        // Whoever has gone away needs no answer.
        drop(request.respond(answer.response()));
    }
    Ok(GOOD)
}

struct Room {
    hosts: [String; 2],
    /// Compared as hashes, so that time tells nothing of it.
    token: blake3::Hash,
    page: String,
    parts: std::collections::BTreeMap<String, String>,
    desk: Desk,
}

struct Answer {
    status: u16,
    kind: &'static str,
    body: String,
}

impl Answer {
    fn new(status: u16, kind: &'static str, body: impl Into<String>) -> Self {
        Self { status, kind, body: body.into() }
    }

    fn json(status: u16, value: &Value) -> Self {
        Self::new(status, "application/json", value.to_string())
    }

    fn refused(status: u16, why: &str) -> Self {
        Self::json(status, &json!({"error": why}))
    }

    fn response(self) -> Response<std::io::Cursor<Vec<u8>>> {
        let policy = format!("{}; frame-ancestors 'none'", policy(Mode::Review));
        let kind = format!("{}; charset=utf-8", self.kind);
        let headers = [
            ("Content-Type", kind.as_str()),
            ("Content-Security-Policy", &policy),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
        ];
        // The length is known: a client sees whether it has all.
        let response =
            Response::from_string(self.body).with_status_code(self.status).with_chunked_threshold(usize::MAX);
        headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok()).fold(
            response,
            |mut response, header| {
                response.add_header(header);
                response
            },
        )
    }
}

fn header<'a>(request: &'a Request, name: &'static str) -> Option<&'a str> {
    request.headers().iter().find(|h| h.field.equiv(name)).map(|h| h.value.as_str())
}

impl Room {
    fn answer(&mut self, request: &mut Request) -> Answer {
        if let Some(refused) = self.refuse(request) {
            return refused;
        }
        let path = request.url().to_owned();
        let path: Vec<&str> = path.split('/').skip(2).collect();
        match (request.method(), &path[..]) {
            (Method::Get, [""]) => Answer::new(200, "text/html", &self.page),
            (Method::Get, ["part", name]) => match self.parts.get(*name) {
                Some(data) => Answer::new(200, "text/plain", data),
                None => Answer::refused(404, "no such part"),
            },
            (Method::Get, ["progress"]) => Answer::json(200, &self.desk.progress()),
            (Method::Get, ["labels", file]) => match number(file).and_then(|file| self.desk.show(file)) {
                Ok(labels) => Answer::json(200, &labels),
                Err(error) => told(&error),
            },
            (Method::Post, ["labels", file]) => {
                match number(file).and_then(|file| self.save(file, request)) {
                    Ok(()) => Answer::json(200, &json!({"saved": true})),
                    Err(error) => told(&error),
                }
            }
            _ => Answer::refused(404, "no such place"),
        }
    }

    /// Why a request is not for us, if it is not.
    fn refuse(&self, request: &Request) -> Option<Answer> {
        let host = header(request, "Host").unwrap_or_default();
        if !self.hosts.iter().any(|ours| ours == host) {
            return Some(Answer::refused(403, "wrong host"));
        }
        let token = request.url().split('/').nth(1).unwrap_or_default();
        if blake3::hash(token.as_bytes()) != self.token || !request.url().contains(&format!("{token}/")) {
            return Some(Answer::refused(404, "no such place"));
        }
        // A page of another site may send requests here; browsers say so.
        let site = header(request, "Sec-Fetch-Site").unwrap_or("same-origin");
        let own = header(request, "Origin").is_none_or(|origin| origin == format!("http://{host}"));
        if !own || !matches!(site, "same-origin" | "none") {
            return Some(Answer::refused(403, "other origin"));
        }
        let changes = *request.method() != Method::Get;
        let json = header(request, "Content-Type").is_some_and(|kind| kind == "application/json");
        (changes && (!json || header(request, "Origin").is_none()))
            .then(|| Answer::refused(403, "not from the page"))
    }

    fn save(&mut self, file: usize, request: &mut Request) -> Result<(), DeskError> {
        let mut body = Vec::new();
        let read = request.as_reader().take(BODY + 1).read_to_end(&mut body);
        if read.is_err() || body.len() as u64 > BODY {
            return Err(DeskError::Bad(
                "请求过大或不完整 · the request is too large or not whole".to_owned(),
            ));
        }
        let changes: Vec<Change> =
            serde_json::from_slice(&body).map_err(|error| DeskError::Bad(error.to_string()))?;
        let at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        self.desk.change(file, changes, at)
    }
}

fn number(text: &str) -> Result<usize, DeskError> {
    text.parse().map_err(|_| DeskError::NoFile)
}

fn told(error: &DeskError) -> Answer {
    let status = match error {
        DeskError::NoFile => 404,
        DeskError::Changed(_) => 409,
        DeskError::Bad(_) => 400,
        DeskError::Save { .. } => 500,
    };
    Answer::refused(status, &error.to_string())
}
