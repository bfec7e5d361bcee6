"""Worker processes: a call that is too slow, too big or fatal costs itself alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from pipelines.settings import ROOT
from pipelines.workers.limits import Stopped
from pipelines.workers.processes import LimitedProcesses
from tests import worker_calls

SECONDS = 3.0
MEMORY = 200 << 20

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="The memory limit is Linux's.")


@pytest.fixture
def pool() -> Iterator[LimitedProcesses]:
    with LimitedProcesses(2, seconds=SECONDS, memory=MEMORY) as processes:
        yield processes


@pytest.mark.parametrize(
    ("call", "arguments", "reason_code", "says"),
    [
        (worker_calls.sleep_for_ever, (), "too_slow", "3 seconds"),
        (worker_calls.busy_in_c, (), "too_slow", "3 seconds"),
        pytest.param(worker_calls.grow_for_ever, (), "too_big", "200 MiB", marks=linux_only),
        pytest.param(worker_calls.grow_at_once, (), "too_big", "200 MiB", marks=linux_only),
        (worker_calls.fault_in_c, (), "worker_died", "Segmentation fault"),
        (worker_calls.kill_self, (), "worker_died", "Killed"),
        (worker_calls.exit_at_once, (0,), "worker_died", "exit code 0"),
        (worker_calls.exit_at_once, (7,), "worker_died", "exit code 7"),
    ],
)
def test_a_bad_call_costs_itself_and_the_others_go_on(
    pool: LimitedProcesses, call: object, arguments: tuple[int, ...], reason_code: str, says: str
) -> None:
    before = [pool.submit(worker_calls.answer, number) for number in range(4)]
    bad = pool.submit(call, *arguments)  # type: ignore[arg-type]
    after = [pool.submit(worker_calls.answer, number) for number in range(4)]
    assert [future.result() for future in before + after] == [0, 2, 4, 6, 0, 2, 4, 6]
    with pytest.raises(Stopped) as error:
        bad.result()
    assert error.value.reason_code == reason_code
    assert says in error.value.reason
    assert "next run tries again" in error.value.reason


def test_an_exception_of_the_call_comes_back_as_it_is(pool: LimitedProcesses) -> None:
    with pytest.raises(OSError, match="No space left"):
        pool.submit(worker_calls.raise_oserror).result()
    with pytest.raises(RuntimeError, match="Unpicklable: one"):
        pool.submit(worker_calls.raise_unpicklable).result()
    assert pool.submit(worker_calls.answer, 1).result() == 2


def test_what_a_library_prints_does_not_get_into_the_answer(pool: LimitedProcesses) -> None:
    assert pool.submit(worker_calls.print_something).result() == "printed"


@linux_only
def test_memory_counts_anew_for_each_call() -> None:
    with LimitedProcesses(1, seconds=SECONDS, memory=MEMORY) as one:
        processes = {one.submit(worker_calls.process_id).result()}
        assert [one.submit(worker_calls.hold, MEMORY * 3 // 4).result() for _ in range(4)] == [MEMORY * 3 // 4] * 4
        processes.add(one.submit(worker_calls.process_id).result())
    assert len(processes) == 1


def test_no_process_starts_before_it_is_needed_or_outlives_its_pool() -> None:
    pool = LimitedProcesses(2)
    assert pool._workers == []
    process = pool.submit(worker_calls.process_id).result()
    os.kill(process, 0)
    pool.shutdown()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_giving_up_ends_what_is_running_at_once() -> None:
    pool = LimitedProcesses(1, seconds=600.0)
    assert pool.submit(worker_calls.answer, 1).result() == 2
    running, waiting = pool.submit(worker_calls.sleep_for_ever), pool.submit(worker_calls.answer, 1)
    while not running.running():
        pass
    pool.shutdown(cancel_futures=True)
    with pytest.raises(Stopped):
        running.result()
    assert waiting.cancelled()


PARENT = """
import os
from pipelines.workers.processes import LimitedProcesses
from tests import worker_calls
pool = LimitedProcesses(1, seconds=3.0)
pool.submit(worker_calls.process_id).result()
future = pool.submit(worker_calls.{call})
print("ready", flush=True)
os.read(0, 1)
"""


@pytest.mark.parametrize("call", ["process_id", "sleep_for_ever", "busy_in_c"])
def test_a_worker_ends_when_its_parent_was_killed(call: str) -> None:
    command = [sys.executable, "-c", PARENT.format(call=call)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        assert parent.stdout.readline() == b"ready\n"
        parent.kill()
        # The worker has the other end of this pipe too, which ends only once the worker has.
        assert parent.stderr.read() == b""
