"""What the tests share: our pages, and the command line's answer for them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "corpus" / "pages"
HOSTILE = ROOT / "corpus" / "hostile"

PAGE = (
    "在全县防汛工作会议上的讲话\n县长 张某某\n(2007年5月16日)\n同志们:\n"
    "一、抓好落实\n各乡镇要在6月10日前完成堤防检查。\n二、严守纪律\n值班人员不得擅自离岗。\n"
)


def pytest_configure() -> None:
    # `timeout` ends us so: clusters are to be taken down all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))


def read(folder: Path) -> list[tuple[str, bytes]]:
    """The files of a folder with their paths, in the order of the command line."""
    return [(str(path), path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()]


@pytest.fixture(scope="session")
def archive(tmp_path_factory) -> Path:
    """A folder of real size for a small test: our pages several times, and files that cannot be read."""
    folder = tmp_path_factory.mktemp("archive")
    pages = sorted(PAGES.iterdir())
    for copy in range(int(os.environ.get("YAODIAN_COPIES", "3"))):
        part = folder / f"{copy:02}"
        part.mkdir()
        for page in pages:
            shutil.copy(page, part)
    (folder / "坏 bad.txt").write_bytes(b"%PDF-1.7 is no text")
    (folder / "old.docx").write_bytes((HOSTILE / "ole2_named_docx.docx").read_bytes())
    return folder


@pytest.fixture(scope="session")
def command() -> Path:
    """The command line program."""
    found = os.environ.get("YAODIAN") or shutil.which("yaodian")
    if not found:
        pytest.skip("no yaodian: set YAODIAN to the program")
    return Path(found)


@pytest.fixture(scope="session")
def lines(archive: Path, command: Path) -> list[str]:
    """What the command line, on this machine alone, writes for the archive: the measure for clusters."""
    run = subprocess.run([command, "extract", archive], capture_output=True, timeout=300)
    assert run.returncode == 1, run.stderr.decode()  # two files are bad
    return run.stdout.decode().splitlines()
