"""Addresses of «fits us»."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "fits-us/"), views.fits_us, name="fits-us"),
    path(pgettext_lazy("url", "fits-us/<slug:key>/"), views.fit, name="fit"),
    path(pgettext_lazy("url", "organisations/<slug:code>/situation/"), views.situation, name="situation"),
]
