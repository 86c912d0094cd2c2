"""Runs what docs/recipes.md says, over the pages of the corpus, and compares what it prints. Run by .ci/formats.

    python tests/recipes.py YAODIAN [--record]

A block of sql, sh or python is run in a folder that holds `archive` (the pages), `tables` and `out.jsonl`; the block of
text after it is what it prints. `--record` writes those blocks anew: read the diff before you commit it.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

PAGE = Path("docs/recipes.md")
BLOCK = re.compile(r"```(sql|sh|python)\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.S)


def sql(code, folder):
    duckdb.sql(f"SET file_search_path = '{folder}'")
    shown = []
    for statement in filter(str.strip, code.split(";")):
        result = duckdb.sql(statement)
        if result is not None:
            assert len(result.fetchall()) > 0, f"no rows: {statement}"
            shown.append(duckdb_shown(duckdb.sql(statement)))
    return "".join(shown)


def duckdb_shown(result):
    """As columns without a frame: narrow enough for a page."""
    rows = [[("" if cell is None else str(cell)) for cell in row] for row in [result.columns, *result.fetchall()]]
    return "".join("  ".join(row).rstrip() + "\n" for row in rows)


def other(command, code, folder, program):
    path = f"{Path(program).parent}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    end = subprocess.run(
        [*command, code], cwd=folder, env={"PATH": path, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False
    )
    assert end.returncode == 0, f"{code}\n{end.stderr}"
    return end.stdout


def main():
    program, record = sys.argv[1], "--record" in sys.argv
    page = PAGE.read_text(encoding="utf-8")
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "archive").symlink_to(Path("corpus/pages").resolve())

        def check(block):
            language, code, wanted = block.groups()
            if language == "sql":
                printed = sql(code, folder)
            else:
                printed = other({"sh": ["bash", "-euo", "pipefail", "-c"], "python": ["python", "-c"]}[language], code, folder, program)
            if printed != (wanted or ""):
                wrong.append(f"{code}\nprints\n{printed}\nand not\n{wanted}")
            shown = f"\n```text\n{printed}```\n" if printed else ""
            return f"```{language}\n{code}```\n{shown}"

        new = BLOCK.sub(check, page)
    if record:
        PAGE.write_text(new, encoding="utf-8")
    elif wrong:
        sys.exit("\n\n".join(wrong) + "\n.ci/formats --record writes it anew")
    print(f"recipes: {len(BLOCK.findall(page))} run")


main()
