"""Addresses of the statistics of a call."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from . import pages

its_statistics: list[URLPattern | URLResolver] = [
    path("", pages.statistics, name="statistics"),
    path("data.csv", pages.statistics_csv, name="statistics-csv"),
    path("data.json", pages.statistics_json, name="statistics-json"),
    path("report.pdf", pages.statistics_pdf, name="statistics-pdf"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "decisions/call/<slug:key>/statistics/"), include(its_statistics)),
]
