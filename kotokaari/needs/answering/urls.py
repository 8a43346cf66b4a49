"""Addresses of this part of the needs room."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.keys import KeyConverter

from . import entering, pages, paper, returning, ways

register_converter(KeyConverter, "answer_key")

one_survey: list[URLPattern | URLResolver] = [
    path("", pages.answer, name="answer"),
    path("<int:number>/", pages.page, name="answer-page"),
    path(pgettext_lazy("url", "look-over/"), pages.check, name="answer-check"),
    path(pgettext_lazy("url", "thanks/"), pages.thanks, name="answer-thanks"),
    path(pgettext_lazy("url", "discard/"), pages.discard, name="answer-discard"),
    path(pgettext_lazy("url", "later/"), returning.later, name="answer-later"),
    path(pgettext_lazy("url", "go-on/<str:token>/"), returning.resume, name="answer-resume"),
    path(pgettext_lazy("url", "invited/<str:token>/"), entering.invited, name="invited"),
    path(pgettext_lazy("url", "no-letters/<str:token>/"), entering.refuse, name="refuse"),
]
its_ways: list[URLPattern | URLResolver] = [
    path("", ways.ways, name="ways"),
    path("code.svg", ways.code_file, name="code-file"),
    path(pgettext_lazy("url", "invite/"), ways.invite, name="invite"),
    path(pgettext_lazy("url", "send/<slug:kind>/"), ways.send, name="invitations-send"),
    path(pgettext_lazy("url", "settle/"), ways.settle, name="invitations-settle"),
    path(pgettext_lazy("url", "take-out/<int:number>/"), ways.uninvite, name="uninvite"),
    path(pgettext_lazy("url", "paper/"), paper.enter, name="paper-enter"),
    path(pgettext_lazy("url", "paper/undo/"), paper.undo, name="paper-undo"),
    path(pgettext_lazy("url", "print/<slug:language>/"), paper.print_page, name="paper-print"),
    path("<slug:language>.pdf", paper.pdf, name="paper-pdf"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "answer/<answer_key:key>/"), include(one_survey)),
    path(pgettext_lazy("url", "ways-in/<answer_key:key>/"), include(its_ways)),
]
