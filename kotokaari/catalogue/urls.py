"""Addresses of the catalogue room."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.keys import KeyConverter

from . import views

register_converter(KeyConverter, "practice_key")

app_name = "catalogue"
one_practice: list[URLPattern | URLResolver] = [
    path("", views.practice, name="practice"),
    path(pgettext_lazy("url", "versions/"), views.versions, name="versions"),
    path(pgettext_lazy("url", "versions/<int:number>/"), views.version, name="version"),
    path(pgettext_lazy("url", "card.pdf"), views.card, name="card"),
    path(pgettext_lazy("url", "practice.pdf"), views.paper, name="paper"),
]
practices: list[URLPattern | URLResolver] = [
    path("", views.practice_list, name="list"),
    path(pgettext_lazy("url", "list.csv"), views.practice_list_csv, name="list-csv"),
    path(pgettext_lazy("url", "list.json"), views.practice_list_json, name="list-json"),
    path("<slug:slug>-<practice_key:key>/", include(one_practice)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "practices/"), include(practices)),
    path(pgettext_lazy("url", "projects/"), views.project_list, name="projects"),
    path(pgettext_lazy("url", "projects/<slug:code>/"), views.project, name="project"),
]
if find_spec("kotokaari.catalogue.writing_urls"):
    urlpatterns.insert(0, path("", include("kotokaari.catalogue.writing_urls")))
