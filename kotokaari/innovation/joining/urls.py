"""Addresses of signing up and joining."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from kotokaari.innovation import addresses  # noqa: F401 - makes day_key known

from . import door, views

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "innovation-days/<slug:slug>-<day_key:key>/sign-up/"), views.sign_up, name="sign-up"),
    path(pgettext_lazy("url", "innovation-days/mine/<str:token>/"), views.mine, name="mine"),
    path(pgettext_lazy("url", "innovation-days/mine/<str:token>/withdraw/"), views.withdraw, name="withdraw"),
    path(pgettext_lazy("url", "innovation-days/mine/<str:token>/data.json"), views.own_data, name="own-data"),
    path(
        pgettext_lazy("url", "innovation-days/mine/<str:token>/calendar.ics"), views.own_calendar, name="own-calendar"
    ),
    path(pgettext_lazy("url", "join/"), views.join, name="join"),
    path(pgettext_lazy("url", "join/<str:code>/"), views.join_code, name="join-code"),
    path(
        pgettext_lazy("url", "innovation-days/work/<day_key:key>/participants/"), door.participants, name="participants"
    ),
    path(
        pgettext_lazy("url", "innovation-days/work/<day_key:key>/participants/<int:pk>/mark/"),
        door.mark,
        name="participant-mark",
    ),
    path(
        pgettext_lazy("url", "innovation-days/work/<day_key:key>/participants/<int:pk>/link/"),
        door.own_link,
        name="participant-link",
    ),
]
