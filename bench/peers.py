"""A peer in the same run: pretalx from PyPI, in an environment of its own, filled alike, behind the same server.

Lists: both are asked by the same client over one kept-alive connection; requests per second are the medians of
interleaved turns. pretalx sends its session list in two ways: `/talk/` is a shell that a script fills from a
second request, `/schedule/nojs` carries the sessions themselves. Our list is compared with both.

The chair's dashboard: the same reviews in both (``alike.judgements``), asked by somebody who runs the call and judges
nothing; queries of one page, and CPU time of the server's processes.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from . import house, panel, report
from .alike import SHAPE, SUBMISSIONS
from .server import Server, serving

SESSIONS = 1_000
TURNS = 5
SECONDS = 3.0
CONNECTIONS = 1
PEER_ROUNDS, PEER_TIMES = 3, 2  # of the dashboards: theirs takes seconds
ROOT = Path(__file__).parent.parent
OURS = "bench.wsgi:application"


def measure(say: Callable[[str], None], parts: tuple[str, ...] = ("peers", "panel-peers")) -> list[dict]:
    """Both lists and both dashboards, each beside the peer's."""
    with tempfile.TemporaryDirectory(prefix="kotokaari-peers-") as name:
        folder = Path(name)
        say("Installing pretalx from PyPI into an environment of its own …")
        python, version = install(folder / "env")
        theirs = pretalx_environment(folder)
        run([python, "-m", "pretalx", "migrate"], theirs, folder)
        run([python, "-m", "pretalx", "rebuild", "--silent"], theirs, folder)  # compiles every message under its folder
        peer = Peer(python, version, theirs)
        found = lists(peer, folder, say) if "peers" in parts else []
        return found + (dashboards(peer, folder, say) if "panel-peers" in parts else [])


class Peer(NamedTuple):
    """pretalx as it is installed: its Python, its version, its settings."""

    python: str
    version: str
    environment: dict[str, str]

    def fill(self, *words: str) -> str:
        """Run ``bench.peers_fill`` with its Python; what it prints last."""
        told = run([self.python, "-m", "bench.peers_fill", *words], self.environment)
        return told.strip().splitlines()[-1]

    def serving(self):
        """Its server, until the block ends."""
        return serving(self.environment, "pretalx.wsgi:application", python=self.python, ready="/orga/login/")


def ours_in(folder: Path, *words: str) -> tuple[dict[str, str], str]:
    """A house in a folder of its own, filled by a module of the bench; its settings, and what that printed last."""
    folder.mkdir()
    environment = house.environment_in(folder)
    told = run([sys.executable, "-m", *words], {**os.environ, **environment})
    return environment, told.strip().splitlines()[-1]


def lists(peer: Peer, folder: Path, say: Callable[[str], None]) -> list[dict]:
    """Requests per second of both lists, and how often ours answers for each answer of theirs."""
    say(f"Filling pretalx {peer.version} with {SESSIONS} sessions …")
    peer.fill("schedule", str(SESSIONS))
    say(f"Filling a house with {SESSIONS} practices …")
    environment, path = ours_in(folder / "list", "bench.house", str(SESSIONS))
    say("Asking both in turns …")
    settings = "kotokaari.config.settings"
    with (
        serving(environment, "kotokaari.config.wsgi:application", settings=settings) as server,
        peer.serving() as other,
    ):
        return [{**row, "part": "peers"} for row in compare(server, other, path, peer.version)]


def dashboards(peer: Peer, folder: Path, say: Callable[[str], None]) -> list[dict]:
    """Queries and CPU of both dashboards, beside the least that each server answers."""
    say(f"Filling pretalx {peer.version} with {SHAPE}, twice …")
    theirs = json.loads(peer.fill("reviews"))
    assert set(theirs["rows"].values()) == {SUBMISSIONS}, theirs["rows"]
    say("Filling a house with the same …")
    environment, told = ours_in(folder / "panel", "bench.panel")
    ours = json.loads(told)
    say("Asking both in turns …")
    with serving(environment, OURS) as server, peer.serving() as other:
        ms, sizes = panel.cpu(
            {
                "bare": (server, ours["cookie"], "/bench/bare"),
                "ours": (server, ours["cookie"], ours["paths"]["progress"]),
                **{name: (other, theirs["cookie"], path) for name, path in theirs["paths"].items()},
            },
            rounds=PEER_ROUNDS,
            times=PEER_TIMES,
        )
    queries = ours["queries"]["progress"]
    rows = [
        report.plain(
            f"Chair's dashboard, {SHAPE}: CPU",
            ms["ours"],
            "ms",
            150,
            f"{queries} queries, {sizes['ours'] / 1000:.0f} kB; a bare page {ms['bare']:.2f} ms",
        )
    ]
    for name, told in {"total": "a total alone", "columns": "a total and five criteria"}.items():
        title = f"pretalx {peer.version}'s review dashboard, the same reviews, {told}"
        note = f"{theirs['queries'][name]} queries, {sizes[name] / 1000:.0f} kB"
        rows.append(report.plain(f"{title}: CPU", ms[name], "ms", None, note))
        rows.append(
            report.plain(f"{title}: CPU against ours", ms[name] / ms["ours"], "×", None, "ours has all six criteria")
        )
    return [{**row, "part": "panel-peers"} for row in rows]


def install(folder: Path) -> tuple[str, str]:
    """pretalx and the server we use ourselves. Returns its Python and the version."""
    from importlib.metadata import version

    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "pretalx", f"granian=={version('granian')}"], dict(os.environ))
    python = str(folder / "bin" / "python")
    code = "from importlib.metadata import version; print(version('pretalx'))"
    return python, run([python, "-c", code], dict(os.environ)).strip()


def run(command: list[str], environment: dict[str, str], folder: Path = ROOT) -> str:
    """Run and return what it prints. Raises SystemExit with its last words."""
    done = subprocess.run(
        [str(word) for word in command], env=environment, cwd=folder, capture_output=True, text=True, timeout=900
    )
    if done.returncode:
        raise SystemExit(f"{command[:4]} failed:\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}")
    return done.stdout


def pretalx_environment(folder: Path) -> dict[str, str]:
    """Its settings as it ships, with SQLite and its files in a folder of its own."""
    data = folder / "pretalx"
    for name in ("media", "logs", "static"):
        (data / name).mkdir(parents=True, exist_ok=True)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KOTOKAARI_", "DJANGO_"))}
    return {
        **clean,
        "DJANGO_SETTINGS_MODULE": "pretalx.settings",
        "PRETALX_FILESYSTEM_DATA": str(data),
        "PRETALX_FILESYSTEM_MEDIA": str(data / "media"),
        "PRETALX_FILESYSTEM_LOGS": str(data / "logs"),
        "PRETALX_FILESYSTEM_STATIC": str(data / "static"),
        "PRETALX_DB_TYPE": "sqlite3",
        "PRETALX_DB_NAME": str(data / "db.sqlite3"),
        "PRETALX_SITE_URL": "http://127.0.0.1",
        "PRETALX_DEBUG": "False",
    }


def compare(house: Server, peer: Server, path: str, version: str) -> list[dict]:
    """Turns of a few seconds each, one list after the other."""
    asked = {
        "ours": (house, path),
        "fresh": (house, f"{path}?page=4&seen={{n}}"),
        "shell": (peer, "/bench/talk/"),
        "sessions": (peer, "/bench/schedule/nojs"),
    }
    for server, where in asked.values():
        warm_up(server.port, where)
    rates: dict[str, list[float]] = {name: [] for name in asked}
    sizes: dict[str, int] = {}
    for _turn in range(TURNS):
        for name, (server, where) in asked.items():
            rate, sizes[name] = ask_for(server.port, where, SECONDS)
            rates[name].append(rate)
    middle = {name: statistics.median(values) for name, values in rates.items()}
    told = {
        "shell": "its /talk/, a shell without the sessions",
        "sessions": "its /schedule/nojs, all sessions on one page",
    }
    fresh = report.plain(
        f"Our list, never asked before, against pretalx {version}'s session list ({told['shell']})",
        middle["fresh"] / middle["shell"],
        "×",
        None,
        f"{middle['fresh']:.0f}/s of {sizes['fresh'] / 1000:.0f} kB against {middle['shell']:.1f}/s; nothing of ours from the page cache",
    )
    return [
        report.plain(
            f"Our list against pretalx {version}'s session list ({told[name]})",
            middle["ours"] / middle[name],
            "×",
            5,
            f"{middle['ours']:.0f}/s of {sizes['ours'] / 1000:.0f} kB against {middle[name]:.1f}/s of "
            f"{sizes[name] / 1000:.0f} kB; anonymous, as each ships",
            most=False,
        )
        for name in told
    ] + [fresh]


def warm_up(port: int, path: str) -> None:
    """Ask once or a few times, one after the other, until it answers. Raises AssertionError when it does not."""
    for _turn in range(5):
        with contextlib.suppress(AssertionError):
            ask_for(port, path, 0.1, connections=1)
            return
        time.sleep(1)
    raise AssertionError(f"{path} does not answer")


def ask_for(port: int, path: str, seconds: float, connections: int = CONNECTIONS) -> tuple[float, int]:
    """Answers a second, and bytes of one. Every answer must be a 200."""
    counts, sizes, until = [], [], time.monotonic() + seconds
    threads = [threading.Thread(target=_ask, args=(port, path, until, counts, sizes)) for _one in range(connections)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == connections, f"{path} did not answer as expected"
    return sum(counts) / (time.monotonic() - started), sizes[0]


def _ask(port: int, path: str, until: float, counts: list[int], sizes: list[int]) -> None:
    done = 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        reader = connection.makefile("rb")
        while time.monotonic() < until:
            connection.sendall(question(path.replace("{n}", f"{until}-{done}")))
            size = _read_answer(reader)
            done += 1
    counts.append(done)
    sizes.append(size)


def question(path: str) -> bytes:
    """What a browser would ask, in few words."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Language: en\r\n\r\n".encode()


def _read_answer(reader) -> int:
    status = reader.readline()
    assert b" 200 " in status, status
    length = 0
    while (line := reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    assert length, "an answer without its length"
    reader.read(length)
    return length
