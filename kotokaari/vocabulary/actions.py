"""What can happen to words and to the law as data."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotokaari.foundation import audit

from .csvfile import read_csv
from .models import LegalRegime, LegalRule, Scheme
from .records import HOUSE, SchemeRecord
from .storing import Storing, Tally, as_text

DATA = Path(__file__).parent / "data"
HOUSE_TITLE = {"fi": "Kotokaaren sanasto", "sv": "Kotokaaris vokabulär", "en": "Vocabulary of Kotokaari"}
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
    load_legal_regimes(by=by)
    return tally


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
    tally = Storing(record, scheme, keep_missing=keep_missing).run()
    before = (scheme.uri, scheme.title, scheme.licence, scheme.source, scheme.is_house)
    scheme.uri, scheme.licence = record.uri or scheme.uri, record.licence or scheme.licence
    scheme.title = as_text(record.title) or scheme.title
    scheme.source, scheme.is_house = source or scheme.source, is_house or scheme.is_house
    changed = before != (scheme.uri, scheme.title, scheme.licence, scheme.source, scheme.is_house)
    if is_new or changed or tally.created or tally.updated or tally.deprecated:
        scheme.imported_at = timezone.now()
        scheme.save()
        audit.record("vocabulary imported", target=scheme, by=by, **tally.as_dict())
    return tally


@transaction.atomic
def load_legal_regimes(*, by: Any = None) -> int:
    """Bring the law as data up to date from the file shipped with the house; how many regimes it holds."""
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
    return len(entries)


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
