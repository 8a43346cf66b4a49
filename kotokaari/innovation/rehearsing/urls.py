"""Addresses of rehearsing."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from kotokaari.innovation import addresses  # noqa: F401 - makes day_key known

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/rehearse/"), views.rehearse, name="rehearse"),
    path(
        pgettext_lazy("url", "innovation-days/work/<day_key:key>/rehearse/act/"),
        views.rehearse_act,
        name="rehearse-act",
    ),
    path(
        pgettext_lazy("url", "innovation-days/work/<day_key:key>/rehearse/end/"),
        views.rehearse_end,
        name="rehearse-end",
    ),
]
