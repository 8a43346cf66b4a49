"""Addresses of epics."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "epics/"), views.epic_list, name="epics"),
    path(pgettext_lazy("url", "epics.csv"), views.epic_list_csv, name="epics-csv"),
    path(pgettext_lazy("url", "epics/how-is-it/<str:token>/"), views.tell_by_letter, name="epic-tell-by-letter"),
    path(pgettext_lazy("url", "epics/of-a-day/<slug:key>/"), views.of_day, name="epics-of-day"),
    path(pgettext_lazy("url", "epics/<slug:key>/"), views.epic, name="epic"),
    path(pgettext_lazy("url", "epics/<slug:key>/take/"), views.take, name="epic-take"),
    path(pgettext_lazy("url", "epics/<slug:key>/give/"), views.give, name="epic-give"),
    path(pgettext_lazy("url", "epics/<slug:key>/let-go/"), views.let_go, name="epic-let-go"),
    path(pgettext_lazy("url", "epics/<slug:key>/named/"), views.named, name="epic-named"),
    path(pgettext_lazy("url", "epics/<slug:key>/publish/"), views.publish, name="epic-publish"),
    path(pgettext_lazy("url", "epics/<slug:key>/tell/"), views.tell, name="epic-tell"),
    path(pgettext_lazy("url", "epics/<slug:key>/write/"), views.write, name="epic-write"),
    path(pgettext_lazy("url", "epics/<slug:key>/carry-on/"), views.carry, name="epic-carry"),
]
