"""What can happen to words and to the law as data."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import BadInput, DomainError
from kotokaari.search.public import index

from .csvfile import read_csv
from .finding import KIND
from .models import Concept, Label, LegalRegime, LegalRule, Scheme
from .records import HOUSE, SchemeRecord
from .skos import read_skos
from .storing import Storing, Tally, as_text

DATA = Path(__file__).parent / "data"
SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,59}$")
HOUSE_TITLE = {"fi": "Kotokaaren sanasto", "sv": "Kotokaaris ordlista", "en": "Vocabulary of Kotokaari"}
HOUSE_LICENCE = "EUPL-1.2"


@transaction.atomic
def load_house_vocabulary(*, by: Any = None) -> Tally:
    """Bring the vocabulary and the legal regimes that are shipped with the house up to date.

    Words changed here stay as they are. Again and again gives the same.
    """
    record = read_csv(DATA / "concepts.csv")
    record.is_partial = False
    record.title, record.licence = HOUSE_TITLE, HOUSE_LICENCE
    tally = store_scheme(record, code=HOUSE, source="", is_house=True, by=by)
    _load_legal_regimes()
    return tally


def import_vocabulary(
    path: Path, *, scheme: str = "", keep_missing: bool = False, dry_run: bool = False, by: Any = None
) -> dict[str, Any]:
    """Read a vocabulary from a file (CSV or SKOS) into the scheme of this code, whole or not at all.

    The numbers of what was done, or with ``dry_run`` would be. Raises BadInput naming file, row or line,
    field and what would be right.
    """
    code = scheme or slugify(path.stem)
    if not SLUG.match(code):
        raise BadInput(_("--scheme: “%(code)s” should be letters a–z, digits and hyphens.") % {"code": code[:80]})
    if code == HOUSE:
        raise BadInput(_("The vocabulary of the house comes with the house. Choose another code with --scheme."))
    record = read_csv(path) if path.suffix.lower() in (".csv", ".tsv", ".txt") else read_skos(path)
    with transaction.atomic():
        tally = store_scheme(record, code=code, source=path.name, keep_missing=keep_missing, by=by)
        if dry_run:
            transaction.set_rollback(True)
    return {"scheme": code, **tally.as_dict(), "dry_run": dry_run}


@transaction.atomic
def store_scheme(
    record: SchemeRecord,
    *,
    code: str,
    source: str,
    is_house: bool = False,
    keep_missing: bool = False,
    by: Any = None,
) -> Tally:
    """Write a vocabulary that was read under ``code``. Raises BadInput when it contradicts itself.

    Concepts that are gone from it become deprecated, unless ``keep_missing``; none is deleted.
    """
    scheme, is_new = Scheme.objects.get_or_create(code=code, defaults={"is_house": is_house})
    storing = Storing(record, scheme, keep_missing=keep_missing)
    tally = storing.run()
    before = (scheme.uri, scheme.title, scheme.licence, scheme.source, scheme.is_house)
    scheme.uri, scheme.licence = record.uri or scheme.uri, record.licence or scheme.licence
    scheme.title = as_text(record.title) or scheme.title
    scheme.source, scheme.is_house = source or scheme.source, is_house or scheme.is_house
    changed = before != (scheme.uri, scheme.title, scheme.licence, scheme.source, scheme.is_house)
    if is_new or changed or tally.created or tally.updated or tally.deprecated:
        scheme.imported_at = timezone.now()
        scheme.save()
        audit.record(
            "vocabulary imported", target=scheme, by=by, **{**tally.as_dict(), "left_out": len(tally.left_out)}
        )
    if scheme.is_house and storing.touched:
        index(KIND, Concept.objects.filter(pk__in=storing.touched).values_list("uuid", flat=True))
    return tally


def _load_legal_regimes() -> None:
    """Bring the law as data up to date from the file shipped with the house."""
    entries = json.loads((DATA / "legal_regimes.json").read_text("utf-8"))["regimes"]
    regimes = {entry["code"]: _regime(entry) for entry in entries}
    for entry in entries:
        successor = regimes.get(entry.get("replaced_by", ""))
        regime = regimes[entry["code"]]
        if regime.replaced_by_id != (successor.pk if successor else None):
            regime.replaced_by = successor
            regime.save(update_fields=["replaced_by"])
        for rule in entry["rules"]:
            _rule(regime, rule)


def _regime(entry: dict[str, Any]) -> LegalRegime:
    values = {
        "country": entry["country"],
        "number": entry["number"],
        "title": as_text(entry["title"]),
        "note": as_text(entry["note"]),
        "in_force_from": _day(entry["from"]),
        "in_force_to": _day(entry["to"]),
        "certainty": entry["certainty"],
        "source_url": entry["source_url"],
    }
    return _same_or_updated(LegalRegime, {"code": entry["code"]}, values)


def _rule(regime: LegalRegime, entry: dict[str, Any]) -> LegalRule:
    values = {
        "regime": regime,
        "title": as_text(entry["title"]),
        "note": as_text(entry.get("note", {})),
        "value": entry["value"],
        "unit": entry["unit"],
        "section": entry["section"],
        "valid_to": _day(entry["to"]),
        "source_url": entry["source_url"],
        "certainty": entry["certainty"],
    }
    return _same_or_updated(LegalRule, {"code": entry["code"], "valid_from": _day(entry["from"])}, values)


def _same_or_updated(model: Any, identity: dict[str, Any], values: dict[str, Any]) -> Any:
    """The row of this identity with these values; written only when something differs."""
    found = model.objects.filter(**identity).first()
    if found is None:
        return model.objects.create(**identity, **values)
    if any(getattr(found, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(found, name, value)
        found.save()
    return found


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@transaction.atomic
def edit_concept(
    concept: Concept,
    *,
    terms: dict[str, str],
    synonyms: dict[str, list[str]],
    definition: dict[str, str],
    by: Any,
) -> Concept:
    """Change the words of a concept of the house; from then on the shipped file leaves them alone.

    Refuses (DomainError) a concept without any term, and a term another concept in use of the same kind has.
    """
    if not any(terms.values()):
        raise DomainError(_("A concept needs a term in at least one language."))
    for language, text in terms.items():
        _refuse_taken_term(concept, language, text)
    concept.labels.filter(role__in=("pref", "alt"), language__in=terms.keys()).delete()
    wanted = [(language, "pref", text) for language, text in terms.items() if text]
    for language, texts in synonyms.items():
        wanted += [(language, "alt", text) for text in dict.fromkeys(texts) if text != terms.get(language)]
    Label.objects.bulk_create(
        Label(concept=concept, language=language, role=role, text=text, folded=text.casefold())
        for language, role, text in wanted
    )
    if any(concept.definition.text(language) != text for language, text in definition.items()):
        concept.definition = as_text({language: text for language, text in definition.items() if text})
    concept.is_edited = True
    concept.save()
    index(KIND, [concept.uuid])
    audit.record("concept edited", target=concept, by=by)
    return concept


def _refuse_taken_term(concept: Concept, language: str, text: str) -> None:
    taken = Label.objects.filter(
        role="pref",
        language=language,
        folded=text.casefold(),
        concept__scheme=concept.scheme_id,
        concept__kind=concept.kind,
        concept__deprecated_on=None,
    )
    if text and taken.exclude(concept=concept).exists():
        raise DomainError(_("“%(term)s” is already the term of another concept.") % {"term": text})
