"""What every page knows about itself: ``site`` in the templates.

Nothing is computed until a template asks, and what is the same for everybody is made once a
language and kept.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.signals import setting_changed
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from .languages import OWN_NAMES, direction
from .public import nav_entries


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor: ``site`` for base.html."""
    return {"site": Site(request)}


@lru_cache(maxsize=4096)
def _address(language: str, view_name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    with override(language):
        try:
            return reverse(view_name, args=args, kwargs=dict(kwargs))
        except NoReverseMatch:
            return ""


def _named(language: str, view_name: str) -> str:
    """The address of a page without parameters, or "" while no room has it."""
    return _address(language, view_name, (), ())


@lru_cache(maxsize=64)
def _head(language: str) -> SafeString:
    """The links and scripts of every page."""
    return render_to_string("ui/_head.html", {"htmx": static("django_htmx/htmx-2.min.js")})


@lru_cache(maxsize=64)
def _footer(language: str) -> SafeString:
    names = {"about": "home:about", "privacy": "home:privacy", "accessibility": "home:accessibility"}
    links = {key: _named(language, name) for key, name in names.items()}
    return render_to_string("ui/_footer.html", {**links, "source_code": getattr(settings, "SOURCE_CODE_URL", "")})


@lru_cache(maxsize=512)
def _top(language: str, keys: tuple[str, ...], current: str) -> SafeString:
    entries = [
        {"label": entry.label, "href": _named(language, entry.url_name), "current": entry.key == current}
        for entry in nav_entries()
        if entry.key in keys
    ]
    home = _named(language, "home:front") or f"/{language}/"
    return render_to_string("ui/_top.html", {"entries": [e for e in entries if e["href"]], "home": home})


def forget() -> None:
    """Drop everything kept; for tests and for settings that change."""
    for kept in (_address, _head, _footer, _top):
        kept.cache_clear()


def _settings_changed(**kwargs: Any) -> None:
    forget()


setting_changed.connect(_settings_changed)


class Site:
    """The frame around one page, for one reader."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def language(self) -> str:
        """The language of the page's own words."""
        return (get_language() or settings.LANGUAGE_CODE)[:2]

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return direction(self.language)

    @property
    def head(self) -> SafeString:
        """Links to style, icons and scripts."""
        return _head(self.language)

    @property
    def footer(self) -> SafeString:
        """The foot of the page."""
        return _footer(self.language)

    @cached_property
    def user(self) -> Any:
        """Who reads, or None when nobody is signed in."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def top(self) -> SafeString:
        """Mark and main navigation: made once for each set of links and page."""
        reader = getattr(self.request, "user", None)
        entries = [entry for entry in nav_entries() if entry.visible(reader)]
        current = ""
        longest = 0
        for entry in entries:
            href = _named(self.language, entry.url_name)
            if href and len(href) > longest and self.request.path.startswith(href):
                current, longest = entry.key, len(href)
        return _top(self.language, tuple(entry.key for entry in entries), current)

    @property
    def search_url(self) -> str:
        """The search page, or ""."""
        return _named(self.language, "search:page")

    @property
    def sign_in_url(self) -> str:
        """Sign-in that comes back to this page."""
        address = _named(self.language, settings.LOGIN_URL)
        return f"{address}?{urlencode({'next': self.request.get_full_path()})}" if address else ""

    @property
    def work_url(self) -> str:
        """The reader's own work list, or ""."""
        return _named(self.language, "home:work")

    @property
    def account_url(self) -> str:
        """The reader's own settings, or ""."""
        return _named(self.language, "people:account")

    @property
    def sign_out_url(self) -> str:
        """Sign-out, or ""."""
        return _named(self.language, "account_logout")

    @cached_property
    def addresses(self) -> dict[str, str]:
        """This page in each language: path by language code; the front page where it has none."""
        match = self.request.resolver_match
        found: dict[str, str] = {}
        for code, _name in settings.LANGUAGES:
            if code == self.language:
                found[code] = self.request.path
                continue
            address = ""
            if match is not None and match.view_name:
                address = _address(code, match.view_name, tuple(match.args), tuple(match.kwargs.items()))
            found[code] = address if address and address != self.request.path else f"/{code}/"
        return found

    @property
    def languages(self) -> list[dict[str, Any]]:
        """The language switch: the same page, with its question, in each language."""
        query = self.request.META.get("QUERY_STRING", "")
        tail = f"?{query}" if query else ""
        return [
            {"code": code, "name": OWN_NAMES.get(code, code), "href": address + tail, "current": code == self.language}
            for code, address in self.addresses.items()
        ]

    @property
    def canonical(self) -> str:
        """The whole address under which this page wants to be known."""
        return f"{settings.BASE_URL}{self.request.path}"

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Whole addresses of this page by language, for search engines."""
        return [(code, f"{settings.BASE_URL}{address}") for code, address in self.addresses.items()]
