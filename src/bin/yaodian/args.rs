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
    #[command(after_help = "例 Example:\n  yaodian schema > record.schema.json")]
    Schema,
    Score(Score),
    Dedup(Dedup),
    Report(Report),
    #[cfg(feature = "review")]
    Review(Review),
    Completions(Completions),
    Man(Man),
}

/// 提取:每个文件一条记录 · One record a file: speeches, sections, requirements, noise, diagnostics
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian extract archive/ -o out.jsonl           整个文件夹 · a whole folder
  yaodian extract 'archive/2006*/*.docx' | jq .   通配 · a glob
  cat page.txt | yaodian extract - --format json  标准输入 · standard input
  yaodian extract archive/ --format xlsx -o 台账.xlsx   任务台账 · the ledger of requirements
  … | yaodian extract --stdin-jsonl | …                 别的引擎的过滤器 · a filter in other engines
  yaodian extract archive/ --format parquet -o tables/  给 DuckDB、pandas、Spark · for DuckDB, pandas, Spark

退出码 Exit codes:
  0  全部成功 · all good
  1  有文件没读成,每个都有带 error 诊断的记录 · some inputs failed, each has its record
  2  用法有误,或结果写不出去 · wrong usage, or the result could not be written")]
pub(crate) struct Extract {
    /// 文件、文件夹(连同下级)、通配模式,或 - 表示标准输入 · Files, folders, globs, or - for standard input
    ///
    /// 文件夹里取 .txt 和 .docx,隐藏文件和 Word 锁文件除外 · From folders come .txt and .docx, without hidden files and
    /// Word's lock files
    #[arg(value_name = "PATH", required_unless_present_any = ["files_from", "stdin_jsonl"], conflicts_with = "stdin_jsonl")]
    pub(crate) paths: Vec<OsString>,
    /// 过滤器:标准输入每行 {"path":…, "text":…|"base64":…},每行答一条记录 · A filter: answers each such line of standard
    /// input with a record, in order
    #[arg(long)]
    pub(crate) stdin_jsonl: bool,
    /// 写到哪里(csv、parquet 是文件夹),全部完成才就位;缺省写到标准输出 · Write here (a folder for csv and parquet), in
    /// place only when whole; else standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// 输出格式 · Output format
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// csv 带 BOM,给 Excel · Put a BOM before csv, for Excel
    #[arg(long)]
    pub(crate) bom: bool,
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
    /// 标出重复的讲话:与前面哪一篇相同或相近 · Mark copies: which earlier speech it repeats, and how closely
    #[arg(long)]
    pub(crate) dedup: bool,
    /// 写出每篇的特征串,供以后 yaodian dedup 查重 · Write each speech's signature, for yaodian dedup later
    #[arg(long)]
    pub(crate) signatures: bool,
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
  yaodian clean page.txt --script keep            不转简体 · keep Traditional characters
  yaodian clean page.txt --format docx -o 净文.docx   带标题样式的 Word 文件 · a Word file with heading styles")]
pub(crate) struct Clean {
    /// 文件,或 - 表示标准输入 · A file, or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: OsString,
    /// 改为列出每一处改动及其规则 · List every change and its rule instead
    #[arg(long)]
    pub(crate) diff: bool,
    /// 输出格式;docx 只留各篇讲话,不留网页杂项 · docx keeps the speeches and leaves page furniture out
    #[arg(long, value_enum, default_value_t, conflicts_with = "diff")]
    pub(crate) format: CleanFormat,
    /// 写到哪里,全部完成才就位 · Write here, in place only when whole
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
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

/// 查重:在 extract 的输出里标出重复的讲话 · Mark copies of speeches in what extract wrote (docs/dedup.md)
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian extract archive/ --signatures -o out.jsonl
  yaodian dedup out.jsonl -o marked.jsonl
  cat shard*.jsonl | yaodian dedup - | jq -c '.speeches[].duplicate_of | select(.)'")]
pub(crate) struct Dedup {
    /// extract --signatures 的输出(JSON Lines),或 - 表示标准输入 · What extract --signatures wrote, or - for standard input
    #[arg(value_name = "OUT.jsonl")]
    pub(crate) input: PathBuf,
    /// 写入文件,全部完成才改名就位,可与输入同名;缺省写到标准输出 · Write here, in place only when whole, the input itself too;
    /// else standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
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

/// 命令补全脚本 · The script by which a shell completes our commands
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian completions bash > ~/.local/share/bash-completion/completions/yaodian
  yaodian completions zsh > ~/.zfunc/_yaodian
  yaodian completions fish > ~/.config/fish/completions/yaodian.fish")]
pub(crate) struct Completions {
    /// 哪种 shell · Which shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// 手册页 · The manual pages
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian man | man -l -
  yaodian man -o ~/.local/share/man/man1          每个命令一页 · a page for every command")]
pub(crate) struct Man {
    /// 把所有手册页写进这个文件夹;缺省只把总页写到标准输出 · Write all pages into this folder; else the main one to
    /// standard output
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
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
        let words = self.words || self.format.has_sentences();
        let signatures = self.signatures || self.dedup;
        Options { words, jieba_words: self.jieba_words, signatures, ..self.reading.options() }
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
            signatures: false,
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
pub(crate) enum CleanFormat {
    /// 纯文本 · Plain text
    #[default]
    Text,
    /// 带标题样式的 Word 文件 · A Word file with heading styles
    Docx,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// 一行一条记录 · JSON Lines, one record a line
    #[default]
    Jsonl,
    /// 一个数组,便于阅读 · One array, indented for readers
    Json,
    /// 表格,-o 是文件夹 · Tables (docs/tables.md), -o names a folder
    Csv,
    /// 同样的表格,带类型、压缩 · The same tables, typed and compressed, -o names a folder
    Parquet,
    /// 任务台账,Excel · The ledger of requirements for Excel
    Xlsx,
    /// 任务台账,Word · The ledger of requirements for Word
    Docx,
}

impl Format {
    /// Whether it has the table of sentences, and so needs the words.
    pub(crate) fn has_sentences(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet)
    }

    /// As the library has it, where it is written record by record.
    pub(crate) fn as_text(self) -> Option<emit::Format> {
        match self {
            Self::Jsonl => Some(emit::Format::Jsonl),
            Self::Json => Some(emit::Format::Json),
            _ => None,
        }
    }
}

/// What to say where a format was left out of this program.
#[cfg(not(all(feature = "parquet", feature = "xlsx", feature = "docx")))]
pub(crate) fn not_built(format: impl ValueEnum) -> anyhow::Error {
    let name = format.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default();
    anyhow::anyhow!(
        "此程序编译时没有带 {name} 格式;请用 cargo install --path . --features full 重装 · this program was built \
         without {name}; install it with cargo install --path . --features full"
    )
}
