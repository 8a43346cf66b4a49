"""What the ledger adds to other pages: steps on a practice's page, the owner's part of it, and «My work»."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import (
    Action,
    Practice,
    Version,
    register_practice_actions,
    register_practice_section,
)
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.fields import read
from kotokaari.people.public import Section, User, WorkLine, register_work_section

from . import permissions, queries
from .models import Adoption

MOST = 20


def register() -> None:
    """Stand on the pages of the rooms below."""
    register_practice_actions(steps)
    register_practice_section(owners_section)
    register_work_section(work_section)


def steps(request: HttpRequest, practice: Practice) -> Sequence[Action]:
    """«We use this», or the way to one's own entries. Anybody may begin: signing in comes after."""
    if practice.status not in Practice.PUBLIC:
        return []
    mine = list(queries.own_adoptions(request.user, practice)[:3]) if request.user.is_authenticated else []
    if mine:
        return [
            Action(_own_label(adoption, len(mine)), reverse("adoption:write", args=[adoption.uuid]), "edit", order=10)
            for adoption in mine
        ]
    if practice.status != Practice.Status.PUBLISHED:
        return []
    address = reverse("adoption:start", args=[practice.key])
    shown = request.resolver_match.kwargs.get("number") if request.resolver_match else None
    query = f"?{urlencode({'version': shown})}" if shown else ""
    is_main = not permissions.can_say_owners_word(request.user, practice)
    return [Action(_("We use this, or would like to"), f"{address}{query}", "add", is_main=is_main, order=10)]


def _own_label(adoption: Adoption, how_many: int) -> str:
    if how_many == 1:
        return _("Our use of this practice")
    name = (
        adoption.place.name((get_language() or "fi")[:2]) if adoption.place else str(read(adoption.organisation.name))
    )
    return _("Our use of this practice: %(where)s") % {"where": name}


def owners_section(request: HttpRequest, practice: Practice, version: Version) -> Section | None:
    """For those who speak for the owner: how many entries wait for a word. Two queries, for them alone."""
    if not request.user.is_authenticated or not permissions.can_say_owners_word(request.user, practice):
        return None
    total = Adoption.objects.filter(practice=practice).count()
    if not total:
        return None
    waiting = queries.unconfirmed(practice).count()
    context = {"total": total, "waiting": waiting, "url": reverse("adoption:users", args=[practice.key])}
    return Section(gettext_lazy("For you as the owner"), "adoption/_owner_section.html", context, order=25)


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one sort that wait."""

    title: Any
    why: Any
    lines: list[WorkLine]


def work_section(user: User) -> Section | None:
    """What one's organisations use, and what waits for an answer. Seven queries, however long."""
    groups = [
        Group(
            _("A newer version: do you follow?"),
            "",
            [
                _line(choice.adoption, "adoption:version", _("version %(number)s") % {"number": choice.version.number})
                for choice in queries.waiting_choices(user)[:MOST]
            ],
        ),
        Group(
            _("May people ask you about it?"),
            "",
            [_line(adoption, "adoption:contact-answer") for adoption in queries.contacts_to_answer(user)[:MOST]],
        ),
        Group(
            _("You began to write and have not saved"),
            "",
            [
                _line(left.adoption, *_form_address(left.form), _saved(left.at))
                for left in queries.unsaved_by(user)[:MOST]
            ],
        ),
        Group(
            _("They say they use your practice"),
            _("Confirm what you know of, and say a word to those who begin."),
            [_line(adoption, "adoption:owner") for adoption in queries.adoptions_to_confirm(user)[:MOST]],
        ),
        Group(
            _("Do you carry these on?"),
            _("Their organisation has ended, and yours carries on its tasks."),
            [_line(adoption, "adoption:carry-on") for adoption in queries.adoptions_to_carry_on(user)[:MOST]],
        ),
        Group(
            _("What we use"),
            "",
            [_line(adoption, "adoption:write") for adoption in queries.adoptions_of_user(user)[:MOST]],
        ),
        Group(
            _("Removed lately"),
            "",
            [
                _line(adoption, "adoption:restore", _("bring it back"))
                for adoption in queries.removed_lately(user)[:MOST]
            ],
        ),
    ]
    filled = [group for group in groups if group.lines]
    return Section(gettext_lazy("Practices in use"), "adoption/_work.html", {"groups": filled}, 10) if filled else None


def _line(adoption: Adoption, address: str, *notes: Any) -> WorkLine:
    """``notes`` begin with further words of the address when they are given as a tuple."""
    parts: Iterable[Any] = notes[0] if notes and isinstance(notes[0], tuple) else ()
    words = [note for note in notes if not isinstance(note, tuple)] or [adoption.get_status_display()]
    title = (adoption.practice.current or adoption.version).title.read((get_language() or "fi")[:2])
    who = str(read(adoption.organisation.name))
    return WorkLine(
        title=title.text,
        language=title.language if title.is_fallback else "",
        url=reverse(address, args=[adoption.uuid, *parts]),
        note=", ".join([who, *map(str, words)]),
        is_example=adoption.is_example,
    )


def _form_address(form: str) -> tuple[str, tuple[str, ...]]:
    """The page of a form by the name under which half-typed words are kept."""
    kind, _dash, part = form.partition("-")
    if form == "facts":
        return "adoption:facts", ()
    if kind in ("adaptation", "outcome", "lesson"):
        return (f"adoption:{kind}-add", ()) if part == "new" else (f"adoption:{kind}-edit", (part,))
    return ("adoption:owner-edit", (part,)) if kind == "owner" and part else ("adoption:write", ())


def _saved(at: Any) -> str:
    return _("on %(day)s") % {"day": written_day(at.date(), (get_language() or "fi")[:2])}
