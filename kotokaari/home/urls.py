"""Addresses of the front door."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import national, views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path(pgettext_lazy("url", "my-work/"), views.work, name="work"),
    path(pgettext_lazy("url", "my-work/trail/"), views.audit_trail, name="trail"),
    path(pgettext_lazy("url", "my-work/spread/"), national.spread, name="spread"),
    path(pgettext_lazy("url", "my-work/spread.csv"), national.spread_csv, name="spread-csv"),
    path(pgettext_lazy("url", "my-work/spread/needs/<int:key>/"), national.settle, name="need-settle"),
    path(pgettext_lazy("url", "near-me/"), views.near, name="near"),
    path(pgettext_lazy("url", "duties/"), views.duties, name="duties"),
    path(pgettext_lazy("url", "about/"), views.about, name="about"),
    path(pgettext_lazy("url", "privacy/"), views.privacy, name="privacy"),
    path(pgettext_lazy("url", "accessibility/"), views.accessibility, name="accessibility"),
]
