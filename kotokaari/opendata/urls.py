"""Addresses of the opendata room."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "opendata"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "open-data/"), views.front, name="front"),
    path(pgettext_lazy("url", "a-z/"), views.whole_index, name="index"),
    path(pgettext_lazy("url", "a-z/<str:letter>/"), views.letter, name="letter"),
    path(pgettext_lazy("url", "share/practice/<uuid:uuid>/"), views.share, name="share"),
]
