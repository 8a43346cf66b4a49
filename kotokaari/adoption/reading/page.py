"""The page of one adoption: everything its organisation told, and the owner's words beside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kotokaari.arc.public import kinds
from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.fields import read
from kotokaari.people.public import organisation_book, place_book

from .. import permissions
from ..models import Adaptation, Adoption, Lesson, VersionChoice
from . import results, timeline, words
from .words import language

Status = Adoption.Status


def adoption_for(user: Any, uuid: UUID) -> Adoption:
    """The adoption, or 404 for whoever should not know that there is one. One query."""
    things = (
        Adoption.objects.visible_to(user)
        .select_related("practice__current", "version", "organisation", "place", "contact")
        .defer("practice__current__record", "practice__current__as_typed", "version__record", "version__as_typed")
    )
    return get_object_or_404(things, uuid=uuid)


def context_of(adoption: Adoption, user: Any) -> dict[str, Any]:
    """The whole page. Seven queries, however much was told."""
    steps = list(adoption.steps.all())
    ways = timeline.steps_of(adoption, steps)
    scale = timeline.scale_of([ways])
    outcomes = [results.result(outcome) for outcome in adoption.outcomes.all()]
    organisation = organisation_book().by_key[adoption.organisation_id]
    return {
        "adoption": adoption,
        "practice": adoption.practice,
        "title": read((adoption.practice.current or adoption.version).title),
        "practice_url": adoption.practice.get_absolute_url() if adoption.practice.current else "",
        "organisation": organisation.name(language()),
        "organisation_url": reverse("people:organisation", args=[organisation.code]),
        "sentence": sentence(adoption),
        "place": place_name(adoption),
        "tone": words.TONES[adoption.status],
        "facts": facts(adoption),
        "has_arc": "adoption" in kinds() and adoption.is_open,
        "scale": scale,
        "lane": timeline.lane(ways, scale),
        "statuses": [(value, str(label)) for value, label in Status.choices if value != Status.STOPPED],
        "steps": _steps(adoption, steps, ways),
        "adaptations": [_adaptation(one) for one in adoption.adaptations.all()],
        "outcomes": outcomes,
        "outcomes_sentence": results.in_words(outcomes, 1),
        "lessons": _lessons(adoption),
        "owners_words": _owners_words(adoption),
        "owner": organisation_book().by_key[adoption.practice.owner_id].name(language()),
        "version_choices": _version_choices(adoption),
        "may_edit": permissions.can_edit_adoption(user, adoption),
        "may_answer": permissions.can_say_owners_word(user, adoption.practice),
        "trail": [
            (_("Adoptions"), reverse("adoption:list")),
            (f"{organisation.name(language())}: {read((adoption.practice.current or adoption.version).title)}", ""),
        ],
    }


def place_name(adoption: Adoption) -> str:
    """Where it is carried out: the adoption's own place, else the organisation's, with its region."""
    place = adoption.place or adoption.organisation.place
    if place is None:
        return ""
    book = place_book()
    around = [code for code in book.around(place.code) if book.by_code[code].level != "country" or code == place.code]
    return ", ".join(book.name(code, language()) for code in around[:2])


def sentence(adoption: Adoption) -> str:
    """«In use since 3.2.2026»."""
    values = {"status": str(adoption.get_status_display()), "day": written_day(adoption.status_on, language())}
    return pgettext("adoption", "%(status)s since %(day)s") % values


def facts(adoption: Adoption) -> list[dict[str, Any]]:
    """The short facts beside the text: label, words, perhaps a text and an address."""
    version = adoption.version
    made: list[dict[str, Any]] = []

    def fact(label: str, said: str = "", text: Any = None, url: str = "", link: str = "") -> None:
        if said or text:
            made.append({"label": label, "words": said, "text": text, "url": url, "link": link})

    if adoption.began_on:
        fact(_("Began"), written_day(adoption.began_on, language()))
    if adoption.ended_on:
        fact(pgettext("of an adoption", "Ended"), written_day(adoption.ended_on, language()))
    if adoption.as_described:
        fact(_("As described or adapted"), words.described_label(adoption.as_described))
    number = _("Version %(number)s") % {"number": version.number}
    newer = _(" – the practice has a newer one") if version.state == Version.State.SUPERSEDED else ""
    fact(_("Version of the practice"), number + newer)
    fact(_("People reached"), _people(adoption))
    fact(_("Money"), _money(adoption), adoption.cost_note)
    decided = written_day(adoption.decided_on, language()) if adoption.decided_on else ""
    link = adoption.decision_url if adoption.decision_url.startswith(("https://", "http://")) else ""
    fact(_("Decision"), decided, adoption.decision, link, _("The decision"))
    if adoption.contact and adoption.contact.name and adoption.contact_consented_at:
        fact(_("Contact person"), adoption.contact.name)
        made[-1]["is_person"] = True
    fact(_("Source"), adoption.source)
    return made


def _people(adoption: Adoption) -> str:
    if adoption.people_reached is None:
        return ""
    if adoption.reached is None:
        return _("fewer than five, so not told")
    people = ngettext("%(count)s person", "%(count)s people", adoption.reached) % {
        "count": words.number(adoption.reached)
    }
    return f"{people} ({adoption.people_period})" if adoption.people_period else people


def _money(adoption: Adoption) -> str:
    if adoption.cost is None:
        return ""
    whole = adoption.cost == int(adoption.cost)
    amount = formats.number_format(adoption.cost, 0 if whole else 2, force_grouping=True)
    currency = "€" if adoption.cost_currency == "EUR" else adoption.cost_currency
    year = f" ({adoption.cost_year})" if adoption.cost_year else ""
    return f"{amount}\u00a0{currency}{year}"


def _steps(adoption: Adoption, steps: list[Any], ways: list[tuple[Any, str]]) -> list[dict[str, Any]]:
    """The history, the latest first, each step with its reason."""
    labels = dict(Status.choices)
    if not steps:
        return [{"on": on, "status": status, "label": labels[status], "reason": None} for on, status in reversed(ways)]
    return [
        {"on": step.on, "status": step.status, "label": step.get_status_display(), "reason": step.reason}
        for step in sorted(steps, key=lambda step: (step.on, step.pk), reverse=True)
    ]


def _adaptation(one: Adaptation) -> dict[str, Any]:
    """A change in words: what, and FRAME's other answers, those that were given."""
    planned = {True: _("Planned"), False: _("Came up on the way")}.get(one.is_planned)  # type: ignore[arg-type]
    lasting = {True: _("For good"), False: _("For a time")}.get(one.is_lasting)  # type: ignore[arg-type]
    answers = [
        (_("What it concerns"), one.get_what_display()),
        (_("When it was decided"), one.get_when_display()),
        (_("Planned?"), planned),
        (_("Who decided"), one.get_who_display()),
        (_("For whom or where"), one.get_level_display()),
        (_("The core"), one.get_fidelity_display()),
        (_("To what end"), one.get_why_display()),
        (_("How long"), lasting),
    ]
    return {
        "nature": one.get_nature_display(),
        "text": one.text,
        "reason": one.reason,
        "answers": [(label, answer) for label, answer in answers if answer],
        "is_example": one.is_example,
    }


def _lessons(adoption: Adoption) -> list[tuple[str, str, list[Lesson]]]:
    told = [lesson for lesson in adoption.lessons.all() if lesson.text]
    groups = ((kind, str(label), [one for one in told if one.kind == kind]) for kind, label in Lesson.Kind.choices)
    return [group for group in groups if group[2]]


def _owners_words(adoption: Adoption) -> list[dict[str, Any]]:
    return [
        {
            "kind": word.kind,
            "label": word.get_kind_display(),
            "tone": {"confirms": "success", "doubts": "warning"}.get(word.kind, "info"),
            "text": word.text,
            "on": timezone.localdate(word.at),
        }
        for word in adoption.owners_words.defer("by")
    ]


def _version_choices(adoption: Adoption) -> list[VersionChoice]:
    """What was said of newer versions, where an answer was given."""
    choices = adoption.version_choices.exclude(choice="").select_related("version")
    return list(choices.defer("version__record", "version__as_typed"))


def is_public(adoption: Adoption) -> bool:
    """True when everybody may read it."""
    return adoption.is_open and adoption.practice.status in Practice.PUBLIC
