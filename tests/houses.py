"""Real houses in processes of their own, for tests that look from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

from tools.testpg import free_port


@dataclass
class House:
    """A serving house: where, which process, and how long it took."""

    address: str
    pid: int
    ready_after: float


def house_environment(data, **settings) -> dict[str, str]:
    """The environment of a house in its own data folder, nothing inherited from the tests."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KOTOKAARI_", "DJANGO_"))}
    return {**clean, "KOTOKAARI_DATA": str(data), "KOTOKAARI_DEMO": "1", "KOTOKAARI_LOG_LEVEL": "WARNING", **settings}


@contextmanager
def serving(data, *, python=sys.executable, **settings) -> Iterator[House]:
    """A house that serves until the block ends."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = house_environment(data, KOTOKAARI_BASE_URL=address, **settings)
    started = time.monotonic()
    with subprocess.Popen([python, "-m", "kotokaari", "serve", "--port", str(port)], env=environment) as process:
        try:
            wait_until_ready(address, process)
            yield House(address, process.pid, time.monotonic() - started)
        finally:
            process.terminate()


def wait_until_ready(address, process, seconds=30) -> None:
    """Return when the house says that it is ready. Raises AssertionError when it ends or takes too long."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urlopen(f"{address}/health/ready", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.02)
    raise AssertionError(f"{address} was not ready within {seconds} s")
