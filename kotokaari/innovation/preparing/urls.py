"""Addresses of preparing a day, and of its public page."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from kotokaari.innovation import addresses  # noqa: F401 - makes day_key known

from . import reading, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "innovation-days/"), reading.day_list, name="list"),
    path(pgettext_lazy("url", "innovation-days/new/"), writing.new, name="new"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/"), writing.prepare, name="prepare"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/texts/"), writing.texts, name="texts"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/terms/"), writing.terms, name="terms"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/programme/"), writing.programme, name="programme"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/programme/<int:pk>/"), writing.phase, name="phase"),
    path(
        pgettext_lazy("url", "innovation-days/work/<day_key:key>/programme/<int:pk>/move/"),
        writing.phase_move,
        name="phase-move",
    ),
    path(
        pgettext_lazy("url", "innovation-days/work/<day_key:key>/programme/<int:pk>/remove/"),
        writing.phase_remove,
        name="phase-remove",
    ),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/themes/"), writing.themes, name="day-themes"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/themes/<int:pk>/"), writing.theme, name="day-theme"),
    path(
        pgettext_lazy("url", "innovation-days/work/<day_key:key>/themes/<int:pk>/remove/"),
        writing.theme_remove,
        name="day-theme-remove",
    ),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/people/"), writing.staff, name="staff"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/open/"), writing.open_up, name="open"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/start/"), writing.start, name="start"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/finish/"), writing.finish, name="finish"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/cancel/"), writing.cancel, name="cancel"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/copy/"), writing.copy, name="copy"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/delete/"), writing.delete, name="delete"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/poster/"), writing.poster, name="poster"),
    path(pgettext_lazy("url", "innovation-days/<slug:slug>-<day_key:key>/"), reading.day, name="day"),
    path(
        pgettext_lazy("url", "innovation-days/<slug:slug>-<day_key:key>/calendar.ics"),
        reading.calendar,
        name="calendar",
    ),
]
