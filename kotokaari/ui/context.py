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
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override

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


@lru_cache(maxsize=16)
def _head(language: str) -> SafeString:
    """The links and scripts of every page."""
    return render_to_string("ui/_head.html", {"htmx": static("django_htmx/htmx-2.min.js")})


@lru_cache(maxsize=2048)
def _links(path: str, addresses: tuple[tuple[str, str], ...]) -> SafeString:
    """Where this page is at home, and its address in each language."""
    other = format_html_join(
        "\n",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        ((code, settings.BASE_URL, address) for code, address in addresses),
    )
    return format_html('<link rel="canonical" href="{}{}">\n{}', settings.BASE_URL, path, other)


@lru_cache(maxsize=2048)
def _tongues(language: str, addresses: tuple[tuple[str, str], ...], tail: str) -> SafeString:
    """The language switch: the same page, with its question, in each language."""
    tongues = [
        {"code": code, "name": OWN_NAMES.get(code, code), "href": address + tail, "current": code == language}
        for code, address in addresses
    ]
    return render_to_string("ui/_tongues.html", {"tongues": tongues})


@lru_cache(maxsize=16)
def _skip(language: str) -> SafeString:
    return format_html('<a class="skip" href="#main">{}</a>', gettext("Skip to the content"))


@lru_cache(maxsize=16)
def _search(language: str) -> SafeString:
    """The search field of the header, once there is a search page."""
    address = _named(language, "search:page") or _named(language, "home:search")
    return (
        render_to_string("ui/_search.html", {"address": address, "suggestions": _named(language, "search:suggestions")})
        if address
        else SafeString()
    )


@lru_cache(maxsize=2048)
def _sign_in(language: str, back: str) -> SafeString:
    address = _named(language, settings.LOGIN_URL)
    if not address:
        return SafeString()
    return format_html('<a class="sign-in" href="{}?{}">{}</a>', address, urlencode({"next": back}), gettext("Sign in"))


@lru_cache(maxsize=512)
def _account(language: str, name: str) -> SafeString:
    """The menu of the person who is signed in."""
    names = {"work": "home:work", "account": "people:account", "sign_out": "account_logout"}
    return render_to_string("ui/_account.html", {"name": name, **{k: _named(language, v) for k, v in names.items()}})


@lru_cache(maxsize=16)
def _footer(language: str) -> SafeString:
    names = {
        "about": "home:about",
        "privacy": "home:privacy",
        "accessibility": "home:accessibility",
        "open_data": "opendata:front",
        "judging": "rubrics:list",
    }
    links = {key: _named(language, name) for key, name in names.items()}
    return render_to_string("ui/_footer.html", {**links, "source_code": settings.SOURCE_CODE_URL})


@lru_cache(maxsize=512)
def _top(language: str, keys: tuple[str, ...], current: str) -> tuple[SafeString, SafeString]:
    """The mark with the menu of small screens, and the navigation of wide ones."""
    entries = [
        {"label": entry.label, "href": _named(language, entry.url_name), "current": entry.key == current}
        for entry in nav_entries()
        if entry.key in keys
    ]
    home = _named(language, "home:front") or f"/{language}/"
    context = {"entries": [e for e in entries if e["href"]], "home": home}
    return render_to_string("ui/_brand.html", context), render_to_string("ui/_nav.html", context)


KEPT = (_address, _head, _links, _tongues, _skip, _search, _sign_in, _account, _footer, _top)


def forget() -> None:
    """Drop everything kept; for tests and for settings that change."""
    for kept in KEPT:
        kept.cache_clear()


def _settings_changed(**kwargs: Any) -> None:
    forget()


setting_changed.connect(_settings_changed)


class Site:
    """The frame around one page, for one reader."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        if settings.DEBUG:
            forget()  # templates change while one works on them

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
        """Links to style, icons and scripts, and to this page in the other languages."""
        return _head(self.language) + _links(self.request.path, self.addresses)

    @property
    def skip(self) -> SafeString:
        """The link past the frame, for the keyboard."""
        return _skip(self.language)

    @property
    def tongues(self) -> SafeString:
        """The language switch."""
        query = self.request.META.get("QUERY_STRING", "")
        return _tongues(self.language, self.addresses, f"?{query}" if query else "")

    @property
    def account(self) -> SafeString:
        """The menu of the person who is signed in, or the way to sign in and come back."""
        user = getattr(self.request, "user", None)
        if user is not None and user.is_authenticated:
            return _account(self.language, str(user))
        return _sign_in(self.language, self.request.get_full_path())

    @cached_property
    def _top(self) -> tuple[SafeString, SafeString]:
        """Mark and navigation: made once for each set of links and room."""
        reader = getattr(self.request, "user", None)
        entries = [entry for entry in nav_entries() if entry.visible(reader)]
        current = ""
        longest = 0
        for entry in entries:
            href = _named(self.language, entry.url_name)
            if href and len(href) > longest and self.request.path.startswith(href):
                current, longest = entry.key, len(href)
        if not current and (match := self.request.resolver_match):
            current = next((entry.key for entry in entries if match.namespace in entry.rooms), "")
        return _top(self.language, tuple(entry.key for entry in entries), current)

    @property
    def brand(self) -> SafeString:
        """The mark and, for small screens, the menu."""
        return self._top[0]

    @property
    def nav(self) -> SafeString:
        """The main navigation of wide screens."""
        return self._top[1]

    @property
    def search(self) -> SafeString:
        """The search field."""
        return _search(self.language)

    @property
    def footer(self) -> SafeString:
        """The foot of the page."""
        return _footer(self.language)

    @cached_property
    def addresses(self) -> tuple[tuple[str, str], ...]:
        """This page in each language, as code and path; the front page where it has none."""
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
        return tuple(found.items())
