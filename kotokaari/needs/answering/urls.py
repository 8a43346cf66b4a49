"""Addresses of this part of the needs room."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.keys import KeyConverter

from . import pages, returning

register_converter(KeyConverter, "answer_key")

one_survey: list[URLPattern | URLResolver] = [
    path("", pages.answer, name="answer"),
    path("<int:number>/", pages.page, name="answer-page"),
    path(pgettext_lazy("url", "look-over/"), pages.check, name="answer-check"),
    path(pgettext_lazy("url", "thanks/"), pages.thanks, name="answer-thanks"),
    path(pgettext_lazy("url", "discard/"), pages.discard, name="answer-discard"),
    path(pgettext_lazy("url", "later/"), returning.later, name="answer-later"),
    path(pgettext_lazy("url", "go-on/<str:token>/"), returning.resume, name="answer-resume"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "answer/<answer_key:key>/"), include(one_survey)),
]
