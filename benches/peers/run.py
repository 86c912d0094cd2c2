"""Measures yaodian beside its peers and writes benches/results.md. Called by benches/peers.sh, which builds everything first.

All programs of a table run in turn, round after round, and ratios are taken within a round: the machine's moods cancel out.
CPU is user and system time of the whole process; memory its peak resident size.
"""
import argparse
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MB = 1e6


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="comma-separated: jobs,words,start,docx,cores,linear,one,hostile")
    parser.add_argument("--largest", type=float, default=500, help="the largest file of the linearity table, in MB")
    parser.add_argument("--yaodian", required=True, type=Path)
    parser.add_argument("--peers", required=True, type=Path, help="the program of the peers")
    parser.add_argument("--python", required=True, type=Path)
    parser.add_argument("--work", required=True, type=Path, help="where generated text is kept")
    parser.add_argument("--output", type=Path)
    return parser.parse_args()


class Cost:
    def __init__(self, cpu, wall, rss, code):
        self.cpu, self.wall, self.rss, self.code = cpu, wall, rss / 1024, code


def measure(command):
    """What one run costs; files are in the page cache already."""
    done = subprocess.run([OPTIONS.peers, "measure", *command], check=True, stdout=subprocess.PIPE, text=True)
    cpu, wall, rss, code = done.stdout.split()
    cost = Cost(float(cpu), float(wall), int(rss), int(code))
    if cost.code not in (0, 1):
        sys.exit(f"ended with {cost.code}: {' '.join(map(str, command))}")
    return cost


def in_turn(programs, rounds):
    """For each (name, command) its costs, one a round; a round runs all of them."""
    costs = {name: [] for name, _ in programs}
    for number in range(rounds):
        for name, command in programs:
            costs[name].append(measure(command))
            print(f"  {number + 1}/{rounds} {name}: {costs[name][-1].cpu:.3f} s CPU", file=sys.stderr, flush=True)
    return costs


def median(values):
    return statistics.median(values)


def spread(values):
    return f"{min(values):.2f}–{max(values):.2f}"


def size(path):
    return path.stat().st_size if path.is_file() else sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def generated(name, megabytes, *options):
    """A generated archive; made once."""
    folder = OPTIONS.work / f"{name}-{megabytes:g}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        subprocess.run([OPTIONS.peers, "generate", part, str(megabytes), *options], check=True)
        part.rename(folder)
    return folder


def ours(path, *options):
    return [OPTIONS.yaodian, "extract", path, *options]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def ratios_table(costs, base, megabytes, notes=None):
    rows = []
    for name, runs in costs.items():
        ratios = [run.cpu / of.cpu for run, of in zip(runs, costs[base])]
        cpu = median([run.cpu for run in runs])
        note = (notes or {}).get(name, "")
        rows.append([name + note, f"{cpu:.2f}", f"{megabytes / cpu:.1f}", f"**{median(ratios):.2f}**",
                     spread(ratios), f"{median([run.rss for run in runs]):.0f}"])
    return table(["program", "CPU s", "MB/s", f"CPU, {base} = 1", "least–most", "peak MiB"], rows)


def jobs():
    """The whole job on .txt."""
    folder = generated("txt", OPTIONS.megabytes)
    megabytes = size(folder) / MB
    programs = [
        ("plain Rust", [OPTIONS.peers, "plain", folder]),
        ("yaodian", ours(folder, "-j", "1")),
        ("yaodian --words", ours(folder, "-j", "1", "--words")),
    ]
    costs = in_turn(programs, OPTIONS.rounds)
    text = [f"### The whole job, {megabytes:.0f} MB of .txt", ratios_table(costs, "plain Rust", megabytes)]
    # Python on a part of it: its time is linear, and nobody wants to wait.
    part = max(1, round(OPTIONS.megabytes / 25))
    folder = generated("txt", part)
    script = HERE / "python" / "plain.py"
    programs = [
        ("plain Rust", [OPTIONS.peers, "plain", folder]),
        ("Python + rjieba", [OPTIONS.python, script, folder, "--rjieba"]),
        ("Python + jieba", [OPTIONS.python, script, folder]),
        ("yaodian", ours(folder, "-j", "1")),
    ]
    # Their start-up counts little on a large archive, much on this part: it is measured on the smallest page and taken off.
    page = ROOT / "corpus" / "pages" / "open_c.txt"
    small = in_turn([(name, [page if w == folder else w for w in command]) for name, command in programs], 3)
    costs = in_turn(programs, max(3, OPTIONS.rounds - 2))
    for name, runs in costs.items():
        start = median([run.cpu for run in small[name]])
        for run in runs:
            run.cpu = max(run.cpu - start, 1e-6)
    text += [f"Python on {size(folder) / MB:.1f} MB of the same kind, each program without its start-up:",
             ratios_table(costs, "plain Rust", size(folder) / MB)]
    return text


def words():
    """Words alone."""
    folder = generated("txt", OPTIONS.megabytes)
    megabytes = size(folder) / MB
    jieba = [OPTIONS.peers, "words", folder]
    programs = [("reading", [*jieba, "--text"]), ("jieba-rs 0.11", jieba), ("yaodian's words", [*jieba, "--ours"]),
                ("jieba-rs 0.11, no HMM", [*jieba, "--no-hmm"]), ("yaodian's words, no HMM", [*jieba, "--ours", "--no-hmm"])]
    costs = in_turn(programs, OPTIONS.rounds)
    reading = [run.cpu for run in costs.pop("reading")]
    for runs in costs.values():
        for run, read in zip(runs, reading):
            run.cpu -= read
    return [f"### Words, {megabytes:.0f} MB, without reading the files", ratios_table(costs, "jieba-rs 0.11", megabytes)]


def start():
    """From the start of the process to its end on one small page."""
    page = ROOT / "corpus" / "pages" / "open_c.txt"
    rounds = max(21, OPTIONS.rounds)
    programs = [
        ("yaodian", ours(page, "-j", "1")),
        ("yaodian -j 2", ours(page, "-j", "2")),
        ("yaodian --words", ours(page, "-j", "1", "--words")),
        ("plain Rust", [OPTIONS.peers, "plain", page]),
        ("Python + jieba", [OPTIONS.python, HERE / "python" / "plain.py", page]),
    ]
    costs = in_turn(programs, rounds)
    rows = [[name, f"{median([r.cpu for r in runs]) * 1000:.1f}", f"{min(r.cpu for r in runs) * 1000:.1f}",
             f"{median([r.wall for r in runs]) * 1000:.1f}", f"{median([r.rss for r in runs]):.1f}"]
            for name, runs in costs.items()]
    return [f"### Start: one page of {page.stat().st_size} bytes, the whole process, {rounds} rounds",
            table(["program", "CPU ms", "least", "clock ms", "peak MiB"], rows)]


def docx():
    """Word files: text out."""
    megabytes = max(4, OPTIONS.megabytes / 5)
    folder = generated("docx", megabytes, "--docx")
    programs = [
        ("zip + quick-xml by hand", [OPTIONS.peers, "docx-hand", folder]),
        ("yaodian's reader", [OPTIONS.peers, "docx-ours", folder]),
    ]
    costs = in_turn(programs, OPTIONS.rounds * 2)
    files = sum(1 for p in folder.rglob("*.docx"))
    text = [f"### Word files, {files} of 200 kB of text each (MB counts the text), text out",
            ratios_table(costs, "zip + quick-xml by hand", megabytes)]
    part = max(2, OPTIONS.megabytes / 50)
    folder = generated("docx", part, "--docx")
    programs = [
        ("zip + quick-xml by hand", [OPTIONS.peers, "docx-hand", folder]),
        ("yaodian's reader", [OPTIONS.peers, "docx-ours", folder]),
        ("docx-rs", [OPTIONS.peers, "docx-rs", folder]),
        ("python-docx", [OPTIONS.python, HERE / "python" / "docx_text.py", folder]),
        ("yaodian extract, whole job", ours(folder, "-j", "1")),
    ]
    costs = in_turn(programs, OPTIONS.rounds)
    return text + [f"The slow ones on {part:g} MB, start-up included:",
                   ratios_table(costs, "zip + quick-xml by hand", part)]


def cores():
    """One thread against two."""
    folder = generated("txt", OPTIONS.megabytes)
    one = generated("one", OPTIONS.megabytes, "--one") / "one.txt"
    rows = []
    for what, path in [("folder", folder), ("one file", one)]:
        costs = in_turn([("1", ours(path, "-j", "1")), ("2", ours(path, "-j", "2"))], OPTIONS.rounds)
        speed = [a.wall / b.wall for a, b in zip(costs["1"], costs["2"])]
        more = [b.cpu / a.cpu for a, b in zip(costs["1"], costs["2"])]
        rows.append([what, f"{median([r.wall for r in costs['1']]):.2f}", f"{median([r.wall for r in costs['2']]):.2f}",
                     f"**{median(speed):.2f}**", spread(speed), f"{(median(more) - 1) * 100:+.1f} %"])
    load = os.getloadavg()[0]
    return [f"### Two cores, {OPTIONS.megabytes:g} MB (load of the machine at the end {load:.1f}: clock times hold only when it is free)",
            table(["input", "-j 1, clock s", "-j 2, clock s", "times faster", "least–most", "CPU"], rows)]


def linear():
    """Time and memory against the size of one file."""
    page = ROOT / "corpus" / "pages" / "open_c.txt"
    empty = ROOT / "corpus" / "pages" / "empty.txt"
    base = median([measure(ours(empty, "-j", "1")).cpu for _ in range(11)])
    rows, sizes = [], [0.001, 0.01, 0.1, 1, 10, 100, 500]
    for megabytes in [s for s in sizes if s <= OPTIONS.largest]:
        path = generated("one", megabytes, "--one") / "one.txt"
        runs = [measure(ours(path, "-j", "1")) for _ in range(21 if megabytes <= 1 else 5 if megabytes <= 10 else 1)]
        real = path.stat().st_size
        cpu, rss = median([r.cpu for r in runs]), median([r.rss for r in runs])
        rows.append([f"{real:,}", f"{cpu:.4f}", f"{(cpu - base) * 1e9 / real:.0f}", f"{rss:.0f}", f"{rss * 2**20 / real:.1f}"])
    return [f"### One file from 1 kB to {rows and sizes[len(rows) - 1]:g} MB (start-up, {base * 1000:.1f} ms, taken off for ns/byte)",
            table(["bytes", "CPU s", "ns/byte", "peak MiB", "peak / file"], rows)]


def hostile():
    """Inputs made to be slow, grown to 4 MB, against the usual time per byte."""
    folder = OPTIONS.work / "hostile-4"
    if not folder.exists():
        subprocess.run([OPTIONS.peers, "hostile", ROOT / "corpus" / "hostile", folder, "4"], check=True)
    empty = ROOT / "corpus" / "pages" / "empty.txt"
    base = median([measure(ours(empty, "-j", "1")).cpu for _ in range(11)])
    usual = generated("one", 4, "--one") / "one.txt"
    per_byte = lambda path: median([measure(ours(path, "-j", "1")).cpu - base for _ in range(3)]) * 1e9 / path.stat().st_size
    norm = per_byte(usual)
    rows = [(per_byte(path), path) for path in sorted(folder.iterdir())]
    rows.sort(reverse=True)
    return [f"### Inputs made to be slow, 4 MB each, against the usual {norm:.0f} ns/byte",
            table(["input", "ns/byte", "usual = 1"], [[p.name, f"{ns:.0f}", f"{ns / norm:.2f}"] for ns, p in rows])]


SECTIONS = {"jobs": jobs, "words": words, "start": start, "docx": docx, "cores": cores, "linear": linear, "hostile": hostile}


def said(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip()


def machine():
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((l.split(":")[1].strip() for l in info.splitlines() if l.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}"


def head():
    today = datetime.date.today().isoformat()
    packages = said(OPTIONS.python, "-m", "pip", "list", "--format=freeze").splitlines()
    packages = ", ".join(p.replace("==", " ") for p in packages if p.split("==")[0] in ("jieba", "rjieba", "python-docx"))
    revision = said("git", "-C", ROOT, "rev-parse", "--short", "HEAD")
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    return [
        "# Beside peers",
        "Written by `benches/peers.sh`, which builds and runs all of it.",
        f"{today}, commit {revision}. {machine()}; load while measuring {load}. {said('rustc', '--version')}; jieba-rs 0.11.0, "
        f"docx-rs 0.4.22, quick-xml 0.42.0, zip 9.4.1; {said(OPTIONS.python, '--version')}, {packages}.",
        "All programs of a table run in turn and ratios are taken within a round; the median of the rounds is given, with the "
        "least and the most. CPU is user and system time of the whole process. The text is made by "
        "`benches/peers/src/bin/generate.rs` out of `corpus/pages`: 78 of 100 files clean UTF-8, 8 with furniture inside "
        "sentences, 8 GBK, 6 Traditional with pinyin glosses; 2 to 200 kB each. The plain Rust program cuts sentences and words "
        "and looks for four patterns; it repairs nothing, and finds no speeches, parents, addressees or places.",
    ]


def main():
    only = [name for name in OPTIONS.only.split(",") if name] or list(SECTIONS)
    blocks = head()
    for name in only:
        print(f"== {name}", file=sys.stderr, flush=True)
        blocks += SECTIONS[name]()
    text = "\n\n".join(blocks) + "\n"
    if OPTIONS.output:
        OPTIONS.output.write_text(text, encoding="utf-8")
    print(text)


OPTIONS = arguments()
OPTIONS.work.mkdir(parents=True, exist_ok=True)
main()
