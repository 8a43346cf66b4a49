"""What stands around a text on the pages of practices and projects, ready to be written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext, override

from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.text import LANGUAGES, Reading, TranslatedText
from kotokaari.people.public import organisation_book
from kotokaari.ui.languages import IN_ANOTHER, IN_LANGUAGE, SHOWN_IN, SHOWN_IN_ANOTHER

from . import permissions, queries, reading, registries
from .listing import slug
from .models import Attachment, Grant, Practice, Project, Version
from .words import language_name


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation by name, with its page and what it does here."""

    name: str
    url: str
    has_ended: bool = False
    role: TranslatedText | None = None


@dataclass(frozen=True, slots=True)
class GrantLine:
    """Money, with its years and where it is said."""

    funder: TranslatedText
    programme: TranslatedText
    code: str
    amount: str
    years: str
    note: TranslatedText
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a practice was told before."""

    title: TranslatedText | str
    url: str
    date: str


def body(pk: int | None, language: str, role: TranslatedText | None = None) -> Body | None:
    """An organisation as a link; None when there is none."""
    entry = organisation_book().by_key.get(pk or 0)
    if entry is None:
        return None
    return Body(entry.name(language), organisation_url(entry.code), entry.has_ended, role)


def organisation_url(code: str) -> str:
    """An organisation's page, or "" while it has none."""
    try:
        return reverse("people:organisation", args=[code])
    except NoReverseMatch:
        return ""


def file_url(file: Attachment) -> str:
    """Where an attached file is fetched; "" while it cannot be."""
    try:
        return reverse("catalogue:file", args=[file.uuid, file.name])
    except NoReverseMatch:
        return ""


def years(start: object, end: object) -> str:
    """2019–2021, 2019–, –2021, or nothing; only the years of dates."""
    first, last = str(start or "")[:4], str(end or "")[:4]
    if first == last:
        return first
    return f"{first}–{last}"


def grant_lines(grants: Iterable[Grant]) -> list[GrantLine]:
    """Money in words."""
    return [
        GrantLine(
            grant.funder,
            grant.programme,
            grant.code,
            money(grant.amount, grant.currency),
            years(grant.year_from, grant.year_to),
            grant.note,
            reading.host_of(grant.source),
            reading.safe_url(grant.source),
        )
        for grant in grants
    ]


def money(amount: Any, currency: str) -> str:
    """An amount with its currency; "" when it is not known."""
    if amount is None:
        return ""
    whole = formats.number_format(amount, 0 if amount == int(amount) else 2, force_grouping=True)
    return f"{whole}\u00a0{'€' if currency == 'EUR' else currency}"


def sources(practice: Practice) -> list[Source]:
    """Where the practice was told before."""
    made = []
    for entry in practice.sources:
        title = entry.get("title") or entry.get("url") or ""
        text = TranslatedText.from_json(title) if isinstance(title, dict) else str(title)
        made.append(Source(text, reading.safe_url(str(entry.get("url") or "")), str(entry.get("date") or "")))
    return made


def written(practice: Practice, version: Version, language: str) -> str:
    """The article of a practice; a public one is remembered until public data changes."""
    if version.is_draft or practice.status not in Practice.PUBLIC:
        return _write(practice, version, language)
    key = ("practice", version.pk, language, timezone.localdate())
    return cached(key, lambda: _write(practice, version, language))


def _write(practice: Practice, version: Version, language: str) -> str:
    return render_to_string("catalogue/_article.html", of_practice(practice, version, language))


def may(user: Any, practice: Practice) -> dict[str, bool]:
    """What this person may do to the practice, for the buttons; empty when nothing. One or two queries."""
    if not user.is_authenticated:
        return {}
    allowed = {
        "edit": permissions.can_edit_practice(user, practice),
        "translate": permissions.can_translate_practice(user, practice),
        "publish": permissions.can_publish_practice(user, practice),
    }
    if not any(allowed.values()):
        return {}
    allowed["has_draft"] = allowed["edit"] and practice.versions.filter(state=Version.State.DRAFT).exists()
    return allowed


def of_practice(practice: Practice, version: Version, language: str) -> dict[str, Any]:
    """The whole context of a practice's page, but for who looks."""
    note = reading.common_note(version, language)
    around = queries.surroundings(practice)
    partners = [body(partner.organisation_id, language, partner.role) for partner in around.partners]
    return {
        "practice": practice,
        "version": version,
        "slug": slug(version.title.read(language).text),
        "is_current": version.pk == practice.current_id,
        "common_note": note_words(note) if note else "",
        "notes": note is None,
        "answer": {name: reading.told(version, name, language) for name in reading.ANSWERED_ABOVE},
        "marks": reading.marks(version),
        "facts": registries.practice_facts(practice, language),
        "chapters": reading.chapters(version, language),
        "languages": language_links(practice, version),
        "owner": body(practice.owner_id, language),
        "partners": partners,
        "contacts": around.contacts,
        "attachments": [(file, file_url(file)) for file in around.attachments],
        "projects": [(project, years(project.starts, project.ends)) for project in around.projects],
        "grants": grant_lines(around.grants),
        "sources": sources(practice),
    }


def note_words(note: Reading) -> str:
    """What must be said of the whole text, in sentences."""
    parts = [str(SHOWN_IN.get(note.language, SHOWN_IN_ANOTHER))] if note.is_fallback else []
    if note.status == "machine":
        parts.append(gettext("Machine translation"))
    if note.is_stale:
        parts.append(gettext("The original has changed since this translation"))
    return "".join(f"{part}. " for part in parts).strip()


def short_note(note: Reading) -> str:
    """The same in few words, for brackets."""
    parts = [str(IN_LANGUAGE.get(note.language, IN_ANOTHER))] if note.is_fallback else []
    if note.status == "machine":
        parts.append(gettext("machine translation"))
    if note.is_stale:
        parts.append(gettext("older than the original"))
    return ", ".join(parts)


def language_links(practice: Practice, version: Version) -> list[dict[str, Any]]:
    """The languages of the text, what to know of each, and its page where the house speaks it."""
    links = []
    for state in reading.languages_of(version):
        url = ""
        if state.code in LANGUAGES:
            with override(state.code):
                words = slug(version.title.read(state.code).text)
                url = reverse("catalogue:practice", args=[words, practice.key])
        name = language_name(state.code)
        links.append({"code": state.code, "name": name, "url": url, "words": reading.state_words(state)})
    return links


def project_lines(language: str, projects: Iterable[Project]) -> list[dict[str, Any]]:
    """Projects with their years and owners."""
    return [
        {
            "name": project.name,
            "url": project.get_absolute_url(),
            "years": years(project.starts, project.ends),
            "owner": body(project.owner_id, language),
            "is_example": project.is_example,
        }
        for project in projects
    ]


def of_project(project: Project, language: str) -> dict[str, Any]:
    """The context of a project's page, but for its practices."""
    return {
        "project": project,
        "years": years(project.starts, project.ends),
        "owner": body(project.owner_id, language),
        "participants": [body(pk, language) for pk in project.participants.values_list("pk", flat=True)],
        "subprojects": project.subprojects.all(),
        "website": reading.safe_url(project.website),
        "grants": grant_lines(project.grants.order_by("year_from", "pk")),
    }
