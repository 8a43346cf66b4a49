"""What a call has received, for those who run it: narrowed down, in order, as rows and as files."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kotokaari.calls.public import Call
from kotokaari.catalogue.public import language_name
from kotokaari.foundation.tables import harmless
from kotokaari.foundation.text import Reading, TranslatedText
from kotokaari.people.public import Organisation, organisation_book, sort_key
from kotokaari.ui.public import Facet, FacetOption, query_toggled
from kotokaari.vocabulary.public import concept_book

from ..models import Recusal, Submission

Eligibility = Submission.Eligibility
UNKNOWN, WITHDRAWN = "unknown", "withdrawn"
TONES = {
    Eligibility.ELIGIBLE.value: "success",
    Eligibility.RETURNED.value: "warning",
    Eligibility.NOT_ELIGIBLE.value: "danger",
    WITHDRAWN: "neutral",
}
FIELDS = (
    "pk",
    "key",
    "number",
    "organisation_id",
    "eligibility",
    "withdrawn_at",
    "mend_until",
    "is_entered_by_staff",
    "is_example",
    "current__title",
    "current__number",
    "current__source_language",
    "current__sent_at",
    "current__is_late",
    "current__record__themes",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A submission as a list needs it."""

    key: str
    number: int
    title: Reading
    organisation: str
    type: str
    state: str
    version: int
    language: str
    sent_at: datetime.datetime
    is_late: bool
    is_by_staff: bool
    is_example: bool
    mend_until: datetime.datetime | None
    themes: tuple[str, ...]

    @property
    def url(self) -> str:
        """Its page for those who run the call."""
        return reverse("submissions:read", args=[self.key])

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return state_label(self.state)

    @property
    def tone(self) -> str:
        """The colour of where it stands."""
        return TONES.get(self.state, "info")


@dataclass(frozen=True, slots=True)
class Stub:
    """All that is told of a submission one is recused from."""

    number: int
    organisation: str


@dataclass(frozen=True, slots=True)
class Received:
    """The list: what was found, out of how many, with the ways to narrow it."""

    rows: Sequence[Row]
    total: int
    counts: Sequence[tuple[str, str, int]]
    facets: Sequence[tuple[Facet, bool]]  # and whether it stands open
    order: str


def state_of(eligibility: str, withdrawn_at: object) -> str:
    """Where a submission stands, as a word in an address."""
    return WITHDRAWN if withdrawn_at else (eligibility or UNKNOWN)


def state_label(state: str) -> str:
    """Where a submission stands, in words."""
    if state == WITHDRAWN:
        return pgettext("submission", "Withdrawn")
    return str(Eligibility("" if state == UNKNOWN else state).label)


def rows_of(submissions: QuerySet[Submission], language: str) -> list[Row]:
    """Every one of these as a row. One query, books apart."""
    organisations = organisation_book().by_key
    return [_row(found, organisations, language) for found in submissions.order_by("number").values(*FIELDS)]


def _row(found: Mapping[str, Any], organisations: Mapping[int, Any], language: str) -> Row:
    organisation = organisations[found["organisation_id"]]
    title = found["current__title"]
    return Row(
        key=found["key"],
        number=found["number"],
        title=(title if isinstance(title, TranslatedText) else TranslatedText.from_json(title)).read(language),
        organisation=organisation.name(language),
        type=organisation.type,
        state=state_of(found["eligibility"], found["withdrawn_at"]),
        version=found["current__number"],
        language=found["current__source_language"],
        sent_at=found["current__sent_at"],
        is_late=found["current__is_late"],
        is_by_staff=found["is_entered_by_staff"],
        is_example=found["is_example"],
        mend_until=found["mend_until"],
        themes=tuple(found["current__record__themes"] or ()),
    )


def barred(call: Call, user: Any, language: str) -> list[Stub]:
    """The submissions this person is recused from: a number and an organisation, no more. One query."""
    standing = Recusal.objects.filter(user=user, lifted_at__isnull=True, submission__call=call)
    found = standing.exclude(submission__current=None).order_by("submission__number")
    book = organisation_book().by_key
    return [
        Stub(number or 0, book[organisation].name(language))
        for number, organisation in found.values_list("submission__number", "submission__organisation")
    ]


Values = Callable[[Row], Iterable[str]]
GROUPS: dict[str, Values] = {
    "state": lambda row: (row.state,),
    "theme": lambda row: row.themes,
    "language": lambda row: (row.language,),
    "type": lambda row: (row.type,),
}


def received(call: Call, user: Any, params: QueryDict, language: str) -> Received:
    """What the call received and this person may know of, as the address asks. One query."""
    everything = rows_of(Submission.objects.run_by(user).filter(call=call), language)
    words = params.get("q", "").strip().casefold()
    chosen = {name: set(params.getlist(name)) for name in GROUPS}
    named = [
        row for row in everything if not words or words in f"{row.number} {row.title} {row.organisation}".casefold()
    ]
    found = [row for row in named if _fits(row, chosen)]
    facets = [
        _facet(name, [row for row in named if _fits(row, chosen, but=name)], chosen, params, language)
        for name in GROUPS
    ]
    order = params.get("sort", "")
    counts = Counter(row.state for row in everything)
    told = [(state, state_label(state), counts[state]) for state in (*_states(), WITHDRAWN) if counts[state]]
    useful = [
        (one, one.key == "state" or bool(chosen[one.key])) for one in facets if len(one.options) > 1 or chosen[one.key]
    ]
    return Received(_sorted(found, order), len(everything), told, useful, order)


def _states() -> list[str]:
    return [value or UNKNOWN for value in Eligibility.values]


def _fits(row: Row, chosen: Mapping[str, set[str]], but: str = "") -> bool:
    return all(name == but or not wanted or wanted & set(GROUPS[name](row)) for name, wanted in chosen.items())


def _facet(name: str, rows: Sequence[Row], chosen: Mapping[str, set[str]], params: QueryDict, language: str) -> Facet:
    counts = Counter(value for row in rows for value in GROUPS[name](row))
    values = {*counts, *chosen[name]}
    label = _labels(name, language)
    options = [
        FacetOption(label(value), query_toggled(params, name, value), counts[value], value in chosen[name])
        for value in values
    ]
    headings = {
        "state": _("Where it stands"),
        "theme": _("Theme"),
        "language": _("Language"),
        "type": _("Kind of organisation"),
    }
    return Facet(name, headings[name], sorted(options, key=lambda option: (-(option.count or 0), str(option.label))))


def _labels(name: str, language: str) -> Callable[[str], str]:
    if name == "state":
        return lambda value: state_label(value) if value in (*_states(), WITHDRAWN) else value
    if name == "theme":
        return lambda value: concept_book().label(value, language)
    if name == "language":
        return language_name
    types = dict(Organisation.Type.choices)
    return lambda value: str(types.get(value, value))


ORDERS: dict[str, Callable[[Row], Any]] = {
    "number": lambda row: row.number,
    "title": lambda row: sort_key(str(row.title)),
    "organisation": lambda row: sort_key(row.organisation),
    "sent": lambda row: row.sent_at,
    "state": lambda row: ([*_states(), WITHDRAWN].index(row.state), row.number),
}


def _sorted(rows: Sequence[Row], order: str) -> list[Row]:
    by = ORDERS.get(order.lstrip("-"), ORDERS["number"])
    return sorted(rows, key=by, reverse=order.startswith("-"))


# Files

COLUMNS = (
    "number",
    "title",
    "organisation",
    "organisation_type",
    "state",
    "version",
    "sent",
    "late",
    "language",
    "themes",
    "entered_by_staff",
    "example",
    "url",
)


def cells(rows: Iterable[Row], language: str) -> Iterator[list[Any]]:
    """The rows as cells of a file, in the reader's words."""
    types = dict(Organisation.Type.choices)
    book = concept_book()
    for row in rows:
        yield [
            row.number,
            harmless(str(row.title)),
            harmless(row.organisation),
            str(types.get(row.type, row.type)),
            row.state_words,
            row.version,
            timezone.localtime(row.sent_at).isoformat(timespec="minutes"),
            int(row.is_late),
            row.language,
            harmless(", ".join(book.label(code, language) for code in row.themes)),
            int(row.is_by_staff),
            int(row.is_example),
            settings.BASE_URL + row.url,
        ]


def as_csv(rows: Iterable[Row], language: str) -> bytes:
    """A CSV file: UTF-8 with a mark, so that spreadsheets read it right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(cells(rows, language))
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(rows: Iterable[Row], language: str) -> bytes:
    """An Excel file of one sheet, its first row frozen."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("Submissions")[:31])
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for line in cells(rows, language):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
