"""Addresses of this part of the innovation room."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from . import acting_view, here

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "day/<slug:key>/"), here.here, name="here"),
    path(pgettext_lazy("url", "day/<slug:key>/act/"), acting_view.act, name="act"),
]
