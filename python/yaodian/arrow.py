"""The tables of docs/tables.md as pyarrow's.

>>> import yaodian.arrow
>>> page = "在全县防汛工作会议上的讲话\\n同志们:\\n各乡镇要在6月10日前完成堤防检查。\\n"
>>> tables = yaodian.arrow.tables([("page.txt", page)])
>>> tables["requirements"].select(["source", "addressee", "deadline_text"]).to_pylist()
[{'source': 'page.txt', 'addressee': '各乡镇', 'deadline_text': '6月10日前'}]

Needs pyarrow. `.to_pandas()` on a table gives a data frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from os import PathLike
from typing import Any

import pyarrow as pa

from ._yaodian import Pipeline
from ._yaodian import tables as _described

__all__ = ["SCHEMAS", "tables"]

_TYPES = {"text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "date": pa.date32()}

File = tuple["str | PathLike[str]", "bytes | str | None"]


def _schema(about: str, columns: list[tuple[str, str, bool, str]]) -> pa.Schema:
    fields = [pa.field(name, _TYPES[kind], nullable, {"meaning": meaning}) for name, kind, nullable, meaning in columns]
    return pa.schema(fields, {"about": about})


SCHEMAS: dict[str, pa.Schema] = {name: _schema(about, columns) for name, about, columns in _described()}
"""The schema of every table, by its name; the meaning of a column is in its field's metadata."""


def tables(files: Sequence[File], *, jobs: int = 1, **options: Any) -> dict[str, pa.Table]:
    """Files to tables: `files`, `speeches`, `sections`, `requirements`, `sentences`, `diagnostics`.

    Args:
        files: pairs of name and data, as `Pipeline.process_batch` takes them. A file that cannot be read is a row of
            `files` with `failed`, and a row of `diagnostics` with severity "error".
        jobs: threads.
        options: those of `Pipeline`; `sentences` is empty without `words=True`.
    """
    parts: dict[str, list[pa.RecordBatch]] = {name: [] for name in SCHEMAS}
    for name, batch in _batches(files, jobs, options):
        parts[name].append(batch)
    return {name: pa.Table.from_batches(parts[name], schema) for name, schema in SCHEMAS.items()}


def _batches(files: Sequence[File], jobs: int, options: dict[str, Any]) -> Iterator[tuple[str, pa.RecordBatch]]:
    for name, rows, columns in _pipeline(**_frozen(options))._process_columns(files, jobs=jobs):
        schema = SCHEMAS[name]
        arrays = [_array(field.type, rows, *buffers) for field, buffers in zip(schema, columns, strict=True)]
        yield name, pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(kind: pa.DataType, rows: int, there: bytes, values: bytes, text: bytes | None) -> pa.Array:
    buffers = [pa.py_buffer(there), pa.py_buffer(values)]
    if text is not None:
        buffers.append(pa.py_buffer(text))
    return pa.Array.from_buffers(kind, rows, buffers)


@lru_cache(maxsize=4)
def _pipeline(**options: Any) -> Pipeline:
    """One pipeline a process and set of options: an engine's worker calls us for every batch."""
    return Pipeline(**options)


def _frozen(options: dict[str, Any]) -> dict[str, Any]:
    """As keys of a cache want them."""
    return {k: tuple(v) if isinstance(v, (list, set)) else v for k, v in sorted(options.items())}


# For engines whose functions give one stream of rows: all tables in one, a struct a table, one of them there in a row.

TABLE = "table"
"""The column of `TAGGED` that names the table a row belongs to."""

TAGGED: pa.Schema = pa.schema(
    [pa.field(TABLE, pa.string(), False)]
    + [pa.field(name, pa.struct([field.with_nullable(True).remove_metadata() for field in schema])) for name, schema in SCHEMAS.items()]
)
"""The rows of all tables in one set."""


def tagged(files: Iterable[File], options: dict[str, Any], *, bytes_at_once: int = 4 << 20) -> Iterator[pa.RecordBatch]:
    """The rows of all tables, in batches of some files each."""
    for some in _some(files, bytes_at_once):
        for name, batch in _batches(some, 1, options):
            rows = batch.num_rows
            arrays: list[pa.Array] = [pa.repeat(pa.scalar(name), rows)]
            for field in list(TAGGED)[1:]:
                own = field.name == name
                arrays.append(pa.StructArray.from_arrays(batch.columns, fields=list(field.type)) if own else pa.nulls(rows, field.type))
            yield pa.RecordBatch.from_arrays(arrays, schema=TAGGED)


def _some(files: Iterable[File], bytes_at_once: int) -> Iterator[list[File]]:
    """Lists of files that come to about so many bytes, a larger file by itself."""
    some: list[File] = []
    size = 0
    for name, data in files:
        some.append((name, data))
        size += len(data or b"")
        if size >= bytes_at_once:
            yield some
            some, size = [], 0
    if some:
        yield some


RECORDS: pa.Schema = pa.schema([("source", pa.string()), ("record", pa.string())])
"""The columns of `records`."""


def records(files: Iterable[File], options: dict[str, Any], *, bytes_at_once: int = 4 << 20) -> Iterator[pa.RecordBatch]:
    """The JSON record of every file, in batches of some files each."""
    for some in _some(files, bytes_at_once):
        made = _pipeline(**_frozen(options)).process_batch(some)
        names = [str(name) for name, _ in some]
        yield pa.RecordBatch.from_arrays([pa.array(names, pa.string()), pa.array(made, pa.string())], schema=RECORDS)
