"""Archives on Ray: `read_binary_files` in, tables as datasets out.

    pages = ray.data.read_binary_files("s3://archive/", include_paths=True)
    yaodian.ray.extract(pages).write("s3://tables/")

docs/cluster.md says how to start it, what it costs and what to set. Needs ray[data] on every node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from . import arrow
from ._named import Named

if TYPE_CHECKING:
    from ray.data import Dataset

__all__ = ["Tables", "extract", "records"]


@dataclass(frozen=True)
class Tables(Named["Dataset"]):
    """The tables of docs/tables.md as datasets.

    All come from the one pass in `rows`; without `materialize` each use of one of them runs that pass again.
    """

    rows: Dataset
    """The rows of all tables: `table` and, under its name, the row."""

    def _table(self, name: str) -> Dataset:
        return self.rows.map_batches(_only, fn_kwargs={"name": name}, batch_format="pyarrow", batch_size=None)

    def materialize(self) -> Tables:
        """Computes the rows now and keeps them in the cluster's object store, which spills to disk."""
        return Tables(self.rows.materialize())

    def write(self, folder: str) -> None:
        """Writes every table as Parquet, `folder/speeches.parquet` and so on, from one pass over the files.

        What stands there is overwritten: the same input gives the same rows, in whatever order."""
        from ray.data import SaveMode

        kept = self.materialize()
        for name in arrow.SCHEMAS:
            kept[name].write_parquet(f"{folder.rstrip('/')}/{name}.parquet", mode=SaveMode.OVERWRITE)


def extract(
    ds: Dataset, path_col: str = "path", content_col: str = "bytes", *, batch_size: int = 256, **options: Any
) -> Tables:
    """Files to tables.

    Args:
        ds: a row a file, as `read_binary_files(…, include_paths=True)` gives it; other columns are not looked at.
        path_col: the column that names the file; it becomes `source`.
        content_col: the column of its bytes (or its text).
        batch_size: files a task takes at most.
        options: those of `yaodian.Pipeline`.

    Nothing runs before it is used. A file that cannot be read is a row of `files` with `failed`, and a row of
    `diagnostics` with severity "error".
    """
    return Tables(_mapped(ds, _tagged, path_col, content_col, batch_size, options))


def records(
    ds: Dataset, path_col: str = "path", content_col: str = "bytes", *, batch_size: int = 256, **options: Any
) -> Dataset:
    """Files to records: columns `source` and `record`, the line of JSON that `yaodian extract` writes for the file."""
    return _mapped(ds, _records, path_col, content_col, batch_size, options)


def _mapped(ds: Dataset, work: Any, path_col: str, content_col: str, batch_size: int, options: dict[str, Any]) -> Dataset:
    arrow._pipeline(**arrow._frozen(options))  # a wrong option is said here, not on the workers
    kwargs = {"columns": (path_col, content_col), "options": options}
    # Tasks, not actors: those that take every core leave none for reading, and the job hangs.
    return ds.map_batches(work, fn_kwargs=kwargs, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)


def _files(batch: pa.Table, columns: tuple[str, str]) -> list[arrow.File]:
    names, data = (batch.column(name) for name in columns)
    return [(name.as_py(), bytes_.as_py()) for name, bytes_ in zip(names, data, strict=True)]


def _tagged(batch: pa.Table, columns: tuple[str, str], options: dict[str, Any]) -> pa.Table:
    return pa.Table.from_batches(arrow.tagged(_files(batch, columns), options), arrow.TAGGED)


def _records(batch: pa.Table, columns: tuple[str, str], options: dict[str, Any]) -> pa.Table:
    return pa.Table.from_batches(arrow.records(_files(batch, columns), options), arrow.RECORDS)


def _only(rows: pa.Table, name: str) -> pa.Table:
    own = rows.filter(pc.equal(rows.column(arrow.TABLE), name)).column(name).combine_chunks()
    return pa.Table.from_arrays(own.flatten(), schema=arrow.SCHEMAS[name])
