"""A house that serves, and what its processes cost."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tools.testpg import free_port

# As `kotokaari serve` starts it (kotokaari/cli.py).
GRANIAN = "--interface wsgi --no-ws --log-level warning --blocking-threads 4 --blocking-threads-idle-timeout 600 --backlog 1024"


class Server:
    """A serving process with its children."""

    def __init__(self, process: subprocess.Popen, port: int) -> None:
        self.process, self.port = psutil.Process(process.pid), port

    @property
    def processes(self) -> list[psutil.Process]:
        """The process and its children."""
        return [self.process, *self.process.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """CPU time of all its processes so far, from the kernel's own account in nanoseconds."""
        return sum(_cpu(process.pid) for process in self.processes)

    def memory(self) -> dict[str, float]:
        """Megabytes of all its processes: ``rss`` counts shared pages in each, ``pss`` once."""
        every = [process.memory_full_info() for process in self.processes]
        return {name: round(sum(getattr(one, name) for one in every) / 1e6, 1) for name in ("rss", "pss")}


def _cpu(pid: int) -> float:
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


class Client:
    """One kept-alive connection, as a browser or a proxy has."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Accept-Language": "fi", **({"Cookie": cookie} if cookie else {})}

    def get(self, path: str, *, expect: int = 200, **headers: str) -> tuple[bytes, dict[str, str]]:
        """Body and headers. Raises AssertionError for another status than expected."""
        try:
            answer = self._answer(path, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError):
            self.connection.close()  # the server let an idle connection go
            answer = self._answer(path, headers)
        body = answer.read()
        assert answer.status == expect, f"{path}: {answer.status}, not {expect}\n{body[:500]!r}"
        return body, {name.lower(): value for name, value in answer.getheaders()}

    def _answer(self, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.connection.request("GET", path, headers={**self.headers, **headers})
        return self.connection.getresponse()


@contextmanager
def serving(
    environment: dict[str, str],
    application: str,
    *,
    settings: str = "",
    python: str = sys.executable,
    ready: str = "/health/ready",
) -> Iterator[Server]:
    """A server of its own port until the block ends."""
    port = free_port()
    command = [python, "-m", "granian", *GRANIAN.split(), "--host", "127.0.0.1", "--port", str(port)]
    own = {**os.environ, **environment, **({"DJANGO_SETTINGS_MODULE": settings} if settings else {})}
    with subprocess.Popen([*command, "--workers", "1", application], env=own) as process:
        try:
            wait_until_ready(port, process, ready)
            yield Server(process, port)
        finally:
            process.terminate()


def wait_until_ready(port: int, process: subprocess.Popen, path: str, seconds: float = 60) -> None:
    """Return when this address answers 200. Raises AssertionError when it does not."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        assert process.poll() is None, "the server ended by itself"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.01)
    raise AssertionError(f"{path} did not answer within {seconds} s")
