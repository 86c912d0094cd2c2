"""Archives on Apache Spark: `binaryFile` in, tables as data frames out.

    pages = spark.read.format("binaryFile").option("recursiveFileLookup", True).load("s3://archive/")
    yaodian.spark.extract(pages).write("s3://tables/")

docs/cluster.md says how to start it, what it costs and what to set. Needs pyspark 4 and pyarrow on every node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import arrow
from ._named import Named

if TYPE_CHECKING:
    from pyspark import StorageLevel
    from pyspark.sql import DataFrame

__all__ = ["Tables", "extract", "records"]


@dataclass(frozen=True)
class Tables(Named["DataFrame"]):
    """The tables of docs/tables.md as data frames.

    All come from the one pass in `rows`; without `persist` each action on one of them runs that pass again.
    """

    rows: DataFrame
    """The rows of all tables: `table` and, under its name, the row."""

    def _table(self, name: str) -> DataFrame:
        return self.rows.where(self.rows[arrow.TABLE] == name).select(f"{name}.*")

    def persist(self, level: StorageLevel | None = None) -> Tables:
        """Keeps the rows once they are computed, on the executors' disks unless told otherwise."""
        from pyspark import StorageLevel

        self.rows.persist(level or StorageLevel.DISK_ONLY)
        return self

    def unpersist(self) -> Tables:
        """Lets go of what `persist` kept."""
        self.rows.unpersist()
        return self

    def write(self, folder: str, mode: str = "overwrite") -> None:
        """Writes every table as Parquet, `folder/speeches.parquet` and so on, from one pass over the files.

        A file is computed twice only if the executor that kept its rows is lost. Overwriting makes it idempotent: the
        same input gives the same rows, in whatever order."""
        self.persist()
        try:
            for name in arrow.SCHEMAS:
                self[name].write.mode(mode).parquet(f"{folder.rstrip('/')}/{name}.parquet")
        finally:
            self.unpersist()


def extract(df: DataFrame, path_col: str = "path", content_col: str = "content", **options: Any) -> Tables:
    """Files to tables.

    Args:
        df: a row a file, as `binaryFile` gives it; other columns are not looked at.
        path_col: the column that names the file; it becomes `source`.
        content_col: the column of its bytes (or its text).
        options: those of `yaodian.Pipeline`.

    Nothing runs before an action. A file that cannot be read is a row of `files` with `failed`, and a row of
    `diagnostics` with severity "error".
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    arrow._pipeline(**arrow._frozen(options))  # a wrong option is said here, not on the executors

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return arrow.tagged(_files(batches), options)

    return Tables(df.select(path_col, content_col).mapInArrow(work, from_arrow_schema(arrow.TAGGED)))


def records(df: DataFrame, path_col: str = "path", content_col: str = "content", **options: Any) -> DataFrame:
    """Files to records: columns `source` and `record`, the line of JSON that `yaodian extract` writes for the file."""
    arrow._pipeline(**arrow._frozen(options))

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return arrow.records(_files(batches), options)

    return df.select(path_col, content_col).mapInArrow(work, "source string, record string")


def _files(batches: Iterable[pa.RecordBatch]) -> Iterator[arrow.File]:
    for batch in batches:
        for name, data in zip(*batch.columns, strict=True):
            yield name.as_py(), data.as_py()
