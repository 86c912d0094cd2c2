//! What `extract` can be told about archives of many files. Nothing is done here.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgAction, Args};
use yaodian::batch::{ArchiveLimits, Select};

#[derive(Debug, Args)]
#[command(next_help_heading = "选哪些 · What to take")]
pub(crate) struct Choice {
    /// 再读这个列表里的文件,- 表示标准输入 · Also the files of this list; - for standard input
    #[arg(long, value_name = "FILE|-")]
    pub(crate) files_from: Option<PathBuf>,
    /// 列表以 NUL 分隔(find -print0) · The list's names end with NUL
    #[arg(short = '0', long, requires = "files_from")]
    pub(crate) null: bool,
    /// 文件夹、通配、压缩包里只取合此模式的,可多次 · Of folders, globs and archives only what fits; may be repeated
    #[arg(long, value_name = "GLOB")]
    pub(crate) include: Vec<String>,
    /// 不取合此模式的,可多次 · Leave out what fits; may be repeated
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// 一个压缩包的成员数上限 · Most members of an archive
    #[arg(long, value_name = "N", default_value_t = ArchiveLimits::default().members)]
    pub(crate) max_members: u64,
    /// 压缩包解开后至多是自身的几倍(64 MiB 以内不限) · An archive may unpack to N times its size (64 MiB are free)
    #[arg(long, value_name = "N", default_value_t = ArchiveLimits::default().ratio)]
    pub(crate) max_ratio: u64,
    /// 只做 N 份中的第 I 份(从 1 起),之后用 merge 合并 · Only share I of N (from 1); put together by merge
    #[arg(long, value_name = "I/N", requires = "output")]
    pub(crate) shard: Option<Shard>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "长时间运行 · Long runs")]
pub(crate) struct Safety {
    /// 接着上次中断处做(需要 -o) · Go on where a run was stopped (needs -o)
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
    /// 内容没变的沿用上次的记录(需要 -o) · Reuse the former output's records of what has not changed (needs -o)
    #[arg(long, requires = "output")]
    pub(crate) incremental: bool,
    /// 每个文件在单独的进程里处理,进程崩溃只损失一个文件 · In processes of their own: a crash costs one file
    #[arg(long)]
    pub(crate) isolate: bool,
    /// 一个文件的时限(秒),含 --isolate · Time limit of a file in seconds; with --isolate
    #[arg(long, value_name = "SECONDS")]
    pub(crate) timeout_per_file: Option<NonZeroU64>,
    /// 一个文件的内存上限(字节),含 --isolate · Memory limit of a file in bytes; with --isolate
    #[arg(long, value_name = "N")]
    pub(crate) memory_per_file: Option<NonZeroU64>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "说什么 · What is told")]
pub(crate) struct Telling {
    /// 总结写成 JSON · Write the summary as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) summary: Option<PathBuf>,
    /// 没读成的文件逐行写成 JSON · Write what failed as JSON lines
    #[arg(long, value_name = "FILE")]
    pub(crate) errors: Option<PathBuf>,
    /// 不在终端时,每隔几秒报一次进度,0 为不报 · Without a terminal, a line of progress every N seconds; 0 for none
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) progress: u64,
    /// 多说一些:-v 逐个文件,-vv 细节;也可用 RUST_LOG · Say more: -v each file, -vv details; or RUST_LOG
    #[arg(short, long, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// 选项文件,缺省为当前文件夹的 yaodian.toml · File of options; yaodian.toml in this folder by default
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// 不读选项文件 · No file of options
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

impl Choice {
    /// As the library wants it; `file_bytes`: the largest member of an archive.
    pub(crate) fn select(&self, file_bytes: u64) -> Select {
        Select {
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            archives: ArchiveLimits { members: self.max_members, ratio: self.max_ratio },
            file_bytes,
        }
    }
}

impl Safety {
    /// Whether files are processed in processes of their own.
    pub(crate) fn apart(&self) -> bool {
        self.isolate || self.timeout_per_file.is_some() || self.memory_per_file.is_some()
    }
}

/// Share `i` of `n`, from 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shard {
    pub(crate) i: u64,
    pub(crate) n: u64,
}

impl Shard {
    /// Whether this input, counted from 0, is in this share: every n-th.
    pub(crate) fn takes(self, input: u64) -> bool {
        input % self.n == self.i - 1
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((i, n)) if 1 <= i && i <= n => Ok(Self { i, n }),
            _ => Err("要写成 I/N,如 3/8,1 ≤ I ≤ N · write I/N, like 3/8, with 1 ≤ I ≤ N"),
        }
    }
}
