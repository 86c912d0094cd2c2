"""`yaodian.ray` on a cluster of real processes: two nodes."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaodian.arrow

import ray_cluster

ray = pytest.importorskip("ray")
pytest.importorskip("ray.data")

import yaodian.ray


@pytest.fixture(scope="module")
def cluster():
    with ray_cluster.cluster(nodes=2) as (cluster, others):
        yield cluster, others


def pages_of(archive: Path):
    return ray.data.read_binary_files(str(archive), include_paths=True, override_num_blocks=16)


def ordered(table: pa.Table) -> list[str]:
    """Rows as text, sorted: what must be equal byte for byte."""
    return sorted(json.dumps(row, ensure_ascii=False, default=str, sort_keys=True) for row in table.to_pylist())


def test_a_wrong_option_is_said_at_once(cluster, archive):
    with pytest.raises(ValueError, match="simplified, keep"):
        yaodian.ray.extract(pages_of(archive), script="latin")


def test_tables_are_those_of_one_machine(cluster, archive, tmp_path):
    yaodian.ray.extract(pages_of(archive), words=True).write(str(tmp_path))
    files = [(str(path), path.read_bytes()) for path in sorted(archive.rglob("*.*"))]
    for name, table in yaodian.arrow.tables(files, words=True).items():
        written = pq.read_table(tmp_path / f"{name}.parquet")
        assert ordered(written) == ordered(table), name
        if name == "files":
            bad = {row["source"].rsplit("/", 1)[1] for row in written.to_pylist() if row["failed"]}
            assert bad == {"坏 bad.txt", "old.docx"}


def test_a_lost_node_costs_nothing(cluster, archive, lines):
    """The node dies with its workers and the blocks it kept, after the first answers have come."""
    cluster, others = cluster
    made: list[str] = []
    for batch in yaodian.ray.records(pages_of(archive), batch_size=4).iter_batches(batch_size=4, batch_format="pyarrow"):
        made += batch.column("record").to_pylist()
        if others:
            assert len(made) < len(lines)
            cluster.remove_node(others.pop(), allow_graceful=False)
    assert sorted(made) == sorted(lines)
