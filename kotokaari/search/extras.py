"""What upper rooms add to the search page, such as keeping a search."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

SearchExtra = Callable[[HttpRequest, str], SafeString]
_extras: list[SearchExtra] = []


def register_search_extra(extra: SearchExtra) -> None:
    """Show ``extra(request, query)`` below the search field; "" shows nothing. ``query`` is ``?q=…`` without the page.

    For everybody: what it gives to people without a session is kept until public data changes.
    """
    if extra not in _extras:
        _extras.append(extra)


def search_extras(request: HttpRequest, query: str) -> list[SafeString]:
    """What the rooms show for this search."""
    return [shown for extra in _extras if (shown := extra(request, query))]
