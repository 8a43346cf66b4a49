"""The live door beside the pages: an event loop on a thread of each server process, opened when the first page needs it.

All processes listen on one port (SO_REUSEPORT). Where the port cannot be reached from outside, phones ask the pages'
own addresses instead (``views``): slower, with the same receipts.
"""

from __future__ import annotations

import fcntl
import http.client
import json
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

log = structlog.get_logger("kotokaari.live")
BACKLOG = 4096
_lock = threading.Lock()
_started: threading.Thread | None = None
_is_shut = False  # somebody else has the port


def ensure_open() -> None:
    """Open the door of this process, once. Does nothing where no port is set (tests, one-off commands)."""
    global _started
    if not settings.LIVE_PORT or _started is not None:
        return
    with _lock:
        if _started is None:
            _started = threading.Thread(target=_run, name="live-door", daemon=True)
            _started.start()


def _run() -> None:
    global _is_shut
    host, port = settings.LIVE_HOST, settings.LIVE_PORT
    try:
        listener = _take_port(host, port)
    except OSError as error:
        _is_shut = True
        log.warning("live door stays shut", host=host, port=port, reason=str(error))
        return
    import uvicorn

    from .door import Door

    config = uvicorn.Config(Door(), log_config=None, access_log=False, backlog=BACKLOG, timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listener])


def whose() -> str:
    """Which house this is, without saying anything about it: processes of one house have the same."""
    return salted_hmac("kotokaari.live.door", str(settings.DATABASES["default"]["NAME"])).hexdigest()[:16]


def _take_port(host: str, port: int) -> socket.socket:
    """A listener on the port: alone, or beside processes of this house. Raises OSError when others have it.

    Without the question whose it is, the system would share the port with any other program of the same user that
    allows it (another house's pages, say), and each would get a part of the other's visitors.
    """
    lock = Path(settings.DATA) / "live.lock"
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            _listener(host, port, shared=False).close()
        except OSError as error:
            if not _is_ours(host, port):
                raise error from None
        listener = _listener(host, port, shared=True)
        listener.listen(BACKLOG)
        return listener


def _is_ours(host: str, port: int) -> bool:
    """Whether a process of this house answers there; one that is just beginning is waited for."""
    name = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    asked = http.client.HTTPConnection(name, port, timeout=5)
    try:
        asked.request("GET", "/live/health")
        told = json.loads(asked.getresponse().read(1_000))
        return bool(told.get("house") == whose())
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return False
    finally:
        asked.close()


def _listener(host: str, port: int, *, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def address(request: HttpRequest) -> str:
    """Where the phone that opens this page finds the live door; empty: at the page's own address.

    The setting LIVE_URL says it for houses behind a proxy; else it is the page's host with the port of the door.
    """
    if settings.LIVE_URL:
        return str(settings.LIVE_URL).rstrip("/")
    if not settings.LIVE_PORT or _is_shut or request.is_secure():
        return ""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.LIVE_PORT}"


def let_page_connect(request: HttpRequest, response: HttpResponseBase) -> None:
    """Open the door and name it in the page's policy (CSP)."""
    ensure_open()
    where = address(request)
    if where:
        response._csp_update = {"connect-src": ["'self'", where]}  # type: ignore[attr-defined]
