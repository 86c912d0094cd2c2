"""A Spark standalone cluster of real processes on this machine: a master and workers, loopback only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
STARTS_WITHIN = 240
"""Seconds."""


@contextmanager
def cluster(folder: Path, workers: int = 2, cores: int = 1):
    """`(url, workers)`: where the master listens, and the workers' processes. All ended afterwards."""
    import pyspark

    spark_class = Path(pyspark.__file__).parent / "bin" / "spark-class"
    port = _free_port()
    url = f"spark://{HOST}:{port}"
    env = dict(
        os.environ,
        SPARK_LOCAL_IP=HOST,  # also what the status pages bind to
        SPARK_HOME=str(spark_class.parent.parent),
        SPARK_DAEMON_MEMORY="256m",
        SPARK_LOCAL_DIRS=str(folder / "local"),
        PYSPARK_PYTHON=sys.executable,
    )
    started: list[subprocess.Popen] = []

    def start(name: str, *args: str) -> subprocess.Popen:
        log = open(folder / f"{name}.log", "wb")
        # A session of its own: what it starts ends with it.
        process = subprocess.Popen(
            [spark_class, *args], env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        started.append(process)
        return process

    try:
        start("master", "org.apache.spark.deploy.master.Master", "--host", HOST, "--port", str(port), "--webui-port", "0")
        _wait(lambda: _listens(port), "the master does not listen", folder / "master.log")
        nodes = [
            start(
                f"worker{i}", "org.apache.spark.deploy.worker.Worker", "--host", HOST, "--webui-port", "0",
                "--cores", str(cores), "--memory", "1g", "--work-dir", str(folder / f"work{i}"), url,
            )
            for i in range(workers)
        ]
        for i in range(workers):
            log = folder / f"worker{i}.log"
            _wait(lambda: "Successfully registered" in log.read_text(), f"worker {i} is not registered", log)
        yield url, nodes
    finally:
        for process in reversed(started):
            end(process)


def end(process: subprocess.Popen) -> None:
    """Kills a daemon and all it started, as a machine that fails does."""
    for pid in [*_below(process.pid), process.pid]:
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            pass
    process.wait(timeout=30)


def session(url: str, folder: Path, **conf: str):
    """A driver on the cluster."""
    from pyspark.sql import SparkSession

    os.environ.update(SPARK_LOCAL_IP=HOST, PYSPARK_PYTHON=sys.executable)
    settings = {
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.driver.memory": "512m",
        "spark.executor.memory": "512m",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.network.timeout": "60s",
        "spark.executor.heartbeatInterval": "5s",
        **conf,
    }
    builder = SparkSession.builder.master(url).appName("yaodian")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _below(pid: int) -> list[int]:
    """The processes that `pid` started, and those that they did."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    # A JVM starts processes from any of its threads.
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children += task.read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            pass
    found: list[int] = []
    for child in sorted({int(c) for c in children}):
        found += [*_below(child), child]
    return found


def _free_port() -> int:
    with socket.socket() as s:
        s.bind((HOST, 0))
        return s.getsockname()[1]


def _listens(port: int) -> bool:
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex((HOST, port)) == 0


def _wait(until, message: str, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while not until():
        if time.monotonic() > end:
            raise TimeoutError(f"{message}:\n{log.read_text()[-2000:]}")
        time.sleep(0.1)
