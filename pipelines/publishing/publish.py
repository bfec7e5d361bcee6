"""Publication: the checked build becomes an edition, is verified, and takes the published one's place."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pipelines.current_edition import EXPORTS, MANIFEST, WAREHOUSE, current_edition
from pipelines.errors import PublicationError
from pipelines.publishing.datapackage import checksum
from pipelines.publishing.editions import list_editions, new_edition, put_in_place
from pipelines.publishing.exports import write_exports
from pipelines.publishing.sample import drop_samples
from pipelines.publishing.warehouse import verified, write_warehouse


@dataclass(frozen=True)
class Manifest:
    """What an edition holds and was made from. Counts are rows; `files` are SHA-256 by path.

    `version` is what to cite it by; `is_sample` says that it is made of the sample reports, and not to be cited.
    `inputs` stands for all that the edition was made from; it is None when the next run is to try again
    what failed in this one (see pipelines.runs.fingerprint).
    """

    run_id: str
    published_at: str
    version: str
    is_sample: bool
    reader_version: str
    parser_version: str
    verbatim: str
    document_count: int
    inspection_count: int
    quarantine_count: int
    judgement_count: int
    metric_count: int
    checks_passed: int
    checks_failed: int
    inputs: str | None
    files: dict[str, str]


def publish(build_path: Path, published: Path, inputs: str | None = None, *, keep_monthly: bool = True) -> Manifest:
    """Publishes the build: its file, exports and manifest replace those before by one rename.

    The first edition of real reports leaves none of the sample beside it. Raises PublicationError when the build is not
    fit; what was published before is untouched then.
    """
    with new_edition(published) as folder:
        write_warehouse(build_path, folder / WAREHOUSE)
        facts = verified(folder / WAREHOUSE)
        write_exports(folder / WAREHOUSE, folder / EXPORTS)
        moment = facts.pop("published_at")
        for name in ("attribution", "code_version", "reference_version"):
            del facts[name]
        manifest = Manifest(
            published_at=f"{moment.isoformat(timespec='seconds')}Z", inputs=inputs, files=_checksums(folder), **facts
        )
        (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
        name = f"{moment:%Y%m%dT%H%M%S}-{manifest.run_id[:8]}"
        put_in_place(folder, published, name, keep_monthly=keep_monthly)
        if not manifest.is_sample:
            drop_samples(published)
        list_editions(published)
    return manifest


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): checksum(path) for path in files}


def published_manifest(published: Path) -> Manifest | None:
    """The manifest of the current edition; None when there is none, or it has another version's form.

    Raises PublicationError when it, or what says which edition is current, is damaged.
    """
    path = current_edition(published) / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise PublicationError(f"{path} is damaged: run with --rebuild to publish anew.") from error
    if not isinstance(content, dict) or set(content) != {field.name for field in fields(Manifest)}:
        return None
    return Manifest(**content)
