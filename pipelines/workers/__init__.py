"""Where documents are read: worker processes of this machine, or a cluster's, behind one interface."""

from __future__ import annotations

from concurrent.futures import Executor

from pipelines.settings.values import LOCAL


def executor_at(address: str, workers: int) -> Executor:
    """What EXECUTOR names, which runs each call within the limits of `limits`; a context manager.

    `workers` is the number of processes of this machine; a cluster has its own. Raises SettingError when the
    cluster cannot be used.
    """
    if address == LOCAL:
        from pipelines.workers.processes import LimitedProcesses

        return LimitedProcesses(workers)
    from pipelines.workers.cluster import ClusterExecutor

    return ClusterExecutor(address)
