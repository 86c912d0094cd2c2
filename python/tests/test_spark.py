"""`yaodian.spark` on a cluster of real processes: a master and two workers."""

from __future__ import annotations

import json
import shutil
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaodian
import yaodian.arrow

pytest.importorskip("pyspark")
if not shutil.which("java"):
    pytest.skip("no java", allow_module_level=True)

import spark_cluster
import yaodian.spark
from pyspark.sql import functions as F


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    with spark_cluster.cluster(folder, workers=2) as (url, workers):
        spark = spark_cluster.session(
            url,
            folder,
            # Small partitions, so that a small archive is many tasks.
            **{"spark.sql.files.openCostInBytes": "1024", "spark.sql.files.maxPartitionBytes": "32k"},
        )
        try:
            yield spark, workers
        finally:
            spark.stop()


def pages_of(spark, archive: Path):
    pages = spark.read.format("binaryFile").option("recursiveFileLookup", True).load(str(archive))
    # The command line is given plain paths.
    return pages.withColumn("path", F.regexp_replace("path", "^file:", ""))


def expected(archive: Path, **options) -> dict[str, pa.Table]:
    files = [(str(path), path.read_bytes()) for path in sorted(archive.rglob("*.*"))]
    # Spark leaves out files without a byte; docs/cluster.md says so.
    files = [(path, data) for path, data in files if data]
    return yaodian.arrow.tables(files, **options)


def ordered(table: pa.Table) -> list[str]:
    """Rows as text, sorted: what must be equal byte for byte."""
    return sorted(json.dumps(row, ensure_ascii=False, default=str, sort_keys=True) for row in table.to_pylist())


def test_records_are_the_command_lines(cluster, archive, lines):
    spark, _ = cluster
    records = yaodian.spark.records(pages_of(spark, archive))
    assert records.rdd.getNumPartitions() >= 8
    assert sorted(row.record for row in records.collect()) == sorted(line for line in lines if '"bytes":0,' not in line)


def test_a_wrong_option_is_said_at_once(cluster, archive):
    spark, _ = cluster
    with pytest.raises(ValueError, match="simplified, keep"):
        yaodian.spark.extract(pages_of(spark, archive), script="latin")
    with pytest.raises(KeyError, match="speeches"):
        yaodian.spark.extract(pages_of(spark, archive))["nothing"]


def test_tables_are_written_and_a_lost_worker_costs_nothing(cluster, archive, tmp_path):
    """The whole job, and in its middle one of the two workers dies with its executor and the rows it kept."""
    spark, workers = cluster
    tables = yaodian.spark.extract(pages_of(spark, archive), words=True)
    folder = str(tmp_path / "tables")
    job = threading.Thread(target=tables.write, args=(folder,))
    job.start()
    tracker = spark.sparkContext.statusTracker()
    deadline = time.monotonic() + 300

    def under_way() -> bool:
        stages = [tracker.getStageInfo(i) for i in tracker.getActiveStageIds()]
        return any(s and s.numCompletedTasks >= 2 for s in stages)

    while not under_way():
        assert time.monotonic() < deadline and job.is_alive(), "the job was never seen under way"
        time.sleep(0.02)
    spark_cluster.end(workers[0])
    job.join(timeout=240)
    assert not job.is_alive(), "the job hangs"

    single = expected(archive, words=True)
    for name, table in single.items():
        written = pq.read_table(f"{folder}/{name}.parquet")
        assert written.schema.names == table.schema.names
        assert ordered(written) == ordered(table), name
    bad = {row["source"].rsplit("/", 1)[1] for row in single["files"].to_pylist() if row["failed"]}
    assert bad == {"坏 bad.txt", "old.docx"}
    errors = spark.read.parquet(f"{folder}/diagnostics.parquet").where("severity = 'error'")
    assert {row.source.rsplit("/", 1)[1] for row in errors.collect()} == bad
