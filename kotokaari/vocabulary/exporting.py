"""A vocabulary on its way out."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from kotokaari.foundation.text import TranslatedText

from .csvfile import write_csv
from .models import Concept, Scheme
from .records import ConceptRecord, SchemeRecord
from .skos import FORMATS, write_skos

CONTENT_TYPES = {
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "csv": "text/csv; charset=utf-8",
}


def scheme_record(scheme: Scheme) -> SchemeRecord:
    """The whole vocabulary with addresses, in its order. Five queries however long it is."""
    concepts = scheme.concepts.prefetch_related("labels", "broader", "related", "replaced_by")
    return SchemeRecord(
        [_record(concept) for concept in concepts],
        scheme.uri or f"{settings.BASE_URL}/id/{scheme.uuid}",
        _texts(scheme.title),
        scheme.licence,
    )


def _record(concept: Concept) -> ConceptRecord:
    record = ConceptRecord(
        concept.code,
        uri=concept.uri or f"{settings.BASE_URL}/id/{concept.uuid}",
        kind=concept.kind,
        definition=_texts(concept.definition),
        note=_texts(concept.note),
        broader=sorted(other.code for other in concept.broader.all()),
        related=sorted(other.code for other in concept.related.all()),
        matches=[(name, uri) for name, uri in concept.matches],
        seen_in=concept.seen_in,
        is_deprecated=concept.deprecated_on is not None,
        deprecated_on=concept.deprecated_on,
        replaced_by=concept.replaced_by.code if concept.replaced_by else "",
    )
    for label in concept.labels.all():
        record.add_label(label.language, label.role, label.text)
    return record


def _texts(text: TranslatedText) -> dict[str, str]:
    return {language: rendering.text for language, rendering in text.renderings.items() if rendering.text}


def export_vocabulary(scheme: Scheme, form: str) -> str:
    """The vocabulary as text: ttl, jsonld, rdf or csv. Raises KeyError for another form."""
    record = scheme_record(scheme)
    writers: dict[str, Callable[[SchemeRecord], str]] = {"csv": write_csv}
    writers |= {name: lambda scheme, name=name: write_skos(scheme, name) for name in FORMATS}  # type: ignore[misc]
    return writers[form](record)
