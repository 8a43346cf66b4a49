"""Addresses of the adoption room: each part of it has a list of its own."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "adoption"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kotokaari.adoption.writing_urls")),
    path("", include("kotokaari.adoption.follow_up_urls")),
    path("", include("kotokaari.adoption.reading.urls")),
    path("", include("kotokaari.adoption.fit.urls")),
]
