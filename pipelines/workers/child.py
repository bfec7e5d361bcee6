"""A worker process: takes calls from its standard input, one at a time, and answers on its standard output."""

from __future__ import annotations

import os
import pickle
import signal
import sys

from pipelines.workers.limits import TOO_BIG, lift_limits, limit_this_process


def serve() -> None:
    """Answers until its parent goes, with (None, result) or (exception, None); the limits hold for each call."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which then closes the pipe
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    seconds, memory, sys.path[:] = pickle.load(calls)
    while True:
        try:
            call: bytes = pickle.load(calls)
        except EOFError:
            return
        limit_this_process(seconds, memory)
        answer = _answer(call)
        lift_limits()
        try:
            answers.write(answer)
            answers.flush()
        except BrokenPipeError:
            os._exit(0)  # the parent was killed meanwhile: nobody is there to be answered or told


def _answer(call: bytes) -> bytes:
    try:
        function, arguments = pickle.loads(call)
        return pickle.dumps((None, function(*arguments)))
    except MemoryError:
        # The heap may stay in pieces: so the process goes, not the call alone.
        os._exit(TOO_BIG)
    except Exception as error:  # noqa: BLE001 it is raised again in the parent
        return _fault(error)


def _fault(error: Exception) -> bytes:
    """The exception; or, when it cannot be sent or not be made again from what was sent, what it says."""
    try:
        sent = pickle.dumps((error, None))
        pickle.loads(sent)
    except Exception:  # noqa: BLE001 whatever an exception of a library does when it is pickled
        return pickle.dumps((RuntimeError(f"{type(error).__name__}: {error}"), None))
    return sent


if __name__ == "__main__":
    serve()
