"""Static addresses that change when the file does, served from the package itself."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

from .text import fingerprint


@lru_cache(maxsize=512)
def _version_of(name: str) -> str:
    found = finders.find(name)
    if not found:
        return ""
    with open(str(found), "rb") as file:
        return fingerprint(file.read().hex())


class BuiltStaticFilesStorage(StaticFilesStorage):
    """Adds ``?v=<fingerprint>`` to each address, so browsers may keep the file for ever."""

    def url(self, name: str | None) -> str:
        """The address of a static file with its fingerprint."""
        address = super().url(name)
        version = "" if settings.DEBUG else _version_of(name or "")
        return f"{address}?v={version}" if version else address


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Serves static files; those asked for by their fingerprint may be kept for ever."""

    FOR_EVER = "max-age=31536000, public, immutable"

    def serve(self, static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """The file, compressed where the browser takes it and a compressed one lies beside it."""
        response: HttpResponseBase = super().serve(static_file, request)
        if request.META.get("QUERY_STRING", "").startswith("v=") and response.status_code in (200, 304):
            response["Cache-Control"] = self.FOR_EVER
        return response
