"""Pages for people who have not signed in, kept until anything public changes.

The key holds the data version, so a page is never older than the data. A browser that has the page
already gets a 304 without the page being made or even looked up. A page that is asked for again is
compressed once; it holds no secret, for whatever is personal or has a form token is never kept.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from kotokaari import __version__

from .dataversion import steady

KEPT_BYTES = 24 * 1024 * 1024
LARGEST_BYTES = 400 * 1024
SMALLEST_COMPRESSED = 1_000
BYTES_AROUND = 1_000  # what keeping a page takes beside its body
PREFIXES = ("/api/v1/", *(f"/{language}/" for language, _name in settings.LANGUAGES))
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
VARY = "Cookie, HX-Request, Accept-Encoding"
VARY_API = f"{VARY}, Accept, Accept-Language"
NOT_KEPT = {"content-length", "etag", "cache-control", "vary"}  # set anew for every answer


@dataclass(slots=True)
class Page:
    """A finished answer: headers and body, and the body compressed once somebody asked again."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    compressed: bytes = b""

    def answer(self, *, compressed: bool) -> HttpResponse:
        """The answer once more."""
        body = self.body
        if compressed and len(body) >= SMALLEST_COMPRESSED:
            if not self.compressed:
                self.compressed = gzip.compress(body, 6, mtime=0)
            body = self.compressed
        answer = HttpResponse(body)
        for name, value in self.headers:
            answer.headers[name] = value
        answer.headers["Content-Length"] = str(len(body))
        if body is not self.body:
            answer.headers["Content-Encoding"] = "gzip"
        return answer

    @property
    def size(self) -> int:
        """Bytes it takes, or will take when compressed."""
        return len(self.body) + len(self.body) // 4 + BYTES_AROUND


class PageStore:
    """The most recently used pages of this process, up to ``KEPT_BYTES`` together."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Page | None:
        """The page kept under this key, if any."""
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: Page) -> None:
        """Keep a page; the least recently used ones make room."""
        with self._lock:
            if key in self._pages:
                return
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > KEPT_BYTES:
                _key, gone = self._pages.popitem(last=False)
                self._bytes -= gone.size

    def __len__(self) -> int:
        return len(self._pages)

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0


store = PageStore()


class PageCacheMiddleware:
    """Answers anonymous pages again without making them again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve from the store, say 304, or make the page and keep it."""
        if request.method not in ("GET", "HEAD") or not request.path.startswith(PREFIXES):
            return self.get_response(request)
        with steady() as number:
            if (
                not number
                or any(name in request.COOKIES for name in PERSONAL_COOKIES)
                or "HTTP_AUTHORIZATION" in request.META
            ):
                return self.get_response(request)
            key = self.key(request, number)
            if f'"{key}"' in request.headers.get("If-None-Match", ""):
                return self.dress(request, HttpResponse(status=304), key)
            page = store.get(key)
            if page is not None:
                compressed = "gzip" in request.headers.get("Accept-Encoding", "")
                return self.dress(request, page.answer(compressed=compressed), key)
            response = self.get_response(request)
            page = self.page_of(request, response)
            if page is None:
                return response
            if request.method == "GET":
                store.put(key, page)
            return self.dress(request, response, key)

    @staticmethod
    def key(request: HttpRequest, number: int) -> str:
        """What the page depends on: the data, the day, the release, the address, and how it was asked."""
        parts = (
            str(number),
            timezone.localdate().isoformat(),
            __version__,
            request.get_host(),
            request.scheme or "",
            request.get_full_path(),
            request.headers.get("HX-Request", ""),
            *(PageCacheMiddleware.wishes(request) if request.path.startswith("/api/") else ()),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    @staticmethod
    def wishes(request: HttpRequest) -> tuple[str, ...]:
        """What an address without a language in it may answer differently to."""
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        return (request.headers.get("Accept", ""), request.headers.get("Accept-Language", ""), cookie)

    @staticmethod
    def page_of(request: HttpRequest, response: HttpResponseBase) -> Page | None:
        """The answer as something to keep, or None when it is personal, unfinished or large."""
        if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
            return None
        if (
            "CSRF_COOKIE" in request.META
            or response.has_header("Cache-Control")
            or response.has_header("Content-Disposition")
        ):
            return None
        if len(response.content) > LARGEST_BYTES:
            return None
        headers = tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT)
        return Page(headers, response.content)

    @staticmethod
    def dress(request: HttpRequest, response: HttpResponseBase, key: str) -> HttpResponseBase:
        """Tell browsers to keep the page but ask each time."""
        # Weak: the same page, compressed or not.
        response["ETag"] = f'W/"{key}"'
        response["Cache-Control"] = "no-cache"
        response["Vary"] = VARY_API if request.path.startswith("/api/") else VARY
        return response
