"""What tests have worker processes do: each function stands for a document that does it."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import time


def answer(value: int) -> int:
    return value * 2


def process_id() -> int:
    return os.getpid()


def sleep_for_ever() -> None:
    while True:
        time.sleep(1)


def busy_in_c() -> None:
    """Backtracks for years in one call, which no signal handler of Python's interrupts."""
    re.fullmatch(r"(a|a)*b", "a" * 64)


def grow_for_ever() -> None:
    held = []
    while True:
        held.append(bytearray(1 << 24))


def grow_at_once() -> int:
    return len(bytearray(1 << 32))


def hold(size: int) -> int:
    """Takes memory and gives it back."""
    return len(bytearray(size))


def fault_in_c() -> None:
    ctypes.string_at(0)


def exit_at_once(code: int) -> None:
    os._exit(code)


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def print_something() -> str:
    print("this goes to standard output")
    os.write(1, b"and this as well")
    return "printed"


class Unpicklable(Exception):
    """Cannot be made again from what pickle keeps of it."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)
        self.two = two


def raise_unpicklable() -> None:
    raise Unpicklable("one", "two")


def raise_oserror() -> None:
    raise OSError(28, "No space left on device")


def kill_caller(*_: object) -> None:
    """Stands in for any call, and ends the process that it was to run in."""
    os.kill(os.getpid(), signal.SIGKILL)
