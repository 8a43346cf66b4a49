"""Addresses of calibration and weightings."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from .calibration import views as calibration
from .weightings import views as weightings

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "calls/<slug:key>/calibration/"), calibration.page, name="calibration"),
    path("calls/<slug:key>/calibration/json/", calibration.as_json, name="calibration-json"),
    path("calls/<slug:key>/calibration/csv/", calibration.as_csv, name="calibration-csv"),
    path("calls/<slug:key>/calibration/ratings/", calibration.ratings_csv, name="calibration-ratings"),
    path(pgettext_lazy("url", "calls/<slug:key>/weightings/"), weightings.page, name="weightings"),
    path("calls/<slug:key>/weightings/csv/", weightings.as_csv, name="weightings-csv"),
    path(
        pgettext_lazy("url", "calls/<slug:key>/weightings/for-meeting/"),
        weightings.for_meeting,
        name="weightings-for-meeting",
    ),
]
