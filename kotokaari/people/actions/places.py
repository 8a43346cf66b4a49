"""What can happen to places: official lists are read in, again and again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kotokaari.foundation import audit
from kotokaari.search.public import index

from ..in_search import PLACE
from ..models import Place
from ..placefiles import PlaceRow, shipped_places

FIELDS = ("level", "name_fi", "name_sv", "name_en", "within_id", "county_id", "latitude", "longitude")
Report = dict[str, Any]


def load_house_places(*, by: Any = None) -> Report:
    """Read in the places a house starts with; again, it changes nothing."""
    return read_in_places(shipped_places(), by=by)


@transaction.atomic
def read_in_places(rows: Iterable[PlaceRow], *, by: Any = None, dry_run: bool = False) -> Report:
    """Make the places what ``rows`` say; the same rows again change nothing.

    A municipality that a newer list of municipalities leaves out ends the day before that list took
    force. What a list does not tell (coordinates, region) stays as it is. With ``dry_run`` nothing is
    written. Returns how many were read, created, updated, unchanged and ended.
    Raises BadInput when a row lies within a place that does not exist.
    """
    rows = list(rows)
    known = {place.code: place for place in Place.objects.all()}
    _check_parents(rows, known)
    created = [row for row in rows if row.code not in known]
    if not dry_run:
        made = Place.objects.bulk_create([Place(code=row.code) for row in created])
        known.update({place.code: place for place in made})
    changed = [known[row.code] for row in rows if row.code in known and _apply(row, known)]
    updated = [place for place in changed if place.code not in {row.code for row in created}]
    ended = _left_out(rows, known)
    if not dry_run:
        fields = [field.removesuffix("_id") for field in FIELDS]
        Place.objects.bulk_update([*changed, *ended], [*fields, "classification", "valid_to"], batch_size=100)
        index(PLACE, [place.uuid for place in (*made, *updated, *ended)])
        if created or updated or ended:
            _record(rows, by, created=len(created), updated=len(updated), ended=len(ended))
    return {
        "read": len(rows),
        "created": len(created),
        "updated": len(updated),
        "unchanged": len(rows) - len(created) - len(updated),
        "ended": len(ended),
        "rejected": [],
    }


def _check_parents(rows: list[PlaceRow], known: dict[str, Place]) -> None:
    codes = known.keys() | {row.code for row in rows}
    for row in rows:
        if row.within and row.within not in codes:
            problem = f"there is no place {row.within}; read it in first, or put it into the same file"
            raise row.bad("within", problem)
        if row.county and row.county not in codes:
            raise row.bad("county", f"there is no place {row.county}; read it in first")


def _apply(row: PlaceRow, known: dict[str, Place]) -> bool:
    """Write the row on the place in memory. True when something changed."""
    place = known[row.code]
    told: dict[str, Any] = {"level": row.level, "name_fi": row.fi, "name_sv": row.sv, "name_en": row.en}
    # In a dry run the larger area may not exist yet; then the place is new too and not compared.
    if row.within and row.within in known:
        told["within_id"] = known[row.within].pk
    if row.county and row.county in known:
        told["county_id"] = known[row.county].pk
    if row.latitude is not None and row.longitude is not None:
        told["latitude"], told["longitude"] = row.latitude, row.longitude
    differs = any(getattr(place, field) != value for field, value in told.items())
    for field, value in told.items():
        setattr(place, field, value)
    place.classification = row.classification or place.classification
    return differs


def _left_out(rows: list[PlaceRow], known: dict[str, Place]) -> list[Place]:
    """Municipalities that a newer list no longer has, given their last day."""
    lists = {row.classified_on for row in rows if row.level == Place.Level.MUNICIPALITY}
    day = max((day for day in lists if day), default=None)
    if day is None:
        return []
    present = {row.code for row in rows}
    gone = [
        place
        for place in known.values()
        if place.level == Place.Level.MUNICIPALITY
        and place.code.startswith("fi:")
        and place.code not in present
        and place.valid_to is None
        and _list_of(place) < day
    ]
    for place in gone:
        place.valid_to = day - datetime.timedelta(days=1)
    return gone


def _list_of(place: Place) -> datetime.date:
    row = PlaceRow("", 0, place.code, place.level, "", "", "", classification=place.classification)
    return row.classified_on or datetime.date.min


def _record(rows: list[PlaceRow], by: Any, **counts: int) -> None:
    country = Place.objects.filter(code__in=["fi", rows[0].code]).order_by("-code").first()
    if country:
        audit.record("places read in", target=country, by=by, files=sorted({row.file for row in rows}), **counts)
