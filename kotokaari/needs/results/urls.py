"""Addresses of results, open answers and themes."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.keys import KeyConverter

from . import views

register_converter(KeyConverter, "results_key")

results: list[URLPattern | URLResolver] = [
    path("", views.results, name="results"),
    path("results.csv", views.results_csv, name="results-csv"),
    path("results.json", views.results_json, name="results-json"),
    path("results.xlsx", views.results_xlsx, name="results-xlsx"),
    path("RESPONSES.csv", views.responses_csv, name="responses-csv"),
    path("SIZES.csv", views.sizes_csv, name="sizes-csv"),
    path(pgettext_lazy("url", "sizes/"), views.sizes, name="sizes"),
]
of_survey: list[URLPattern | URLResolver] = [path(pgettext_lazy("url", "results/"), include(results))]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "surveys/<results_key:key>/"), include(of_survey))
]
