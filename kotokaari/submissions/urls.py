"""Addresses of the submissions room."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "submissions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kotokaari.submissions.reading_urls")),
    path("", include("kotokaari.submissions.writing_urls")),
]
