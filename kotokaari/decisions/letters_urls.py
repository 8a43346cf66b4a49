"""Addresses of letters and of new looks at decisions."""

from django.urls import URLPattern, path
from django.utils.translation import pgettext_lazy

from .appeals import pages as appeals
from .letters import pages as letters

urlpatterns: list[URLPattern] = [
    path(pgettext_lazy("url", "decision-letters/<slug:key>/"), letters.letters, name="letters"),
    path(
        pgettext_lazy("url", "decision-letters/<slug:key>/words/<slug:outcome>/<slug:language>/"),
        letters.template,
        name="letter-template",
    ),
    path(
        pgettext_lazy("url", "decision-letters/<slug:key>/words/<slug:outcome>/<slug:language>/forget/"),
        letters.template_forget,
        name="letter-template-forget",
    ),
    path(pgettext_lazy("url", "decision-letters/<slug:key>/queue/"), letters.queue, name="letters-queue"),
    path(pgettext_lazy("url", "decision-letters/<slug:key>/throw-away/"), letters.unqueue, name="letters-unqueue"),
    path(pgettext_lazy("url", "decision-letters/<slug:key>/send/"), letters.begin, name="letters-send"),
    path(pgettext_lazy("url", "decision-letters/<slug:key>/stop/"), letters.stop, name="letters-stop"),
    path(pgettext_lazy("url", "decision-letter/<uuid:uuid>/"), letters.letter, name="letter"),
    path(pgettext_lazy("url", "decision-letter/<uuid:uuid>/settle/"), letters.settle, name="letter-settle"),
    path(pgettext_lazy("url", "new-look/<slug:key>/"), appeals.ask, name="appeal"),
    path(pgettext_lazy("url", "new-looks/<slug:key>/"), appeals.appeals, name="appeals"),
    path(pgettext_lazy("url", "new-looks/answer/<uuid:uuid>/"), appeals.answer, name="appeal-answer"),
]
