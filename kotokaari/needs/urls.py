"""Addresses of the needs room; each part has its own."""

from django.urls import URLPattern, URLResolver

from .answering import urls as answering_urls
from .making import urls as making_urls
from .results import urls as results_urls

app_name = "needs"
urlpatterns: list[URLPattern | URLResolver] = [
    *making_urls.urlpatterns,
    *answering_urls.urlpatterns,
    *results_urls.urlpatterns,
]
