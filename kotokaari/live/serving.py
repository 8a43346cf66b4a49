"""The live door beside the pages: an event loop on a thread of each server process, opened when the first page needs it.

All processes listen on one port (SO_REUSEPORT). Where the port cannot be reached from outside, phones ask the pages'
own addresses instead (``views``): slower, with the same receipts.
"""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

log = structlog.get_logger("kotokaari.live")
_lock = threading.Lock()
_started: threading.Thread | None = None


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
    import uvicorn

    from .door import Door

    try:
        listener = _listener(settings.LIVE_HOST, settings.LIVE_PORT)
    except OSError as error:
        log.warning("live door stays shut", host=settings.LIVE_HOST, port=settings.LIVE_PORT, reason=str(error))
        return
    config = uvicorn.Config(Door(), log_config=None, access_log=False, backlog=4096, timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
    if not settings.LIVE_PORT or request.is_secure():
        return ""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.LIVE_PORT}"


def let_page_connect(request: HttpRequest, response: HttpResponseBase) -> None:
    """Open the door and name it in the page's policy (CSP)."""
    ensure_open()
    where = address(request)
    if where:
        response._csp_update = {"connect-src": ["'self'", where]}  # type: ignore[attr-defined]
