"""Addresses of the calls room."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.keys import KeyConverter

from . import reading, writing

register_converter(KeyConverter, "call_key")

app_name = "calls"
one_call: list[URLPattern | URLResolver] = [
    path("", reading.call, name="call"),
    path("calendar.ics", reading.call_calendar, name="call-calendar"),
]
its_making: list[URLPattern | URLResolver] = [
    path("", writing.work, name="work"),
    path(pgettext_lazy("url", "making/"), writing.making, name="making"),
    path(pgettext_lazy("url", "texts/"), writing.texts, name="texts"),
    path(pgettext_lazy("url", "terms/"), writing.terms, name="terms"),
    path(pgettext_lazy("url", "times/"), writing.rounds, name="rounds"),
    path(pgettext_lazy("url", "times/<int:number>/extend/"), writing.extend, name="extend"),
    path(pgettext_lazy("url", "questions/"), writing.questions, name="questions"),
    path(pgettext_lazy("url", "questions/new/"), writing.question_new, name="question-new"),
    path(pgettext_lazy("url", "questions/<uuid:uuid>/"), writing.question, name="question"),
    path(pgettext_lazy("url", "questions/<uuid:uuid>/remove/"), writing.question_remove, name="question-remove"),
    path(pgettext_lazy("url", "rubric/"), writing.rubric, name="rubric"),
    path(pgettext_lazy("url", "people/"), writing.people, name="people"),
    path(pgettext_lazy("url", "preview/"), writing.preview, name="preview"),
    path(pgettext_lazy("url", "publish/"), writing.publish, name="publish"),
    path(pgettext_lazy("url", "cancel/"), writing.cancel, name="cancel"),
    path(pgettext_lazy("url", "delete/"), writing.delete, name="delete"),
    path(pgettext_lazy("url", "copy/"), writing.copy, name="copy"),
]
calls: list[URLPattern | URLResolver] = [
    path("", reading.call_list, name="list"),
    path("feed.atom", reading.feed, name="feed"),
    path("calendar.ics", reading.calendar, name="calendar"),
    path(pgettext_lazy("url", "new/"), writing.new, name="new"),
    path(pgettext_lazy("url", "work/<call_key:key>/"), include(its_making)),
    path("<slug:slug>-<call_key:key>/", include(one_call)),
]
urlpatterns: list[URLPattern | URLResolver] = [path(pgettext_lazy("url", "calls/"), include(calls))]
