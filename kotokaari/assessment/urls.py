"""Addresses of the assessment room: each part of it has a list of its own."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "assessment"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kotokaari.assessment.assess_urls")),
    path("", include("kotokaari.assessment.dashboard_urls")),
    path("", include("kotokaari.assessment.study_urls")),
]
