//! `yaodian.toml`: options in a file, under their own names; and `yaodian config`, which shows what is in force.
//!
//! ```toml
//! [extract]
//! jobs = 4
//! exclude = ["*.bak.txt", "drafts/"]
//! ```
//!
//! What the file says is put before the command line's own arguments, unless the command line says the same option:
//! so names, values and messages are those of the options, and no option can be forgotten here.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, CommandFactory, FromArgMatches};
use toml::{Table, Value};

use crate::args::Cli;
use crate::{GOOD, NOTHING, say};

/// Read without being asked for, where the program is run.
const FILE: &str = "yaodian.toml";

/// The command that can be configured.
const EXTRACT: &str = "extract";

/// 显示 extract 的选项现在是什么、来自哪里 · Which options extract has, and where each comes from
#[derive(Debug, Args)]
#[command(after_help = "\
例 Examples:
  yaodian config                       缺省与 yaodian.toml · defaults and yaodian.toml
  yaodian config --jobs 2 --words      再加这些选项 · and with these options")]
pub(crate) struct Config {
    /// extract 的选项 · Options of extract
    #[arg(value_name = "OPTION", trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<OsString>,
}

/// The arguments, with those of the file; ends the program where they are wrong.
pub(crate) fn parse() -> Cli {
    let args: Vec<OsString> = std::env::args_os().collect();
    let is_extract = args.get(1).is_some_and(|a| a == EXTRACT);
    let result = if is_extract {
        merged(Cli::command(), &args).map(|m| m.0)
    } else {
        Ok(matches(Cli::command(), &args))
    };
    match result {
        Ok(matches) => Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()),
        Err(error) => {
            say::line(format_args!("{error:#}"));
            std::process::exit(i32::from(NOTHING));
        }
    }
}

pub(crate) fn run(args: &Config) -> anyhow::Result<ExitCode> {
    // With an input, as extract wants one.
    let (first, last) = (["yaodian", EXTRACT].map(OsString::from), OsString::from("-"));
    let all: Vec<OsString> = first.into_iter().chain(args.options.clone()).chain([last]).collect();
    let command = Cli::command();
    let (matches, file) = merged(command.clone(), &all)?;
    let (Some(matches), Some(command)) =
        (matches.subcommand_matches(EXTRACT), command.find_subcommand(EXTRACT))
    else {
        anyhow::bail!("extract");
    };
    let mut out = io::stdout().lock();
    writeln!(out, "[{EXTRACT}]")?;
    for arg in command.get_arguments().filter(|a| a.get_long().is_some_and(|l| l != "help" && l != "version"))
    {
        let (name, source) =
            (arg.get_long().unwrap_or_default(), matches.value_source(arg.get_id().as_str()));
        let from = match (&file, source) {
            (Some(file), _) if file.gives(name) => file.path.display().to_string(),
            (_, Some(ValueSource::CommandLine)) => "命令行 command line".into(),
            (_, Some(_)) => "缺省 default".into(),
            (_, None) => "未设 not set".into(),
        };
        match value(arg, matches) {
            Some(value) => writeln!(out, "{name} = {value} # {}", say::plain(&from))?,
            None => writeln!(out, "# {name} # {from}")?,
        }
    }
    Ok(GOOD)
}

/// An option's value as TOML.
fn value(arg: &Arg, matches: &ArgMatches) -> Option<Value> {
    let raw: Vec<Value> = matches
        .get_raw(arg.get_id().as_str())?
        .map(|v| v.to_string_lossy())
        .map(|v| match (v.parse(), v.parse()) {
            (Ok(number), _) => Value::Integer(number),
            (_, Ok(flag)) => Value::Boolean(flag),
            _ => Value::String(v.into_owned()),
        })
        .collect();
    match arg.get_action() {
        ArgAction::Append => Some(Value::Array(raw)),
        _ => raw.into_iter().next(),
    }
}

/// What a file says that the command line does not.
struct InForce {
    path: PathBuf,
    names: Vec<String>,
}

impl InForce {
    fn gives(&self, name: &str) -> bool {
        self.names.iter().any(|n| n == name)
    }
}

fn matches(command: Command, args: &[OsString]) -> ArgMatches {
    command.try_get_matches_from(args).unwrap_or_else(|error| error.exit())
}

/// The matches of an `extract` command line, with what the file says.
fn merged(command: Command, args: &[OsString]) -> anyhow::Result<(ArgMatches, Option<InForce>)> {
    let plain = matches(command.clone(), args);
    let Some(said) = plain.subcommand_matches(EXTRACT) else { return Ok((plain, None)) };
    let asked = said.get_one::<PathBuf>("config").cloned();
    let there = (!said.get_flag("no_config") && Path::new(FILE).is_file()).then(|| PathBuf::from(FILE));
    let Some(path) = asked.or(there) else { return Ok((plain, None)) };
    let table = read(&path)?;
    let known = command.find_subcommand(EXTRACT).context(EXTRACT)?;
    let (mut own, mut names) = (Vec::new(), Vec::new());
    for (name, value) in &table {
        let arg = known
            .get_arguments()
            .find(|a| a.get_long() == Some(name) && !matches!(name.as_str(), "config" | "no-config" | "help"))
            .with_context(|| {
                format!("{0}:没有选项 {name} · {0}: there is no option {name}", path.display())
            })?;
        if said.value_source(arg.get_id().as_str()) != Some(ValueSource::CommandLine) {
            own.extend(arguments(arg, name, value).with_context(|| path.display().to_string())?);
            names.push(name.clone());
        }
    }
    let all = args[..2].iter().cloned().chain(own).chain(args[2..].iter().cloned());
    let matches = command
        .try_get_matches_from(all)
        .map_err(|error| anyhow::anyhow!("{0}:{error} · in {0}: {error}", path.display()))?;
    Ok((matches, Some(InForce { path, names })))
}

fn read(path: &Path) -> anyhow::Result<Table> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("读不了 {shown} · cannot read {shown}"))?;
    let mut table: Table =
        text.parse().with_context(|| format!("{shown} 写法不对 · {shown} is malformed"))?;
    let options = table.remove(EXTRACT);
    if let Some((other, _)) = table.iter().next() {
        anyhow::bail!(
            "{shown}:只认 [extract] 一节,不认 {other} · {shown}: only [extract] is known, not {other}"
        );
    }
    match options {
        None => Ok(Table::new()),
        Some(Value::Table(options)) => Ok(options),
        Some(_) => anyhow::bail!("{shown}:extract 要是一节 · {shown}: extract must be a table"),
    }
}

/// `name = value` as arguments.
fn arguments(arg: &Arg, name: &str, value: &Value) -> anyhow::Result<Vec<OsString>> {
    let flag = || OsString::from(format!("--{name}"));
    let one = |value: &Value| -> anyhow::Result<OsString> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Integer(_) | Value::Float(_) => value.to_string(),
            other => anyhow::bail!("{name}:不能是 {0} · {name}: cannot be {0}", other.type_str()),
        };
        Ok([OsStr::new("--"), name.as_ref(), "=".as_ref(), text.as_ref()].into_iter().collect())
    };
    match (arg.get_action(), value) {
        (ArgAction::SetTrue, Value::Boolean(true)) => Ok(vec![flag()]),
        (ArgAction::SetTrue, Value::Boolean(false)) => Ok(Vec::new()),
        (ArgAction::Count, Value::Integer(times)) => Ok((0..(*times).clamp(0, 9)).map(|_| flag()).collect()),
        (ArgAction::Append, Value::Array(values)) => values.iter().map(one).collect(),
        (ArgAction::SetTrue | ArgAction::Count, other) => {
            anyhow::bail!("{name}:不能是 {0} · {name}: cannot be {0}", other.type_str())
        }
        (_, value) => Ok(vec![one(value)?]),
    }
}
