"""/api/v1/concepts: open reading of words."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Query, Router, Schema

from . import queries
from .models import Concept

router = Router(tags=["concepts"])
A_PAGE = 100


class ConceptBrief(Schema):
    """A concept in a list."""

    id: UUID
    code: str
    scheme: str
    kind: str
    uri: str
    label: dict[str, str]
    synonyms: dict[str, list[str]]


class ConceptLink(Schema):
    """A concept that another one points at."""

    id: UUID
    code: str
    label: dict[str, str]


class ConceptFull(ConceptBrief):
    """A concept with everything known of it."""

    hidden: dict[str, list[str]]
    definition: dict[str, str]
    note: dict[str, str]
    broader: list[ConceptLink]
    narrower: list[ConceptLink]
    related: list[ConceptLink]
    matches: list[tuple[str, str]]
    deprecated_on: str | None
    replaced_by: UUID | None


class ConceptPage(Schema):
    """A page of a list."""

    total: int
    page: int
    pages: int
    results: list[ConceptBrief]


@router.get("/concepts", response=ConceptPage, auth=None, url_name="concepts", summary="Concepts")
def concepts(
    request: HttpRequest,
    q: str = Query("", max_length=100, description="holds these letters in any of its words"),
    kind: str = Query("", max_length=40),
    scheme: str = Query("", max_length=60, description="code of a vocabulary; the house's own when empty"),
    lang: Literal["", "fi", "sv", "en"] = Query("", description="only words of this language"),
    page: int = Query(1, ge=1, le=100_000),
) -> dict[str, Any]:
    """Concepts in use, in the order of their vocabulary."""
    found = queries.concepts_matching(words=_clean(q), kind=_clean(kind), scheme=_clean(scheme))
    shown = Paginator(found, A_PAGE).get_page(page)
    return {
        "total": shown.paginator.count,
        "page": shown.number,
        "pages": shown.paginator.num_pages,
        "results": [_brief(concept, lang) for concept in shown],
    }


@router.get("/concepts/{uuid:concept}", response=ConceptFull, auth=None, url_name="concept", summary="One concept")
def concept(request: HttpRequest, concept: UUID) -> dict[str, Any]:
    """One concept with its relations; also one that is no longer in use."""
    found = queries.concept_for(None, concept)
    return {
        **_brief(found, ""),
        "hidden": _words(found, "hidden", ""),
        "definition": _texts(found.definition),
        "note": _texts(found.note),
        "broader": [_link(other) for other in found.broader.all()],
        "narrower": [_link(other) for other in found.narrower.all()],
        "related": [_link(other) for other in found.related.all()],
        "matches": [(name, uri) for name, uri in found.matches],
        "deprecated_on": found.deprecated_on.isoformat() if found.deprecated_on else None,
        "replaced_by": found.replaced_by.uuid if found.replaced_by else None,
    }


def _clean(text: str) -> str:
    """PostgreSQL takes no NUL."""
    return text.replace("\x00", "")


def _brief(concept: Concept, language: str) -> dict[str, Any]:
    return {
        **_link(concept, language),
        "scheme": concept.scheme.code,
        "kind": concept.kind,
        "uri": concept.uri or f"{settings.BASE_URL}/id/{concept.uuid}",
        "synonyms": _words(concept, "alt", language),
    }


def _link(concept: Concept, language: str = "") -> dict[str, Any]:
    preferred = {code: words[0] for code, words in _words(concept, "pref", language).items()}
    return {"id": concept.uuid, "code": concept.code, "label": preferred}


def _words(concept: Concept, role: str, language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label in concept.labels.all():
        if label.role == role and language in ("", label.language):
            found.setdefault(label.language, []).append(label.text)
    return found


def _texts(text: Any) -> dict[str, str]:
    return {language: rendering.text for language, rendering in text.renderings.items() if rendering.text}
