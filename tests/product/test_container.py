"""The Containerfile without an engine: what it copies is enough, and the commands that it names run from there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from pipelines.settings import ROOT, Settings, UiSettings

CONTAINER = ROOT / "docs" / "container"
TEXT = (ROOT / "Containerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((CONTAINER / "compose.yaml").read_text("utf-8"))
SECONDS = 180
DATA = "/var/lib/inspections"


def instructions() -> list[tuple[str, str]]:
    """Each instruction with its words, continued lines joined, comments left out."""
    lines = "\n".join(line for line in TEXT.splitlines() if not line.startswith("#"))
    return [
        (name, rest.strip())
        for name, _, rest in (line.partition(" ") for line in re.sub(r"\\\n\s*", "", lines).splitlines() if line)
    ]


def last(name: str) -> str:
    return [rest for found, rest in instructions() if found == name][-1]


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The folder /opt/inspections of the image: what is copied, and the commands installed here."""
    folder = tmp_path / "image"
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            *sources, target = shlex.split(rest)
            for source in sources:
                into = folder / target / (source if target.endswith("/") else "")
                into.parent.mkdir(parents=True, exist_ok=True)
                if (ROOT / source).is_dir():
                    shutil.copytree(ROOT / source, into, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(ROOT / source, into)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    return folder


@pytest.fixture
def served(image: Path, tmp_path: Path) -> Iterator[int]:
    """The image's CMD at work on a port of its own, with the image's environment; the port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    given = dict(pair.split("=", 1) for pair in shlex.split(last("ENV")))
    assert given.pop("DATA") == DATA
    assert given.pop("CORRECTIONS").startswith(f"{DATA}/")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(image),
        **given,
        "HOME": str(tmp_path),
        "DATA": str(tmp_path / "data"),
        "OFSTED_CONTACT": "tests@example.org",
        "UI_HOSTS": "runs.example.org",
    }
    command = [*json.loads(last("CMD")), "--port", str(port)]
    log = tmp_path / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=image, env=environment, stdout=said, stderr=said)
    try:
        for _ in range(2 * SECONDS):
            assert process.poll() is None, log.read_text()
            if healthy(port, image):
                break
            time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        assert process.wait(timeout=SECONDS) == 0, log.read_text()


def healthy(port: int, image: Path) -> bool:
    """Whether the image's own check of its health says so."""
    (check,) = re.findall(r"CMD (\[.*\])$", last("HEALTHCHECK"))
    command = [word.replace(":3000/", f":{port}/") for word in json.loads(check)]
    return subprocess.run(command, cwd=image, capture_output=True).returncode == 0


def test_what_the_image_runs_answers_and_ends_when_asked(served: int) -> None:
    address = f"http://127.0.0.1:{served}/server_info"
    assert httpx.get(address).status_code == 200
    assert httpx.get(address, headers={"Host": "runs.example.org"}).status_code == 200
    assert httpx.get(address, headers={"Host": "elsewhere.example.org"}).status_code == 403


def test_nothing_runs_as_root_and_data_is_the_one_place_to_write() -> None:
    names = [name for name, _ in instructions()]
    assert last("USER") == "inspections"
    assert max(index for index, name in enumerate(names) if name in ("RUN", "COPY")) < names.index("USER")
    assert json.loads(last("VOLUME")) == [DATA]
    assert f"-o inspections -g inspections -m 0755 {DATA}" in last("RUN")


def test_what_is_installed_is_what_is_locked() -> None:
    installed = [rest for name, rest in instructions() if name == "RUN" and "pip install" in rest]
    assert len(installed) == 2
    assert "--require-hashes -r requirements.lock" in installed[0]
    assert "--no-deps --no-build-isolation -e ." in installed[1]


def test_the_build_is_sent_what_it_copies() -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [shlex.split(rest)[:-1] for name, rest in instructions() if name == "COPY" and "--from" not in rest]
    assert sent == {source for sources in copied for source in sources}


def test_the_proxy_alone_is_reached_from_outside() -> None:
    services = COMPOSE["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["inspections"]["network_mode"] == "service:proxy"
    assert (CONTAINER / services["inspections"]["build"]["context"] / "Containerfile").resolve().is_file()
    assert f"data:{DATA}" in services["inspections"]["volumes"]
    assert f"data:{DATA}:ro" in services["proxy"]["volumes"]
    assert "--host" not in json.loads(last("CMD"))


def test_every_name_is_behind_the_login_and_every_setting_is_one() -> None:
    caddy = (CONTAINER / "Caddyfile").read_text("utf-8")
    blocks = re.split(r"^(?=\{\$\w+_NAME\} \{$)", caddy, flags=re.MULTILINE)[1:]
    assert len(blocks) == 2
    assert all("\tbasic_auth {\n" in block for block in blocks)
    proxy = (CONTAINER / "proxy.env").read_text("utf-8")
    assert set(re.findall(r"\{\$(\w+)\}", caddy)) == set(re.findall(r"^([A-Z_]+)=", proxy, re.MULTILINE))
    (ui,) = re.findall(r"^UI_NAME=(.*)$", proxy, re.MULTILINE)
    own = (CONTAINER / "inspections.env").read_text("utf-8")
    assert f"UI_HOSTS={ui}\n" in own
    (pages,) = re.findall(r"^PAGES_NAME=(.*)$", proxy, re.MULTILINE)
    assert f"SITE_URL=https://{pages}/\n" in own
    known = {name.upper() for name in Settings.model_fields} | {
        f"UI_{name.upper()}" for name in UiSettings.model_fields
    }
    assert set(re.findall(r"^#?([A-Z_]+)=", own, re.MULTILINE)) - {"OFSTED_CONTACT"} <= known
