"""An item of the agenda: what each found, what the meeting agrees on, who is of another mind."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kotokaari.assessment.public import Assessment, Score
from kotokaari.calls.public import can_read_panel_work
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.rubrics.public import Criterion

from .. import actions, marks, permissions, queries
from ..figures import counted, figures_of
from ..forms import AgreedForm, DissentForm, WordsForm, marks_of, sent_of
from ..keeping import EditConflict
from ..models import AgendaItem, Meeting, ModeratedScore
from ..rounds import earlier_round
from ..timing import left_of
from .around import done, me


@dataclass(slots=True)
class Row:
    """A criterion in the table of an item."""

    criterion: Criterion
    scores: list[tuple[Assessment, Score | None]] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    agreed: ModeratedScore | None = None
    form: AgreedForm | None = None
    was: str = ""  # the mark of what is agreed, as the form shows it


@require_GET
def item(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything the meeting needs about one submission."""
    return _page(request, queries.item_for(request.user, uuid))


def _page(request: HttpRequest, found: AgendaItem, **more: Any) -> HttpResponse:
    meeting = found.meeting
    runs = permissions.can_run_meeting(request.user, meeting)
    seat = permissions.seat_in(request.user, meeting.call)
    may_see = queries.may_see_content(request.user, found)
    is_bare = not may_see or queries.has_still_to_judge(request.user, found.submission)
    shown = not is_bare and queries.all_handed_in(found.submission) and (runs or meeting.state != Meeting.State.PLANNED)
    is_open = meeting.state != Meeting.State.CLOSED
    own = next((one for one in found.dissents.all() if seat and one.seat_id == seat.pk), None)
    context = {
        "item": found,
        "meeting": meeting,
        "submission": found.submission,
        "left": left_of(found),
        "runs": runs,
        "may_see": may_see,
        "is_bare": is_bare,
        "seat": seat,
        "is_shown": shown,
        "rows": rows_of(found, editing=runs and is_open) if shown else [],
        "members": counted(found.submission) if shown else [],
        "total": figures_of(found.submission)["total"] if shown else None,
        "dissents": found.dissents.select_related("seat__user") if not is_bare else [],
        "dissent_form": DissentForm(initial={"text": own.text if own else ""})
        if seat and may_see and is_open
        else None,
        "note_form": WordsForm(initial={"text": found.note}) if runs and is_open and not is_bare else None,
        "hidden": marks_of({"note": found.note}, secrets.token_hex(8)),
        "recused": queries.recused_people(found) if runs else [],
        "earlier": earlier_round(request.user, found.submission) if may_see else None,
        "trail": [
            (str(meeting), meeting.get_absolute_url()),
            (found.submission.current.title.source_text if found.submission.current else str(found.submission), ""),
        ],
        "decision": getattr(found.submission, "decision", None) if runs and not is_bare else None,
        **more,
    }
    return render(request, "decisions/item.html", context, status=409 if more.get("theirs") else 200)


def rows_of(found: AgendaItem, *, editing: bool) -> list[Row]:
    """A row for each criterion, with every member's score and the agreed one. Five queries."""
    criteria = list(found.meeting.call.rubric.criteria.all())
    assessments = counted(found.submission)
    figures = figures_of(found.submission)["criteria"]
    agreed = {one.criterion_id: one for one in found.moderated.select_related("by")}
    rows = []
    for criterion in criteria:
        by_criterion = [
            (one, next((score for score in one.scores.all() if score.criterion_id == criterion.pk), None))
            for one in assessments
        ]
        mine = agreed.get(criterion.pk)
        initial = {"level": f"{mine.level.normalize():f}", "reason": mine.reason} if mine else {}
        form = AgreedForm(prefix=criterion.code, initial=initial) if editing else None
        was = marks.mark_of_agreed(mine)
        rows.append(Row(criterion, by_criterion, figures.get(criterion.code, {}), mine, form, was))
    return rows


@require_GET
def clock(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The time left, for a page that asks again and again."""
    found = queries.item_for(request.user, uuid)
    return render(request, "decisions/_clock.html", {"item": found, "left": left_of(found)})


@require_POST
def act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open, close, move or take off the agenda."""
    found = queries.item_for(request.user, uuid)
    require(permissions.can_run_meeting(request.user, found.meeting))
    chosen = request.POST.get("act", "")
    if chosen == "open" and done(request, lambda: actions.open_item(found, by=me(request))):
        return redirect("decisions:item", found.uuid)
    if chosen == "close":
        done(request, lambda: actions.close_item(found, by=me(request)))
    elif chosen in ("earlier", "later"):
        done(request, lambda: actions.move_item(found, earlier=chosen == "earlier", by=me(request)))
    elif chosen == "remove":
        done(request, lambda: actions.remove_item(found, by=me(request)))
    return redirect(found.meeting)


@require_POST
def agree(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """The level the meeting agreed on for a criterion."""
    found = queries.item_for(request.user, uuid)
    require(permissions.can_run_meeting(request.user, found.meeting))
    require(not queries.has_still_to_judge(request.user, found.submission))
    criterion = get_object_or_404(found.meeting.call.rubric.criteria, code=code)
    form = AgreedForm(request.POST, prefix=code)
    was = request.POST.get("_was")
    if form.is_valid():
        level, reason = form.level_chosen(), form.cleaned_data["reason"]
        done(
            request,
            lambda: actions.agree_on(found, criterion=criterion, level=level, reason=reason, by=me(request), was=was),
            _("The agreed level is written."),
        )
    else:
        messages.error(request, _("Choose a level of the list, and say why in a sentence or two."))
    return redirect(f"{_address(found)}#{code}")


def _address(found: AgendaItem) -> str:
    from django.urls import reverse

    return reverse("decisions:item", args=[found.uuid])


@require_POST
def dissent(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A member of the panel is of another mind."""
    found = queries.item_for(request.user, uuid)
    seat = permissions.seat_in(request.user, found.meeting.call)
    require(seat is not None and queries.may_see_content(request.user, found))
    form = DissentForm(request.POST)
    if form.is_valid() and seat is not None:
        text = form.cleaned_data["text"]
        done(request, lambda: actions.record_dissent(found, seat=seat, text=text, by=me(request)), _("It is written."))
    return redirect("decisions:item", found.uuid)


def _writes_notes(request: HttpRequest, found: AgendaItem) -> bool:
    """Those who run the call, once they have handed in what they judge themselves."""
    runs = can_read_panel_work(request.user, found.meeting.call)
    return runs and not queries.has_still_to_judge(request.user, found.submission)


@require_POST
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was said of it, for the minutes."""
    found = queries.item_for(request.user, uuid)
    require(_writes_notes(request, found))
    text = request.POST.get("text", "")
    try:
        actions.save_note(found, text=text, by=me(request), sent=sent_of(request.POST))
    except EditConflict as error:
        fresh = queries.item_for(request.user, uuid)
        return _page(request, fresh, theirs=error.theirs["note"] or "–", note_form=WordsForm(initial={"text": text}))
    except DomainError as error:
        messages.error(request, str(error))
    if request.POST.get("back") == "minutes":
        return redirect(reverse("decisions:minutes", args=[found.meeting.uuid]) + f"#item-{found.uuid}")
    return redirect("decisions:item", uuid)


@require_POST
def note_autosave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep the note as it is typed."""
    found = queries.item_for(request.user, uuid)
    require(_writes_notes(request, found))
    try:
        actions.save_note(found, text=request.POST.get("text", ""), by=me(request), sent=sent_of(request.POST))
    except DomainError:
        return HttpResponse(status=409)
    return HttpResponse(status=204)
