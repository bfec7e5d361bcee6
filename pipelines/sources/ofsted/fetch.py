"""Reports' files, from the site into the store: each once, and again only when the site says that it has changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import datetime

from pipelines.sources.ofsted.client import Answer, Client
from pipelines.sources.ofsted.errors import Unanswered, Unsafe
from pipelines.sources.ofsted.pages import says_withdrawn
from pipelines.sources.ofsted.register import BLOCKED, GONE, HELD, LOST, LOST_NOTE, Register, stamp
from pipelines.store.store import Store

FILE_BYTES = 60_000_000  # the largest report seen has 4 MB
HEAD = 1024  # bytes in which %PDF must appear
TAIL = 2048  # bytes in which %%EOF appears, unless the file was cut off


class Fetching:
    """One run's fetching. `new`, `changed` and `gone` count files, `unchanged` those that a question confirmed,
    `lost` those whose bytes are damaged in the store and did not come again.
    """

    def __init__(self, client: Client, register: Register, store: Store, clock: Callable[[], datetime]) -> None:
        self.new = 0
        self.changed = 0
        self.unchanged = 0
        self.gone = 0
        self.blocked = 0
        self.lost = 0
        self._client = client
        self._register = register
        self._store = store
        self._clock = clock

    def fetch(self, file: sqlite3.Row) -> None:
        """Asks for a file and records what came. Raises SiteStops or CeilingReached, with the register unchanged."""
        is_kept = bool(file["sha256"]) and file["state"] != LOST
        validators = (file["etag"] or "", file["last_modified"] or "") if is_kept else ("", "")
        try:
            answer = self._ask(file["url"], *validators)
        except (Unanswered, Unsafe) as error:
            self._without_bytes(file, BLOCKED, str(error))
            return
        if answer.status == 304:
            self._register.note_file(file["file_id"], HELD, "", self._clock())
            self.unchanged += 1
        elif answer.status != 200:
            self._without_bytes(file, GONE, f"The site answered {answer.status}.")
        elif is_pdf(answer.content):
            self._keep(file, answer)
        elif says_withdrawn(answer.content):
            self._without_bytes(file, GONE, "The site gave a web page that says the report no longer exists.")
        else:
            self._without_bytes(file, BLOCKED, "The site gave something else than a PDF in the report's place.")

    def _ask(self, url: str, etag: str, last_modified: str) -> Answer:
        answer = self._client.get(url, etag=etag, last_modified=last_modified, most_bytes=FILE_BYTES)
        if answer.status != 200 or not is_pdf(answer.content) or is_whole(answer.content):
            return answer
        # A PDF without its last mark was cut off on its way, or is so on the site: then it comes twice alike.
        again = self._client.get(url, most_bytes=FILE_BYTES)
        if again.status == 200 and not is_whole(again.content) and again.content != answer.content:
            raise Unanswered(f"{url} came cut off, differently each time.")
        return again

    def _keep(self, file: sqlite3.Row, answer: Answer) -> None:
        """Bytes first, then the register: a run killed in between fetches the file anew, and loses nothing."""
        now = self._clock()
        sha256 = hashlib.sha256(answer.content).hexdigest()
        if sha256 != file["sha256"]:
            self._store.note_provenance(
                {
                    "found_at": stamp(now),
                    "source": "ofsted",
                    "source_url": file["url"],
                    "provider_urn": file["urn"],
                    "document_sha256": sha256,
                    "byte_count": str(len(answer.content)),
                }
            )
        self._store.put_document(answer.content)
        number = self._register.note_bytes(
            file["file_id"], sha256, len(answer.content), (answer.etag, answer.last_modified), now
        )
        self.new += number == 1
        self.changed += number is not None and number > 1
        self.unchanged += number is None

    def _without_bytes(self, file: sqlite3.Row, state: str, note: str) -> None:
        if file["state"] == LOST:
            # It stays so, whatever the site says: there are no bytes to read, and each run asks anew.
            self._register.note_file(file["file_id"], LOST, f"{LOST_NOTE} {note}", self._clock())
            self.lost += 1
            return
        self._register.note_file(file["file_id"], state, note, self._clock())
        self.gone += state == GONE and file["state"] != GONE
        self.blocked += state == BLOCKED


def is_pdf(content: bytes) -> bool:
    """Whether the bytes are a PDF, whatever they are called."""
    return b"%PDF" in content[:HEAD]


def is_whole(content: bytes) -> bool:
    """Whether a PDF has its last mark."""
    return b"%%EOF" in content[-TAIL:]
