"""Planning and running a meeting."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kotokaari.calls.public import Call
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from .. import actions, calendars, marks, permissions, queries
from ..forms import MeetingForm, WordsForm, marks_of, sent_of
from ..keeping import EditConflict
from ..models import AgendaItem, Meeting
from ..timing import left_of
from .around import call_trail, done, me


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Plan a meeting of a call."""
    call = queries.call_run_by(request.user, key)
    form = MeetingForm(request.POST or None, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.plan_meeting(call, by=me(request), **form.facts())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(meeting)
    return _form_page(request, call, form, _("Plan a meeting"))


def _form_page(request: HttpRequest, call: Call, form: MeetingForm, heading: str, was: str = "") -> HttpResponse:
    context = {"call": call, "form": form, "was": was, "heading": heading, "trail": call_trail(call, (heading, ""))}
    return render(request, "decisions/meeting_form.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another time, place or link."""
    meeting = queries.meeting_for(request.user, uuid)
    require(permissions.can_run_meeting(request.user, meeting))
    form = MeetingForm(request.POST or None, call=meeting.call, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_meeting(meeting, changes=form.facts(), by=me(request), was=request.POST.get("_was"))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(meeting)
    was = request.POST.get("_was") or marks.mark_of_meeting(meeting)
    return _form_page(request, meeting.call, form, _("Change the meeting"), was)


@require_GET
def meeting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """When and where, who is there, what is on the agenda, and what the panel talks of now."""
    found = queries.meeting_for(request.user, uuid)
    template = "decisions/_now.html" if getattr(request, "htmx", False) else "decisions/meeting.html"
    context = _now(request, found)
    if template.endswith("meeting.html"):
        context |= _around(request, found)
    return render(request, template, context)


def _now(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    """What is open, the time it has left, and how many stand outside."""
    item = queries.open_item(request.user, found) if found.state == Meeting.State.RUNNING else None
    return {
        "meeting": found,
        "item": item,
        "left": left_of(item) if item else None,
        "outside": queries.how_many_left(item) if item else 0,
    }


def _around(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    user = me(request)
    runs = permissions.can_run_meeting(user, found)
    there = {one.user_id: one for one in found.attendances.all()}
    return {
        "when": calendars.when(found),
        "items": queries.agenda_for(user, found),
        "runs": runs,
        "people": [(person, there.get(person.pk)) for person in queries.people_of(found.call)],
        "own": there.get(user.pk),
        "trail": call_trail(found.call, (str(found), "")) if runs else [(str(found.call), ""), (str(found), "")],
        "groups": dict(AgendaItem.Group.choices),
    }


@require_GET
def screen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For the wall: what is talked of and the time it has left, in large letters."""
    found = queries.meeting_for(request.user, uuid)
    template = "decisions/_screen.html" if getattr(request, "htmx", False) else "decisions/screen.html"
    return render(request, template, _now(request, found))


@require_GET
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The time as a file for one's calendar."""
    found = queries.meeting_for(request.user, uuid)
    answer = HttpResponse(calendars.of_meeting(found, me(request)), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


@require_POST
def act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open or close the meeting, put new submissions on its agenda."""
    found = queries.meeting_for(request.user, uuid)
    require(permissions.can_run_meeting(request.user, found))
    acts = {"open": actions.open_meeting, "close": actions.close_meeting, "fill": actions.fill_agenda}
    chosen = acts.get(request.POST.get("act", ""))
    if chosen:
        done(request, lambda: chosen(found, by=me(request)))
    return redirect(found)


@require_POST
def attendance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Somebody is there, over the link, or has left: one says it of oneself, those who run it of everybody."""
    found = queries.meeting_for(request.user, uuid)
    who = _who(request, found)
    how = request.POST.get("how", "")
    if how == "left":
        done(request, lambda: actions.leave_meeting(found, user=who, by=me(request)))
    elif how in ("here", "remote"):
        done(request, lambda: actions.attend(found, user=who, by=me(request), is_remote=how == "remote"))
    return redirect(found)


def _who(request: HttpRequest, found: Meeting) -> User:
    wanted = request.POST.get("who") or str(me(request).uuid)
    if wanted == str(me(request).uuid):
        return me(request)
    require(permissions.can_run_meeting(request.user, found))
    people = {str(person.uuid): person for person in queries.people_of(found.call)}
    if wanted not in people:
        return get_object_or_404(User.objects.none())
    return people[wanted]


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The minutes as they are read; those who run the meeting write what belongs to no item until it closes."""
    from ..minutes import minutes_of

    found = queries.meeting_for(request.user, uuid)
    writes = permissions.can_run_meeting(request.user, found) and found.state != Meeting.State.CLOSED
    may_read_all = not queries.is_told_in_part(request.user, found)
    theirs = ""
    text = found.minutes
    if request.method == "POST":
        require(writes and may_read_all)
        text = request.POST.get("text", "")
        theirs = _saved_minutes(request, found, text)
        if not theirs:
            return redirect("decisions:minutes", uuid)
        found.refresh_from_db()
    form = WordsForm(initial={"text": text})
    told = minutes_of(found, request.user)
    context = {
        "meeting": found,
        "told": told,
        "items": [(one, _note_form(one.item) if writes else None) for one in told.items],
        "form": form if writes and may_read_all else None,
        "hidden": marks_of({"minutes": found.minutes}, secrets.token_hex(8)),
        "theirs": theirs,
        "trail": [(str(found), found.get_absolute_url()), (_("Minutes"), "")],
    }
    return render(request, "decisions/minutes.html", context, status=409 if theirs else 200)


def _note_form(item: AgendaItem) -> tuple[WordsForm, dict[str, str]]:
    """The note of an item to be written in the minutes, with the marks that keep two writers apart."""
    form = WordsForm(initial={"text": item.note}, auto_id=f"id_{item.pk}_%s")
    return form, marks_of({"note": item.note}, secrets.token_hex(8))


def _saved_minutes(request: HttpRequest, found: Meeting, text: str) -> str:
    """Save; "" when it went well, else what somebody else wrote."""
    try:
        actions.save_minutes(found, text=text, by=me(request), sent=sent_of(request.POST))
    except EditConflict as error:
        return error.theirs["minutes"] or "–"
    except DomainError as error:
        from django.contrib import messages

        messages.error(request, str(error))
    return ""


@require_POST
def minutes_autosave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep the minutes as they are typed."""
    found = queries.meeting_for(request.user, uuid)
    require(permissions.can_run_meeting(request.user, found) and not queries.is_told_in_part(request.user, found))
    try:
        actions.save_minutes(found, text=request.POST.get("text", ""), by=me(request), sent=sent_of(request.POST))
    except DomainError:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_GET
def minutes_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The minutes on paper, as this person may read them."""
    from ..minutes import paper

    found = queries.meeting_for(request.user, uuid)
    answer = HttpResponse(paper(found, request.user), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="minutes.pdf"'
    return answer
