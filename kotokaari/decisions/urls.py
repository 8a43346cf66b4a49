"""Addresses of the decisions room: each part of it has a list of its own."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .pages import deciding, items, meetings, publishing, reading

app_name = "decisions"
one_meeting: list[URLPattern | URLResolver] = [
    path("", meetings.meeting, name="meeting"),
    path(pgettext_lazy("url", "change/"), meetings.change, name="meeting-change"),
    path(pgettext_lazy("url", "screen/"), meetings.screen, name="screen"),
    path(pgettext_lazy("url", "act/"), meetings.act, name="meeting-act"),
    path(pgettext_lazy("url", "attendance/"), meetings.attendance, name="attendance"),
    path("calendar.ics", meetings.calendar, name="meeting-ics"),
    path(pgettext_lazy("url", "minutes/"), meetings.minutes, name="minutes"),
    path(pgettext_lazy("url", "minutes/autosave/"), meetings.minutes_autosave, name="minutes-autosave"),
    path("minutes.pdf", meetings.minutes_pdf, name="minutes-pdf"),
]
one_item: list[URLPattern | URLResolver] = [
    path("", items.item, name="item"),
    path(pgettext_lazy("url", "act/"), items.act, name="item-act"),
    path(pgettext_lazy("url", "clock/"), items.clock, name="item-clock"),
    path(pgettext_lazy("url", "dissent/"), items.dissent, name="item-dissent"),
    path(pgettext_lazy("url", "note/"), items.note, name="item-note"),
    path(pgettext_lazy("url", "note/autosave/"), items.note_autosave, name="item-note-autosave"),
    path(pgettext_lazy("url", "agreed/<slug:code>/"), items.agree, name="item-agree"),
]
one_decision: list[URLPattern | URLResolver] = [
    path("", reading.decision, name="decision"),
    path(pgettext_lazy("url", "write/"), deciding.decide, name="decide"),
    path(pgettext_lazy("url", "write/autosave/"), deciding.decide_autosave, name="decide-autosave"),
    path(pgettext_lazy("url", "anew/"), deciding.reopen, name="reopen"),
    path(pgettext_lazy("url", "publish/"), publishing.publish, name="publish"),
    path(pgettext_lazy("url", "publish/translate/"), publishing.translate, name="publish-translate"),
]
of_a_call: list[URLPattern | URLResolver] = [
    path("", reading.decisions_of_call, name="of-call"),
    path(pgettext_lazy("url", "work/"), deciding.work, name="work"),
    path(pgettext_lazy("url", "work/meeting/"), meetings.plan, name="meeting-plan"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kotokaari.decisions.letters_urls")),
    path("", include("kotokaari.decisions.statistics.urls")),
    path(pgettext_lazy("url", "decisions/"), reading.decisions, name="list"),
    path(pgettext_lazy("url", "decisions/call/<slug:key>/"), include(of_a_call)),
    path(pgettext_lazy("url", "meetings/<uuid:uuid>/"), include(one_meeting)),
    path(pgettext_lazy("url", "meetings/items/<uuid:uuid>/"), include(one_item)),
    path(pgettext_lazy("url", "decisions/<slug:key>/"), include(one_decision)),
]
