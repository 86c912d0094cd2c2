"""What a cluster of this machine's processes does with an archive: `python measure.py spark|ray FOLDER WORKERS`.

Prints wall time and the processor time that the workers used, JVM and all: on a shared machine the second one counts.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.dataset as ds


def cpu(pids: list[int]) -> float:
    """Seconds of processor time of processes, those below them, and their ended children."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def report(engine: str, workers: int, archive: Path, out: Path, wall: float, used: float) -> None:
    files = [path for path in archive.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    rows = {part.stem: ds.dataset(part).count_rows() for part in sorted(out.iterdir())}
    print(
        json.dumps(
            dict(
                engine=engine, workers=workers, files=len(files), mb=round(size / 1e6, 1), wall_s=round(wall, 1),
                worker_cpu_s=round(used, 1), mb_per_cpu_s=round(size / 1e6 / used, 2), rows=rows,
            )
        )
    )


def spark(archive: Path, workers: int) -> None:
    import spark_cluster
    import yaodian.spark

    folder = Path(tempfile.mkdtemp())
    with spark_cluster.cluster(folder, workers) as (url, nodes):
        session = spark_cluster.session(url, folder, **{"spark.sql.files.openCostInBytes": "64k", "spark.sql.files.maxPartitionBytes": "4m"})
        pids = lambda: [pid for node in nodes for pid in [node.pid, *spark_cluster._below(node.pid)]]
        try:
            before, begin = cpu(pids()), time.monotonic()
            pages = session.read.format("binaryFile").option("recursiveFileLookup", True).load(str(archive))
            yaodian.spark.extract(pages).write(str(folder / "out"))
            wall = time.monotonic() - begin
            report("spark", workers, archive, folder / "out", wall, cpu(pids()) - before)
        finally:
            session.stop()


def ray(archive: Path, workers: int) -> None:
    import ray_cluster
    import ray

    import spark_cluster
    import yaodian.ray

    folder = Path(tempfile.mkdtemp())
    with ray_cluster.cluster(workers):
        pids = lambda: spark_cluster._below(os.getpid())
        before, begin = cpu(pids()), time.monotonic()
        pages = ray.data.read_binary_files(str(archive), include_paths=True)
        yaodian.ray.extract(pages).write(str(folder / "out"))
        wall = time.monotonic() - begin
        report("ray", workers, archive, folder / "out", wall, cpu(pids()) - before)


if __name__ == "__main__":
    {"spark": spark, "ray": ray}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
