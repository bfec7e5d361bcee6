"""The search's index, made by Pagefind: files that a browser loads a few of, with no server behind them.

Pagefind's own Python client waits a tenth of a second for each record, which over 1,000 inspections is half an hour;
this speaks to the same program in the same way (messages in base64 with commas between) without the waits.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from threading import Thread
from typing import IO, Any

from pipelines.site.errors import SiteError
from pipelines.site.find.search_records import Record

FOLDER = "pagefind"
LANGUAGE = "en"
# Ready-made looks of Pagefind's, which the pages do not use.
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "wasm.unknown.pagefind")


def write_index(records: Iterable[Record], site: Path) -> int:
    """Writes the index of the records into the site's folder `pagefind`; returns how many it holds.

    Raises SiteError when Pagefind's program is not there, cannot be started or refuses a record.
    """
    with _program() as program:
        assert program.stdin is not None
        assert program.stdout is not None
        try:
            answers = _answers(program.stdout)
            _send(program.stdin, [{"type": "NewIndex", "config": {"force_language": LANGUAGE}}])
            index = next(answers)["index_id"]
            messages = [_message(record, index) for record in records]
            # The program answers while it is told: to write all before reading would fill both pipes.
            writer = Thread(target=_send, args=(program.stdin, messages), daemon=True)
            writer.start()
            for _ in messages:
                next(answers)
            writer.join()
            # When it writes files itself, it says that it has before all of them are whole.
            _send(program.stdin, [{"type": "GetFiles", "index_id": index}])
            files = next(answers)["files"]
        finally:
            program.kill()
    for file in files:
        if not any(fnmatch(file["path"], pattern) for pattern in UNUSED):
            path = site / FOLDER / file["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(file["content"]))
    return len(messages)


def _program() -> subprocess.Popen[bytes]:
    try:
        from pagefind_bin import get_executable  # has no wheel for every machine
    except ImportError:
        raise SiteError("The search's index needs the package pagefind-bin: install it (make setup).") from None
    try:
        return subprocess.Popen(
            [get_executable(), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise SiteError(f"Pagefind, which makes the search's index, cannot be started: {error.strerror}.") from None


def _message(record: Record, index: int) -> dict[str, Any]:
    return {
        "type": "AddRecord",
        "index_id": index,
        "url": record.address,
        "content": record.content,
        "language": LANGUAGE,
        "meta": record.meta,
        "filters": {name: values for name, values in record.filters.items() if values},
        "sort": {},
    }


def _send(into: IO[bytes], payloads: list[dict[str, Any]]) -> None:
    try:
        for number, payload in enumerate(payloads):
            message = json.dumps({"message_id": number, "payload": payload})
            into.write(base64.b64encode(message.encode()) + b",")
        into.flush()
    except BrokenPipeError:
        return  # the program has ended: its answers end too, and that is told


def _answers(out: IO[bytes]) -> Iterator[dict[str, Any]]:
    """What the program answers, in turn. Raises SiteError when it reports an error or ends."""
    parts: list[bytes] = []
    while read := out.read1(1 << 16):  # type: ignore[attr-defined]
        *ends, rest = read.split(b",")
        for end in ends:
            one = b"".join((*parts, end))
            parts = []
            payload: dict[str, Any] = json.loads(base64.b64decode(one))["payload"]
            if payload["type"] == "Error":
                raise SiteError(f"Pagefind cannot make the search's index: {payload['message']}.")
            yield payload
        parts.append(rest)
    raise SiteError("Pagefind ended before the search's index was made.")
