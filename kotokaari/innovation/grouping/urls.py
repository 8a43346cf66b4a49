"""Addresses of making the groups."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from kotokaari.innovation import addresses  # noqa: F401 - makes day_key known

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/groups/"), views.groups, name="groups"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/groups/make/"), views.make, name="groups-make"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/groups/change/"), views.change, name="groups-change"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/groups/pair/"), views.pair, name="groups-pair"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/groups/print/"), views.prints, name="groups-print"),
]
