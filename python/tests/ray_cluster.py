"""A Ray cluster of real processes on this machine: two nodes, loopback only."""

from __future__ import annotations

import os
from contextlib import contextmanager

HOST = "127.0.0.1"
OBJECTS = 768 << 20
"""Bytes of shared memory a node: with less than some blocks of 128 MiB Ray runs one task at a time."""

# Set before Ray is imported. The first makes it take 127.0.0.1 for its own address, as on a laptop, and listen nowhere
# else; several nodes on one machine work all the same.
os.environ.update(
    RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0",
    RAY_USAGE_STATS_ENABLED="0",
    RAY_DATA_DISABLE_PROGRESS_BARS="1",
    RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO="0",
    RAY_worker_niceness="0",  # workers stand back behind every other program otherwise
    RAY_health_check_period_ms="1000",
    RAY_health_check_failure_threshold="5",
)


@contextmanager
def cluster(nodes: int = 2, cores: int = 1):
    """`(cluster, nodes)`; `cluster.remove_node(node, allow_graceful=False)` kills one. All ended afterwards."""
    import ray
    from ray.cluster_utils import Cluster

    settings = {
        "num_cpus": cores, "include_dashboard": False, "node_ip_address": HOST, "object_store_memory": OBJECTS,
    }
    started = _again(lambda: Cluster(initialize_head=True, head_node_args=settings))
    try:
        others = [_again(lambda: started.add_node(**settings)) for _ in range(nodes - 1)]
        ray.init(address=started.address, logging_level="ERROR", log_to_driver=False)
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield started, others
    finally:
        ray.shutdown()
        started.shutdown()


def _again(start, times: int = 3):
    """Ray gives a node 30 s to start, which is not always enough on a busy machine."""
    for left in reversed(range(times)):
        try:
            return start()
        except Exception:
            if not left:
                raise
