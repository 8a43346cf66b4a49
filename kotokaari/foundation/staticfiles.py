"""Static addresses that change when the file does, served from the package itself."""

from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

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
