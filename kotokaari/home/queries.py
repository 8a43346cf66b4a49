"""What the front door shows."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kotokaari.adoption.public import how_many_adoptions
from kotokaari.arc.public import Station, station_counts
from kotokaari.catalogue import public as catalogue
from kotokaari.decisions.public import unknown_to
from kotokaari.foundation import trail
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.fields import read
from kotokaari.innovation import public as innovation
from kotokaari.needs import public as needs
from kotokaari.people.public import Membership, Place, User, place_book, runs_the_house, sort_key, work_sections
from kotokaari.ui.public import Column
from kotokaari.ui.public import Station as Dot
from kotokaari.vocabulary.public import LegalRegime, value_in_words

from .law import section_in_words

GROUPS = 8


def language() -> str:
    """The language of this request."""
    return (get_language() or "fi")[:2]


def front_page() -> dict[str, Any]:
    """Everything the front page shows; kept until public data changes."""
    return cached(("front", language(), timezone.localdate()), _front_page)


def _front_page() -> dict[str, Any]:
    count = catalogue.how_many()
    return {
        "list_url": reverse("catalogue:list"),
        "groups": catalogue.shelves("group", language(), GROUPS),
        "places": places_to_choose(),
        "busy_places": busy_places(),
        "stations": stations(),
        "arc_label": _("What is recorded at each station"),
        "cards": [{"row": row, "summary": beginning(row.summary)} for row in catalogue.latest_rows(language(), 6)],
        "all_label": ngettext("See the one practice", "See all %(count)d practices", count) % {"count": count},
    }


def beginning(text: str, letters: int = 190) -> str:
    """As many whole sentences as fit in about ``letters``; at least the first. Nothing is cut off with dots."""
    sentences = text.replace("\n", " ").split(". ")
    taken = sentences[0]
    for sentence in sentences[1:]:
        if len(taken) + len(sentence) + 2 > letters:
            return taken.rstrip(".") + "."
        taken = f"{taken}. {sentence}"
    return taken


def stations() -> list[Dot]:
    """Each station with the number of public things that stand there."""
    counts = Counter(station_counts())
    counts[Station.NEED] += needs.Survey.objects.public().count()
    counts[Station.THEME] += needs.Theme.objects.filter(is_public=True, is_chosen=True).count()
    epics = innovation.Epic.objects.public()
    counts[Station.IDEA] += innovation.Idea.objects.filter(epics__in=epics).distinct().count()
    counts[Station.EPIC] += epics.count()
    counts[Station.ACTIVITY] += innovation.Day.objects.worth_finding().count()
    counts[Station.PRACTICE] = catalogue.how_many()
    counts[Station.ADOPTION] = how_many_adoptions()
    hrefs = {Station.PRACTICE: reverse("catalogue:list"), Station.ADOPTION: reverse("adoption:list")}
    return [
        Dot(
            station.value,
            station.label,
            counts.get(station.value, 0),
            hrefs.get(station, ""),
            "filled" if counts.get(station.value) else "hollow",
        )
        for station in Station
    ]


def places_to_choose() -> list[tuple[str, list[tuple[str, str]]]]:
    """Municipalities and regions for a select, each group in the order of the alphabet."""
    return cached(("places to choose", language()), _places_to_choose)


def _places_to_choose() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {Place.Level.MUNICIPALITY: [], Place.Level.REGION: []}
    for entry in place_book().by_code.values():
        if entry.level in groups:
            groups[entry.level].append((entry.code, entry.name(language())))
    names = {
        Place.Level.MUNICIPALITY: pgettext("plural", "Municipalities"),
        Place.Level.REGION: pgettext("plural", "Regions"),
    }
    return [
        (names[Place.Level(level)], sorted(found, key=lambda option: sort_key(option[1])))
        for level, found in groups.items()
        if found
    ]


def busy_places() -> list[dict[str, str]]:
    """Places where most practices are, as links to their pages."""
    shelves = catalogue.shelves("municipality", language(), 5)
    return [{"label": shelf.label, "href": place_address(shelf.value)} for shelf in shelves]


def place_address(code: str) -> str:
    """The page of a place; "" for a code nobody knows."""
    return reverse("people:place", args=[code]) if code in place_book().by_code else ""


def duties_today() -> dict[str, Any]:
    """The law in force today and what is coming, rule by rule."""
    today = timezone.localdate()
    regimes = LegalRegime.objects.filter(country="FI").prefetch_related("rules").order_by("in_force_from")
    return {
        "today": today,
        "in_force": [
            _regime(regime, today) for regime in regimes if _in_force(regime.in_force_from, regime.in_force_to, today)
        ],
        "ahead": [_regime(regime, today) for regime in regimes if regime.in_force_from > today],
    }


def _in_force(begins: datetime.date, ends: datetime.date | None, day: datetime.date) -> bool:
    return begins <= day and (ends is None or ends >= day)


def _regime(regime: LegalRegime, day: datetime.date) -> dict[str, Any]:
    return {
        "code": regime.code,
        "name": f"{read(regime.title)} {regime.number}".strip(),
        "note": read(regime.note).text,
        "begins": regime.in_force_from,
        "certainty": regime.get_certainty_display(),
        "rules": [
            {
                "title": read(rule.title).text,
                "value": value_in_words(rule, language()),
                "section": section_in_words(rule.section),
                "certainty": rule.get_certainty_display(),
                "source_url": rule.source_url,
            }
            for rule in regime.rules.all()
            if _in_force(rule.valid_from, rule.valid_to, day)
        ],
    }


def work_of(user: User) -> dict[str, Any]:
    """What waits for this person, group by group, and the organisations they work in."""
    groups = [
        {"key": "drafts", "title": _("Drafts"), "why": "", "items": catalogue.drafts_of(user)},
        {"key": "contacts", "title": _("Questions to you"), "why": "", "items": catalogue.contacts_to_answer(user)},
        {
            "key": "confirm",
            "title": _("Is it still so?"),
            "why": _("Look through the practice and confirm it, or correct it."),
            "items": catalogue.to_confirm(user),
        },
        {
            "key": "translate",
            "title": _("Translations"),
            "why": _("Texts that lack a language, or whose original has changed."),
            "items": catalogue.to_translate(user),
        },
    ]
    return {
        "groups": groups,
        "sections": (sections := work_sections(user)),
        "anything": any(group["items"] for group in groups) or bool(sections),
        "roles": roles_of(user),
        "runs_the_house": runs_the_house(user),
        "may_write": catalogue.can_write_practices(user),
        "write_url": reverse("catalogue:write"),
    }


def roles_of(user: User) -> list[dict[str, str]]:
    """The organisations this person works in now, and as what."""
    memberships = Membership.objects.filter(user=user, until__isnull=True).select_related("organisation").order_by("pk")
    return [
        {
            "url": reverse("people:organisation", args=[membership.organisation.code]),
            "organisation": str(membership.organisation),
            "role": membership.get_role_display(),
        }
        for membership in memberships
    ]


EVENTS_A_PAGE = 50


def audit_trail(user: Any, *, target: str, actor: str, action: str, page: str) -> dict[str, Any]:
    """A page of the audit trail with the people's names as they are now. Five queries, however long.

    What happened to a submission that ``user`` is recused from is not in it (docs/decisions/0020).
    """
    known = trail.events(target=target, actor=actor, action=action).exclude(target__in=unknown_to(user))
    shown = Paginator(known, EVENTS_A_PAGE).get_page(page)
    names = _names_of({event.actor for event in shown if event.actor})
    rows = [
        {
            "when": _moment(event.at),
            "action": event.action,
            "label": event.target_label or event.target_kind,
            "target": event.target,
            "actor": event.actor,
            "who": names.get(event.actor) or (_("an erased account") if event.actor else _("the house itself")),
        }
        for event in shown
    ]
    columns = [
        Column("when", _("When")),
        Column("action", _("What was done")),
        Column("what", _("To what")),
        Column("who", _("By whom")),
    ]
    filters = {"target": target, "actor": actor, "action": action}
    return {
        **filters,
        "page": shown,
        "rows": rows,
        "columns": columns,
        "caption": _("Who changed what"),
        "actions": trail.actions_known(),
    }


def _names_of(identifiers: set[str]) -> dict[str, str]:
    people = User.objects.filter(uuid__in=identifiers, erased_at__isnull=True)
    return {str(user.uuid): user.get_short_name() for user in people}


def _moment(at: datetime.datetime) -> str:
    here = timezone.localtime(at)
    return f"{written_day(here.date(), language())} {here:%H.%M}"
