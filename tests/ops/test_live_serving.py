"""The live door beside the pages as ``kotokaari serve`` opens it."""

import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from uuid import uuid4

import pytest
from django.test import override_settings

from kotokaari.live import tickets
from kotokaari.live.registry import Ticket
from tools.testpg import free_port

from .desk_client import KEY

pytestmark = pytest.mark.slow


@contextmanager
def serving(home, port, workers=1):
    command = [sys.executable, "-m", "kotokaari", "serve", "--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(
        command, env={**home.environment, "KOTOKAARI_BASE_URL": f"http://127.0.0.1:{port}"}
    ) as process:
        try:
            until(lambda: ask(port, "/health/ready")[0] == 200)
            yield process
        finally:
            process.terminate()


def ask(port, path, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        connection.close()


def until(true, seconds=60):
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def a_reader():
    """The address of a channel's log and the header to read it with."""
    channel = uuid4()
    with override_settings(SECRET_KEY=KEY):
        cookie = f"{tickets.cookie_name(channel)}={tickets.sign(Ticket(channel, 'anna'))}"
    return f"/live/{channel}/log", {"Cookie": cookie}


def has_uvicorn(process):
    """Whether the pages' processes have loaded it: what a house without live days need not carry."""
    import psutil

    every = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
    return any(b"httptools" in open(f"/proc/{pid}/maps", "rb").read() for pid in every)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_door_opens_with_the_first_live_address_and_not_before(make_home, workers):
    home, port, (path, cookie) = make_home("sqlite"), free_port(), a_reader()

    with serving(home, port, workers) as process:
        assert ask(port + 1, "/live/health")[0] == 0
        assert not has_uvicorn(process)

        for _time in range(8):  # each worker has its turn
            assert ask(port, path, **cookie)[0] == 200
        until(lambda: ask(port + 1, "/live/health")[0] == 200)

        assert json.loads(ask(port + 1, "/live/health")[1])["live"] is True
        assert has_uvicorn(process)
        assert [ask(port + 1, path, **cookie)[0] for _time in range(8)] == [200] * 8
        assert ask(port, "/health/ready")[0] == 200


def test_where_somebody_else_has_the_port_pages_and_polling_go_on(make_home):
    """The other shares its port with programs of the same user: without asking, each would get the other's visitors."""
    home, port, (path, cookie) = make_home("sqlite"), free_port(), a_reader()
    other = socket.socket()
    other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    other.bind(("127.0.0.1", port + 1))
    other.listen(8)
    other.settimeout(30)

    with other, serving(home, port):
        assert ask(port, path, **cookie)[0] == 200
        caller, _address = other.accept()  # whose house are you?
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        caller.close()
        time.sleep(1)
        for _time in range(8):  # every visitor of that port is still the other's
            with socket.create_connection(("127.0.0.1", port + 1)) as visitor:
                found, _address = other.accept()
                assert found.getpeername() == visitor.getsockname()
                found.close()
        assert ask(port, path, **cookie)[0] == 200
        assert ask(port, "/health/ready")[0] == 200
