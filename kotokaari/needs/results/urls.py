"""Addresses of results, open answers and themes."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.utils.translation import pgettext_lazy

from kotokaari.foundation.keys import KeyConverter

from . import coding_views, theme_views, views

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
themes: list[URLPattern | URLResolver] = [
    path("", theme_views.themes, name="themes"),
    path(pgettext_lazy("url", "propose/"), theme_views.propose, name="themes-propose"),
    path(pgettext_lazy("url", "new/"), theme_views.theme_new, name="theme-new"),
    path(pgettext_lazy("url", "number/"), theme_views.themes_wanted, name="themes-wanted"),
    path(pgettext_lazy("url", "publish/"), theme_views.themes_publish, name="themes-publish"),
    path("<uuid:uuid>/", theme_views.theme_edit, name="theme"),
    path(pgettext_lazy("url", "<uuid:uuid>/choose/"), theme_views.theme_act, name="theme-act"),
    path(pgettext_lazy("url", "<uuid:uuid>/merge/"), theme_views.theme_merge, name="theme-merge"),
    path(pgettext_lazy("url", "<uuid:uuid>/split/"), theme_views.theme_split, name="theme-split"),
    path(pgettext_lazy("url", "<uuid:uuid>/evidence/"), theme_views.theme_evidence, name="theme-evidence"),
]
coding: list[URLPattern | URLResolver] = [
    path("", coding_views.overview, name="coding"),
    path(pgettext_lazy("url", "codes/"), coding_views.code_act, name="code-act"),
    path(pgettext_lazy("url", "quotations/<int:number>/"), coding_views.quotation_act, name="quotation-act"),
    path("<slug:question>/<slug:mark>/", coding_views.answer, name="code-answer"),
    path(pgettext_lazy("url", "<slug:question>/<slug:mark>/quote/"), coding_views.quotation_new, name="quotation-new"),
]
of_survey: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "results/"), include(results)),
    path(pgettext_lazy("url", "open-answers/"), include(coding)),
    path(pgettext_lazy("url", "themes/"), include(themes)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "surveys/<results_key:key>/"), include(of_survey))
]
