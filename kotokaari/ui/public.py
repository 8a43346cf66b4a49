"""What other rooms use of ui besides its template tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.http import QueryDict
from django.utils.functional import Promise

Words = str | Promise
Tone = Literal["neutral", "info", "success", "warning", "danger"]
StationState = Literal["here", "filled", "hollow"]


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One link of the main navigation."""

    key: str
    label: Words
    url_name: str
    order: int
    visible: Callable[[Any], bool]
    rooms: tuple[str, ...] = ()


_nav: dict[str, NavEntry] = {}


def register_nav(
    key: str,
    label: Words,
    url_name: str,
    order: int,
    visible: Callable[[Any], bool] = lambda user: True,
    rooms: tuple[str, ...] = (),
) -> None:
    """Add a link to the main navigation; call it in ``AppConfig.ready``. The same key again replaces it.

    ``rooms``: URL namespaces whose pages stand under this link although their addresses begin with other words.
    """
    _nav[key] = NavEntry(key, label, url_name, order, visible, rooms)


def nav_entries() -> list[NavEntry]:
    """All registered links, in their order."""
    return sorted(_nav.values(), key=lambda entry: (entry.order, entry.key))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a ``{% table %}``; with ``sortable`` its heading sorts by ``?sort=key``."""

    key: str
    label: Words
    sortable: bool = False
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a facet: a link that adds it to the address, or removes it when selected."""

    label: Words
    href: str
    count: int | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of ``{% facet %}`` links under one heading."""

    key: str
    label: Words
    options: Sequence[FacetOption] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Station:
    """A dot of the ``{% arc_strip %}``: here (own), filled (holds links) or hollow (invites)."""

    key: str
    label: Words
    count: int = 0
    href: str = ""
    state: StationState = "hollow"
    invite: Words = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of ``{% tabs %}``: a page of its own, so that its address can be shared."""

    key: str
    label: Words
    href: str
    count: int | None = None


def query_with(params: QueryDict, **changes: str | Sequence[str] | None) -> str:
    """``params`` as ``?a=b`` with ``changes`` made: a value replaces, a list sets all, None removes."""
    changed = params.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        elif isinstance(value, str):
            changed[name] = value
        else:
            changed.setlist(name, list(value))
    return f"?{changed.urlencode()}" if changed else "?"


def query_toggled(params: QueryDict, name: str, value: str) -> str:
    """``params`` as ``?a=b`` with ``name=value`` added, or removed if it was there; back to page one."""
    values = params.getlist(name)
    values = [v for v in values if v != value] if value in values else [*values, value]
    return query_with(params, **{name: values, "page": None})
