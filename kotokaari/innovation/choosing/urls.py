"""Addresses of this part of the innovation room."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from kotokaari.innovation import addresses  # noqa: F401 - knows how keys of days are written

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "day/<slug:key>/portfolio/"), views.portfolio, name="portfolio"),
]
