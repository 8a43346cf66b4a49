"""What a copy holds beside the pages that links lead to: where walking begins, permanent addresses, the root."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from kotokaari.catalogue.public import Practice
from kotokaari.foundation.text import LANGUAGES

from .. import linked, queries, sitemap
from .addresses import DATA, Plan, Target, relative
from .personal import Persons

__all__ = ["data_of_things", "identified", "relative", "seeds", "write_identities", "write_root"]


def seeds() -> Iterator[str]:
    """Addresses of everything public, in every language; the rest is reached from there."""
    for language in LANGUAGES:
        with override(language):
            yield reverse("home:front")
            yield reverse("search:page")
            yield reverse("opendata:index")
    for name, number in sitemap.parts():
        for entry in sitemap.entries(name, number):
            yield from entry.addresses.values()
    for practice in queries.withdrawn():
        yield from sitemap.in_languages(practice.get_absolute_url).values()


def identified() -> Iterator[tuple[Any, Mapping[str, str], dict[str, Any]]]:
    """Every public thing with its address in each language and its data."""
    for section in sitemap.SECTIONS:
        tell = data_of_things().get(section.name)
        for thing in queries.in_batches(_WHOLE.get(section.name, section.things)()):
            addresses = sitemap.in_languages(lambda: section.address(thing))  # noqa: B023 - called at once
            yield thing, addresses, tell(thing) if tell else {}
    for practice in queries.withdrawn():
        yield practice, sitemap.in_languages(practice.get_absolute_url), linked.tombstone(practice)


_WHOLE: Mapping[str, Any] = {
    "practices": queries.practices,
    "adoptions": queries.adoptions,
    "organisations": queries.organisations,
    "concepts": queries.concepts,
}


def data_of_things() -> Mapping[str, Any]:
    """How a thing of each kind is told as linked data."""
    return {
        "practices": _practice,
        "adoptions": linked.adoption,
        "organisations": linked.organisation,
        "places": linked.place,
        "concepts": linked.concept,
    }


def _practice(thing: Practice) -> dict[str, Any]:
    return linked.practice(thing, thing.current) if thing.current else {}


def write_identities(folder: Path, plan: Plan, done: Mapping[str, Any], persons: Persons) -> None:
    """/id/<uuid>/ for every thing: a page that leads on to it in each language, and its data."""
    for thing, addresses, data in identified():
        found = {language: plan.target(address) for language, address in addresses.items()}
        there = {language: target for language, target in found.items() if target and target.file in done}
        place = folder / "id" / str(thing.uuid)
        if not there:
            continue
        place.mkdir(parents=True, exist_ok=True)
        page = f"id/{thing.uuid}/index.html"
        (place / "index.html").write_text(_identity_page(thing, there, page, bool(data)), encoding="utf-8")
        if data:
            text = json.dumps({"@context": linked.CONTEXT, **data}, ensure_ascii=False, indent=1)
            (place / DATA).write_text(persons.left_out(text) + "\n", encoding="utf-8")


def _identity_page(thing: Any, there: Mapping[str, Target], page: str, has_data: bool) -> str:
    links = []
    for language, target in there.items():
        with override(language):
            links.append((language, str(thing), relative(target.file, page)))
    return _lead_on(links, DATA if has_data else "")


def _lead_on(links: list[tuple[str, str, str]], data: str = "") -> str:
    """A page that leads on to the first of these, with links to all."""
    language, title, address = links[0]
    context = {"address": address, "title": title, "language": language, "data": data, "links": links}
    with override(language):
        return render_to_string("opendata/keeping/redirect.html", context)


def write_root(folder: Path, address: str, files: list[str]) -> None:
    """The front door of the copy, what search engines may do, and the map of its pages."""
    doors = {language: f"{language}/index.html" for language in LANGUAGES}
    links = [(language, "Kotokaari", file) for language, file in doors.items() if file in files]
    (folder / "index.html").write_text(_lead_on(links), encoding="utf-8")
    site = address.rstrip("/")
    (folder / "robots.txt").write_text(f"User-agent: *\nDisallow:\n\nSitemap: {site}/sitemap.xml\n", encoding="utf-8")
    pages = [file for file in files if file.endswith("/index.html")]
    parts = [pages[at : at + sitemap.MOST_ADDRESSES] for at in range(0, len(pages), sitemap.MOST_ADDRESSES)]
    for number, part in enumerate(parts, start=1):
        entries = [sitemap.Entry({"": f"/{file.removesuffix('index.html')}"}) for file in part]
        (folder / f"sitemap-{number}.xml").write_text(
            sitemap.urlset(entries, lambda path: site + path), encoding="utf-8"
        )
    text = sitemap.index_of(f"{site}/sitemap-{number}.xml" for number in range(1, len(parts) + 1))
    (folder / "sitemap.xml").write_text(text, encoding="utf-8")
