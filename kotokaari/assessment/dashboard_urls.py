"""Addresses of the dashboard of a call's judging."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .dashboard import views

of_a_call: list[URLPattern | URLResolver] = [
    path("", views.progress, name="progress"),
    path(pgettext_lazy("url", "members/"), views.members, name="members"),
    path("csv/", views.as_csv, name="progress-csv"),
    path(pgettext_lazy("url", "plan/"), views.plan, name="plan"),
    path(pgettext_lazy("url", "remind/"), views.remind, name="remind"),
    path(pgettext_lazy("url", "share/"), views.share, name="share"),
    path(pgettext_lazy("url", "submissions/<slug:submission>/"), views.submission, name="submission"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "calls/<slug:key>/assessments/"), include(of_a_call)),
    path(pgettext_lazy("url", "assessments/<uuid:uuid>/give-back/"), views.give_back, name="give-back"),
]
