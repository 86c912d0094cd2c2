"""Each format, opened by the programs its users have: DuckDB, pyarrow, pandas, polars, openpyxl. Run by .ci/formats.

    python tests/formats.py YAODIAN INPUT...

YAODIAN is the program with all formats. Everything is compared with the JSON Lines of the same inputs.
"""

import csv
import datetime
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.parquet

TABLES = ["files", "speeches", "sections", "requirements", "sentences", "diagnostics"]
PROGRAM, *INPUTS = sys.argv[1:]
csv.field_size_limit(1 << 30)


def run(*args, **options):
    # One page is a bomb, and each run would inflate its 256 MiB again.
    limit = ["--max-inflated-bytes", "1000000"]
    end = subprocess.run([PROGRAM, *args, *limit], capture_output=True, check=False, **options)
    # 1: some inputs are damaged on purpose, and have their records.
    assert end.returncode in (0, 1), end.stderr.decode()
    return end.stdout


def counts(records):
    """How many rows of each table the records promise."""
    speeches = [s for r in records for s in r["speeches"]]
    return {
        "files": len(records),
        "speeches": len(speeches),
        "sections": sum(len(s["sections"]) for s in speeches),
        "requirements": sum(len(s["requirements"]) for s in speeches),
        "sentences": sum(len(s["sentences"]) for s in speeches),
        "diagnostics": sum(len(r["diagnostics"]) for r in records),
    }


def plain(value):
    """A cell as CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value)


def unarmed(text):
    return text[1:] if text.startswith("'") else text


def parquet(folder, promised):
    """DuckDB, pyarrow, pandas and polars agree on names, types, rows."""
    types = {"string", "int64", "double", "bool", "date32[day]", "dictionary<values=string, indices=int32, ordered=0>"}
    for table in TABLES:
        path = str(folder / f"{table}.parquet")
        arrow = pyarrow.parquet.read_table(path)
        assert arrow.num_rows == promised[table], (table, arrow.num_rows, promised[table])
        assert {str(field.type) for field in arrow.schema} <= types, arrow.schema
        about = pyarrow.parquet.ParquetFile(path).metadata
        assert all(about.row_group(g).column(0).compression == "ZSTD" for g in range(about.num_row_groups))
        found = duckdb.sql(f"SELECT * FROM '{path}'")
        assert found.columns == arrow.column_names
        assert [list(row.values()) for row in arrow.to_pylist()] == [list(row) for row in found.fetchall()], table
        frame = pandas.read_parquet(path)
        assert list(frame.columns) == arrow.column_names and len(frame) == arrow.num_rows
        # As a stream, which is what it is taken for.
        lazy = polars.scan_parquet(path).collect(engine="streaming")
        assert lazy.columns == arrow.column_names and lazy.to_dicts() == arrow.to_pylist(), table
    schema = pyarrow.parquet.read_schema(folder / "requirements.parquet")
    assert pyarrow.types.is_date32(schema.field("deadline").type)
    assert pyarrow.types.is_dictionary(schema.field("modality").type)
    frame = polars.read_parquet(folder / "requirements.parquet")
    assert [str(frame[name].dtype) for name in ("deadline", "span_start")] == ["Date", "Int64"], frame.schema
    assert frame["modality"].dtype == polars.Categorical, frame.schema
    found = duckdb.sql(f"SELECT deadline, modality, span_start FROM '{folder}/requirements.parquet'").types
    assert [str(kind) for kind in found] == ["DATE", "VARCHAR", "BIGINT"], found


def same_cells(tables, lines):
    """CSV holds what Parquet holds, and nothing that a spreadsheet would calculate."""
    for table in TABLES:
        rows = pyarrow.parquet.read_table(tables / f"{table}.parquet").to_pylist()
        with open(lines / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
            read = list(csv.DictReader(file))
        assert len(rows) == len(read), table
        for ours, theirs in zip(rows, read, strict=True):
            for name, value in ours.items():
                cell = theirs[name]
                assert (unarmed(cell) if isinstance(value, str) else cell) == plain(value), (table, name, cell, value)
                assert not isinstance(value, str) or not re.match(r"\s*[=+\-@＝＋－＠]", cell), cell
    assert len(duckdb.sql(f"SELECT * FROM read_csv('{lines}/requirements.csv')").fetchall()) == len(
        pyarrow.parquet.read_table(tables / "requirements.parquet")
    )


def spans(records, tables):
    """Places in the tables are those of the records."""
    wanted = [
        (r["source"]["path"], s["id"], q["id"], *q["span"], q["text"], q["modality"])
        for r in records
        for s in r["speeches"]
        for q in s["requirements"]
    ]
    found = duckdb.sql(
        f"SELECT source, speech, requirement, span_start, span_end, text, modality FROM '{tables}/requirements.parquet'"
    )
    assert found.fetchall() == wanted


def workbook(path, records):
    """The ledger as openpyxl reads it: every requirement, dates as dates, no formula, links that lead to the words."""
    book = openpyxl.load_workbook(path)
    ledger, source = book["任务台账"], book["原文"]
    rows = list(ledger.iter_rows())
    assert [cell.value for cell in rows[0]] == "序号 讲话 日期 章节 要求 责任单位 时限 到期日 类型 原文位置".split()
    assert ledger.freeze_panes == "A2" and ledger.auto_filter.ref == f"A1:J{len(rows)}"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    wanted = [q for r in records for s in r["speeches"] for q in s["requirements"]]
    assert len(rows) - 1 == len(wanted)
    due = 0
    for number, (row, requirement) in enumerate(zip(rows[1:], wanted, strict=True), 1):
        assert row[0].value == number
        clean = re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", " ", requirement["text"])
        assert row[4].value == clean, (row[4].value, clean)
        iso = (requirement["deadline"] or {}).get("iso")
        if iso and len(iso) == 10:
            assert row[7].value == datetime.datetime.fromisoformat(iso), (row[7].value, iso)
            due += 1
        sheet, cell = row[9].hyperlink.location.replace("'", "").split("!")
        assert (sheet, cell) == ("原文", f"D{number + 1}")
        assert source[f"A{number + 1}"].hyperlink.location == f"'任务台账'!E{number + 1}"
    assert due > 0


def word(path, styles, table_head=False):
    """A Word file holds these styles, and its table's head stands on every page."""
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(file.read(name))
        document, known = file.read("word/document.xml").decode(), file.read("word/styles.xml").decode()
    for style in styles:
        assert f'w:styleId="{style}"' in known, style
        assert f'<w:pStyle w:val="{style}"' in document, style
    assert document.count("<w:tblHeader />") == int(table_head)
    return document


def main():
    records = [json.loads(line) for line in run("extract", *INPUTS, "--words").decode().splitlines()]
    promised = counts(records)
    assert all(promised.values()), promised
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        for name, *options in ["parquet"], ["csv", "--bom"]:
            run("extract", *INPUTS, "--format", name, *options, "-o", str(out / name))
        parquet(out / "parquet", promised)
        same_cells(out / "parquet", out / "csv")
        spans(records, out / "parquet")
        for name in "xlsx", "docx":
            for again in "", "2":
                run("extract", *INPUTS, "--format", name, "-o", str(out / f"ledger{again}.{name}"))
            assert (out / f"ledger.{name}").read_bytes() == (out / f"ledger2.{name}").read_bytes(), name
        workbook(out / "ledger.xlsx", records)
        document = word(out / "ledger.docx", ["Title"], table_head=True)
        assert document.count("<w:tr>") == promised["requirements"] + 1
        page = "corpus/pages/county_compilation.txt"
        run("clean", page, "--format", "docx", "-o", str(out / "clean.docx"))
        word(out / "clean.docx", ["Title", "Heading1", "BodyText"])
        # What we write, we read: the headings are found again.
        (again,) = json.loads(run("extract", str(out / "clean.docx"), "--format", "json"))
        assert len(again["speeches"]) >= 2
    print("formats:", ", ".join(f"{name} {count}" for name, count in promised.items()))


main()
