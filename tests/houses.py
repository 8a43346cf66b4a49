"""Real houses in processes of their own, for tests, pictures and benchmarks that look from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tools.testpg import free_port

CHROMIUM = "/usr/bin/chromium"
# Quiet, and without a word to anybody outside this machine.
CHROMIUM_WORDS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class House:
    """A serving house: where, which process, and how long it took to be ready, in seconds."""

    address: str
    pid: int
    ready_after: float


def house_environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a demo house in its own data folder, no setting inherited."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KOTOKAARI_", "DJANGO_"))}
    if "KOTOKAARI_WORDS" in os.environ:
        clean["KOTOKAARI_WORDS"] = os.environ["KOTOKAARI_WORDS"]
    return {**clean, "KOTOKAARI_DATA": str(data), "KOTOKAARI_DEMO": "1", "KOTOKAARI_LOG_LEVEL": "WARNING", **settings}


def fill_demo(data: Path, python: str | Path = sys.executable, **settings: str) -> None:
    """Load the demo region into a data folder. Raises CalledProcessError."""
    command = [str(python), "-m", "kotokaari", "demo", "--no-serve"]
    subprocess.run(command, env=house_environment(data, **settings), check=True)


@contextmanager
def serving(
    data: Path, *, python: str | Path = sys.executable, letters: Path | None = None, **settings: str
) -> Iterator[House]:
    """A house that serves until the block ends; the letters it sends are added to ``letters``."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = house_environment(data, KOTOKAARI_BASE_URL=address, **settings)
    started = time.monotonic()
    command = [str(python), "-m", "kotokaari", "serve", "--port", str(port)]
    with ExitStack() as kept:
        outbox = kept.enter_context(letters.open("a")) if letters else None
        process = kept.enter_context(subprocess.Popen(command, env=environment, stdout=outbox))
        try:
            wait_until_ready(address, process)
            yield House(address, process.pid, time.monotonic() - started)
        finally:
            process.terminate()


def wait_until_ready(address: str, process: subprocess.Popen[bytes], seconds: float = 90) -> None:
    """Return when the house says that it is ready. Raises RuntimeError when it ends or takes too long."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if process.poll() is not None:
            raise RuntimeError("the server ended by itself")
        try:
            with urlopen(f"{address}/health/ready", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"{address} was not ready within {seconds} s")
