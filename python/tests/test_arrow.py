"""`yaodian.arrow`: the tables of records, buffer by buffer."""

from __future__ import annotations

import doctest
import json
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import yaodian
import yaodian.arrow
from conftest import HOSTILE, PAGE, PAGES, read

FILES = read(PAGES) + read(HOSTILE)


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    return yaodian.arrow.tables(FILES, words=True)


def test_they_are_sound(tables):
    for name, table in tables.items():
        table.validate(full=True)
        assert table.schema == yaodian.arrow.SCHEMAS[name]
        for field, column in zip(table.schema, table.columns):
            assert field.nullable or column.null_count == 0, (name, field.name)


def test_they_hold_what_the_records_hold(tables):
    records = [json.loads(line) for line in yaodian.Pipeline(words=True).process_batch(FILES)]
    assert tables["files"]["source"].to_pylist() == [name for name, _ in FILES]
    requirements = [
        (r["source"]["path"], s["id"], q["id"], *q["span"], q["text"], q["modality"], q["strength"], q["confidence"])
        for r in records for s in r["speeches"] for q in s["requirements"]
    ]
    names = ["source", "speech", "requirement", "span_start", "span_end", "text", "modality", "strength", "confidence"]
    table = tables["requirements"].select(names)
    assert list(zip(*(column.to_pylist() for column in table.columns))) == requirements
    sections = [(s["title"], s["number"]) for r in records for p in r["speeches"] for s in p["sections"]]
    table = tables["sections"]
    assert list(zip(table["title"].to_pylist(), table["number"].to_pylist())) == sections
    failed = [any(d["severity"] == "error" for d in r["diagnostics"]) for r in records]
    assert tables["files"]["failed"].to_pylist() == failed
    assert tables["sentences"].num_rows == sum(len(s["sentences"]) for r in records for s in r["speeches"])


def test_dates_are_dates():
    tables = yaodian.arrow.tables([("a.txt", PAGE)])
    assert tables["speeches"]["date"].to_pylist() == [date(2007, 5, 16)]
    assert tables["requirements"]["deadline"].to_pylist() == [date(2007, 6, 10), None]


def test_threads_change_nothing(tables):
    assert yaodian.arrow.tables(FILES, jobs=4, words=True) == tables


def test_large_tables_come_in_parts():
    many = yaodian.arrow.tables([("a.txt", None)] * 140_000)["files"]
    many.validate(full=True)
    assert many.num_rows == 140_000 and many["source"].num_chunks == 3


def test_a_bad_file_is_a_row():
    tables = yaodian.arrow.tables([("a.pdf", b"%PDF-1.7"), ("a.txt", PAGE)])
    assert tables["files"]["failed"].to_pylist() == [True, False]
    [row] = tables["diagnostics"].to_pylist()
    assert (row["source"], row["severity"], row["code"]) == ("a.pdf", "error", "pdf")


def test_tagged_rows_are_the_tables(tables):
    rows = pa.Table.from_batches(yaodian.arrow.tagged(FILES, {"words": True}, bytes_at_once=1 << 16))
    rows.validate(full=True)
    for name, table in tables.items():
        own = rows.filter(pc.equal(rows["table"], name))[name].combine_chunks()
        assert pa.Table.from_arrays(own.flatten(), schema=table.schema) == table


def test_the_examples_are_true():
    assert doctest.testmod(yaodian.arrow).failed == 0
