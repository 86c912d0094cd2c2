//! The arguments: what users may say. Nothing is done here.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use yaodian::{Options, emit, read::Limits, repair};

use crate::batch_args::{Choice, Safety, Telling};
use crate::config::Config;
use crate::merge::Merge;
use crate::worker::Worker;

/// 要点:把讲话、报告的存档(.txt、.docx)变成结构化数据。
///
/// Turns archives of Chinese speeches and reports into structured data: speeches, sections, requirements, each with its
/// place in the source.
#[derive(Debug, Parser)]
#[command(name = "yaodian", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Extract(Box<Extract>),
    Merge(Merge),
    Config(Config),
    #[command(hide = true)]
    Worker(Worker),
    Clean(Clean),
    Explain(Explain),
    /// 输出记录的 JSON Schema · The JSON Schema (draft 2020-12) of a record
    Schema,
    Score(Score),
    Report(Report),
    #[cfg(feature = "review")]
    Review(Review),
}

/// 提取:每个文件一条记录 · One record a file: speeches, sections, requirements, noise, diagnostics
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian extract archive/ -o out.jsonl           整个文件夹 · a whole folder
  yaodian extract 'archive/2006*/*.docx' | jq .   通配 · a glob
  cat page.txt | yaodian extract - --format json  标准输入 · standard input

退出码 Exit codes:
  0  全部成功 · all good
  1  有文件没读成,每个都有带 error 诊断的记录 · some inputs failed, each has its record
  2  用法有误,或结果写不出去 · wrong usage, or the result could not be written")]
pub(crate) struct Extract {
    /// 文件、文件夹(连同下级)、通配模式,或 - 表示标准输入 · Files, folders, globs, or - for standard input
    ///
    /// 文件夹里取 .txt 和 .docx,隐藏文件和 Word 锁文件除外 · From folders come .txt and .docx, without hidden files and
    /// Word's lock files
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(crate) paths: Vec<OsString>,
    /// 写入文件,全部完成才改名就位;缺省写到标准输出 · Write here, in place only when whole; else standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// 输出格式 · Output format
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// 线程数,缺省用全部核;结果与线程数无关 · Threads, all cores by default; the output is the same for any number
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// 写出句子、词和词性 · Write sentences, words and parts of speech
    #[arg(long)]
    pub(crate) words: bool,
    /// 词与 jieba 完全一致,不用本体裁的词表 · With --words: exactly jieba's words, without the genre's own terms
    #[arg(long, requires = "words")]
    pub(crate) jieba_words: bool,
    /// 写出每一处修复 · Write every repair
    #[arg(long)]
    pub(crate) repairs: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) safety: Safety,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

/// 净文:修复、转简体后的文本 · The repaired, simplified text, as a reader would want it
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian clean page.txt > clean.txt
  yaodian clean page.docx --diff                  改了哪里、为什么 · what was changed and why
  yaodian clean page.txt --script keep            不转简体 · keep Traditional characters")]
pub(crate) struct Clean {
    /// 文件,或 - 表示标准输入 · A file, or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: OsString,
    /// 改为列出每一处改动及其规则 · List every change and its rule instead
    #[arg(long)]
    pub(crate) diff: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// 解释:某一行被当作什么、为什么 · What a line was taken for, and why
#[derive(Debug, Args)]
#[command(after_help = "\
例 Example:
  yaodian explain page.txt 12")]
pub(crate) struct Explain {
    /// 文件,或 - 表示标准输入 · A file, or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: OsString,
    /// 原文行号,从 1 起 · Line of the source text, from 1
    #[arg(value_name = "LINE")]
    pub(crate) line: NonZeroUsize,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// 评分:用人工标注衡量输出 · How right an output is, against labels (docs/labelling.md)
#[derive(Debug, Args)]
#[command(after_help = "\
例 Example:
  yaodian extract corpus/pages -o out.jsonl
  yaodian score --gold corpus/labelled out.jsonl --show 5")]
pub(crate) struct Score {
    /// 标注集:一张表,或含 set.tsv 的文件夹 · The labels: a set's table, or a folder with set.tsv in it
    #[arg(long, value_name = "DIR")]
    pub(crate) gold: PathBuf,
    /// extract 的输出(JSON Lines) · What extract wrote
    #[arg(value_name = "OUT.jsonl")]
    pub(crate) output: PathBuf,
    /// 每个文件列出前 N 处不一致 · List the first N disagreements of each file
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) show: usize,
    /// 只列这一类,如 requirement · Only disagreements whose kind begins so
    #[arg(long, value_name = "KIND", default_value = "")]
    pub(crate) only: String,
    /// 输出 JSON · As JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// 报告:离线网页,双击即开,看清每条要求出自哪里 · An offline page: what was found, where, and why
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian report out.jsonl -o report.html         extract 的输出 · what extract wrote
  yaodian report archive/ -o report.html          直接读存档 · the archive itself
  yaodian report archive/ -o report/              大存档:一个文件夹 · a large archive: a folder")]
pub(crate) struct Report {
    /// extract 的输出(.jsonl),或文件、文件夹、通配模式 · What extract wrote (.jsonl), or files, folders, globs
    ///
    /// 给 .jsonl 时,原文按记录中的路径读取,并核对 BLAKE3 · With .jsonl, sources are read where the records say they are,
    /// if their BLAKE3 is still the same
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<OsString>,
    /// 网页文件;以 / 结尾或已是文件夹,则写成文件夹 · The page; with a final /, or where a folder is, a folder
    #[arg(short, long, value_name = "FILE|FOLDER/")]
    pub(crate) output: PathBuf,
    /// 线程数,缺省用全部核 · Threads, all cores by default
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// 校订:在本机网页上核对、更正、补标,存为标注 · Check and correct an archive on a local page; what you decide becomes labels
#[cfg(feature = "review")]
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian review archive/ --labels labels/
  yaodian extract archive/ -o out.jsonl && yaodian score --gold labels/ out.jsonl

只在本机(127.0.0.1)打开,网址含随机口令;Ctrl-C 结束,已存的都在 · Only on this machine, under an address with a random \
token; Ctrl-C ends it, what was saved stays")]
pub(crate) struct Review {
    /// 文件、文件夹、通配模式 · Files, folders, globs
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<OsString>,
    /// 标注存放的文件夹 · The folder of the labels
    #[arg(long, value_name = "DIR", default_value = "labels")]
    pub(crate) labels: PathBuf,
    /// 端口,缺省任选 · Port; any free one by default
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// 线程数,缺省用全部核 · Threads, all cores by default
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// How files are read and repaired: the same for every command.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// 净文用什么字 · The script of the cleaned text
    #[arg(long, value_enum, default_value_t)]
    script: Script,
    /// 不用这条修复规则,可多次 · Leave this repair rule out; may be repeated
    #[arg(long, value_name = "RULE", value_parser = PossibleValuesParser::new(repair::rules().map(|r| r.name)))]
    no_repair: Vec<String>,
    /// 文件大小上限(字节) · Refuse larger files
    #[arg(long, value_name = "N", default_value_t = Limits::default().file_bytes)]
    max_file_bytes: u64,
    /// 一个 .docx 解压后的上限(字节) · Refuse Word files that inflate to more
    #[arg(long, value_name = "N", default_value_t = Limits::default().inflated_bytes)]
    max_inflated_bytes: u64,
}

impl Extract {
    /// What the library is to do.
    pub(crate) fn options(&self) -> Options {
        Options { words: self.words, jieba_words: self.jieba_words, ..self.reading.options() }
    }
}

impl Reading {
    /// As the library wants it, words left out.
    pub(crate) fn options(&self) -> Options {
        Options {
            limits: Limits { file_bytes: self.max_file_bytes, inflated_bytes: self.max_inflated_bytes },
            words: false,
            jieba_words: false,
            script: match self.script {
                Script::Simplified => repair::Script::Simplified,
                Script::Keep => repair::Script::Keep,
            },
            skip_repairs: self.no_repair.iter().cloned().collect::<BTreeSet<_>>(),
            reasons: false,
        }
    }
}

impl Reading {
    /// As arguments again, for a process of our own.
    pub(crate) fn to_args(&self) -> Vec<String> {
        let script = match self.script {
            Script::Simplified => "simplified",
            Script::Keep => "keep",
        };
        let mut args = vec![
            format!("--script={script}"),
            format!("--max-file-bytes={}", self.max_file_bytes),
            format!("--max-inflated-bytes={}", self.max_inflated_bytes),
        ];
        args.extend(self.no_repair.iter().map(|rule| format!("--no-repair={rule}")));
        args
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Script {
    /// 简体 · Simplified
    #[default]
    Simplified,
    /// 原样 · As written
    Keep,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    /// 一行一条记录 · JSON Lines, one record a line
    #[default]
    Jsonl,
    /// 一个数组,便于阅读 · One array, indented for readers
    Json,
}

impl From<Format> for emit::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Jsonl => Self::Jsonl,
            Format::Json => Self::Json,
        }
    }
}
