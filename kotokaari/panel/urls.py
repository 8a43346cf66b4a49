"""Addresses of the panel room."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .views import assignment, declarations, experts, seats

app_name = "panel"
of_a_call: list[URLPattern | URLResolver] = [
    path("", seats.panel, name="panel"),
    path(pgettext_lazy("url", "ask-somebody/"), seats.ask, name="ask"),
    path(pgettext_lazy("url", "invitations/<int:pk>/take-back/"), seats.call_off, name="call-off"),
    path("<uuid:uuid>/", seats.terms, name="terms"),
    path(pgettext_lazy("url", "<uuid:uuid>/take-back/"), seats.take_back, name="take-back"),
    path(pgettext_lazy("url", "<uuid:uuid>/remind/"), seats.remind, name="remind"),
    path(pgettext_lazy("url", "who-judges-what/"), assignment.assignment, name="assignment"),
    path(pgettext_lazy("url", "proposals/<uuid:uuid>/"), assignment.plan, name="plan"),
    path(pgettext_lazy("url", "who-judges-what/<slug:submission>/"), assignment.pairs, name="pairs"),
]
own_seat: list[URLPattern | URLResolver] = [
    path("", seats.seat, name="seat"),
    path(pgettext_lazy("url", "conflicts/"), declarations.declare, name="declare"),
    path(pgettext_lazy("url", "leave/"), seats.leave, name="leave"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "calls/work/<slug:key>/panel/"), include(of_a_call)),
    path(pgettext_lazy("url", "panel-seats/<uuid:uuid>/"), include(own_seat)),
    path(pgettext_lazy("url", "experts/"), experts.experts, name="experts"),
    path(pgettext_lazy("url", "experts/me/"), experts.profile, name="profile"),
    path(pgettext_lazy("url", "experts/me/delete/"), experts.profile_delete, name="profile-delete"),
    path(pgettext_lazy("url", "experts/me/consent/"), experts.consent, name="consent"),
]
