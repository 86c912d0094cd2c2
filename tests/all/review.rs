//! `yaodian review`: who is let in, what is saved, and that it can be scored. The page is tried in `tests/browser/`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Server {
    child: Child,
    host: String,
    token: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yaodian"));
        command.current_dir(folder).args(["review", "a", "--labels", "labels"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut url).unwrap();
        let (host, token) = url.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
        Self { host: host.to_owned(), token: token.trim_end_matches('/').to_owned(), child }
    }

    /// Status and body of a request as it stands, `HOST` and `TOKEN` filled in.
    fn raw(&self, head: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let head = head.replace("HOST", &self.host).replace("TOKEN", &self.token);
        let length = body.len();
        write!(stream, "{head}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(
            head.contains(&format!("Content-Length: {}", body.len())),
            "sent whole, not in chunks: {head}"
        );
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.raw(&format!("GET /TOKEN/{path} HTTP/1.1\r\nHost: HOST"), "")
    }

    fn change(&self, changes: &Value) -> (u16, String) {
        let head = "POST /TOKEN/labels/0 HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\nContent-Type: application/json";
        self.raw(head, &changes.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

const PAGE: &str = "在全县会议上的讲话\n同志们:\n一、抓好落实\n各乡镇要在6月10日前完成。雨水多。\n二、严守纪律\n不得擅自离岗。\n";

fn archive() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("a")).unwrap();
    fs::write(dir.path().join("a/1.txt"), PAGE).unwrap();
    fs::write(dir.path().join("secret.txt"), "not in the archive").unwrap();
    dir
}

#[test]
fn only_the_page_itself_is_let_in() {
    let dir = archive();
    let server = Server::start(dir.path());
    assert!(server.token.len() == 32 && server.host.starts_with("127.0.0.1:"));
    let (status, page) = server.get("");
    assert!(status == 200 && page.contains("Content-Security-Policy"));
    assert_eq!(server.get("labels/0").0, 200);
    let refused = [
        ("GET / HTTP/1.1\r\nHost: HOST", "no token"),
        ("GET /TOKEN HTTP/1.1\r\nHost: HOST", "no folder"),
        ("GET /0123456789abcdef0123456789abcdef/ HTTP/1.1\r\nHost: HOST", "a wrong token"),
        ("GET /TOKEN/ HTTP/1.1\r\nHost: example.com", "another host: DNS rebinding"),
        ("GET /TOKEN/ HTTP/1.1\r\nHost: HOST\r\nSec-Fetch-Site: cross-site", "another site"),
        ("GET /TOKEN/ HTTP/1.1\r\nHost: HOST\r\nOrigin: http://example.com", "another origin"),
        ("GET /TOKEN/../secret.txt HTTP/1.1\r\nHost: HOST", "a path"),
        ("GET /TOKEN/%2e%2e/secret.txt HTTP/1.1\r\nHost: HOST", "a hidden path"),
        ("GET /TOKEN/labels/1 HTTP/1.1\r\nHost: HOST", "no such file"),
        ("GET /TOKEN/labels/secret.txt HTTP/1.1\r\nHost: HOST", "a name"),
        ("GET /TOKEN/part/../../secret.txt HTTP/1.1\r\nHost: HOST", "a path behind a part"),
        ("POST /TOKEN/labels/0 HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json", "no origin"),
        (
            "POST /TOKEN/labels/0 HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\nContent-Type: text/plain",
            "a form",
        ),
    ];
    for (head, what) in refused {
        let (status, body) = server.raw(head, "");
        assert!((400..500).contains(&status) && !body.contains("archive\n"), "{what}: {status}");
        assert!(!body.contains("not in the archive"), "{what}");
    }
}

#[test]
fn what_does_not_fit_the_tables_is_refused() {
    let dir = archive();
    let server = Server::start(dir.path());
    for bad in [
        json!([{"table": "lines", "key": "99", "rows": [["body"]]}]),
        json!([{"table": "lines", "key": "1", "rows": [["nonsense"]]}]),
        json!([{"table": "requirements", "key": "4.1", "rows": [["obligation", "a\tb", "-", "-"]]}]),
        json!([{"table": "requirements", "key": "4", "rows": [["obligation", "-", "-", "-"]]}]),
        json!([{"table": "docs", "key": "3", "rows": [["2", "-", "-", "-", "speech"]]}]),
        json!({"table": "lines"}),
    ] {
        assert_eq!(server.change(&bad).0, 400, "{bad}");
    }
    assert_eq!(fs::read_to_string(dir.path().join("labels/journal.jsonl")).unwrap(), "");
}

#[test]
fn corrections_become_labels_that_score_measures() {
    let dir = archive();
    let run = |args: &[&str]| {
        let end =
            Command::new(env!("CARGO_BIN_EXE_yaodian")).current_dir(dir.path()).args(args).output().unwrap();
        assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
        String::from_utf8(end.stdout).unwrap()
    };
    let figure = |name: &str| {
        let all: Value =
            serde_json::from_str(&run(&["score", "--gold", "labels", "out.jsonl", "--json"])).unwrap();
        all[name].clone()
    };
    run(&["extract", "a", "-o", "out.jsonl"]);
    let server = Server::start(dir.path());
    let before: Value = serde_json::from_str(&server.get("labels/0").1).unwrap();
    assert_eq!(before["labels"]["requirements"]["4.1"][0], json!(["obligation", "各乡镇", "6月10日前", "-"]));
    assert_eq!(server.change(&json!([{"table": "done", "key": "1", "rows": [[]]}])).0, 200);
    assert_eq!(figure("overall"), json!(1.0), "what the program proposed is what it says");
    // A person finds one that was missed and takes one away.
    let changes = json!([
        {"table": "requirements", "key": "4.2", "rows": [["exhortation", "雨水", "-", "-"]]},
        {"table": "requirements", "key": "6.1", "rows": []},
    ]);
    assert_eq!(server.change(&changes).0, 200);
    let folder =
        fs::read_dir(dir.path().join("labels")).unwrap().map(|e| e.unwrap().path()).find(|p| p.is_dir());
    let table = fs::read_to_string(folder.unwrap().join("requirements.tsv")).unwrap();
    assert_eq!(table, "4.1\tobligation\t各乡镇\t6月10日前\t-\n4.2\texhortation\t雨水\t-\t-\n");
    let requirements = figure("requirements");
    assert_eq!([&requirements["hit"], &requirements["said"], &requirements["gold"]], [1, 2, 2]);
    // Killed, and started again: all is there.
    drop(server);
    let again: Value = serde_json::from_str(&Server::start(dir.path()).get("labels/0").1).unwrap();
    assert_eq!(again["labels"]["requirements"]["4.2"][0][0], "exhortation");
    assert!(again["labels"]["requirements"]["6.1"].is_null() && again["begun"] == true);
}
