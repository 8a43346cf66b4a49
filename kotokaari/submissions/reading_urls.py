"""Addresses of what was sent, for those who run a call."""

from django.urls import URLPattern, path
from django.utils.translation import pgettext_lazy

from .reading import conflicts, entering, judging, views

urlpatterns: list[URLPattern] = [
    path(pgettext_lazy("url", "received-submissions/<str:key>/"), views.received_list, name="received"),
    path(
        pgettext_lazy("url", "received-submissions/<str:key>/list.csv"),
        views.received_file,
        {"ending": "csv"},
        "received-csv",
    ),
    path(
        pgettext_lazy("url", "received-submissions/<str:key>/list.xlsx"),
        views.received_file,
        {"ending": "xlsx"},
        "received-xlsx",
    ),
    path(pgettext_lazy("url", "received-submissions/<str:key>/conflicts/"), conflicts.conflicts, name="conflicts"),
    path(pgettext_lazy("url", "received-submissions/<str:key>/enter/"), entering.enter, name="enter"),
    path(pgettext_lazy("url", "received-submission/<str:key>/"), views.read, name="read"),
    path(pgettext_lazy("url", "received-submission/<str:key>/compare/"), views.compare, name="compare"),
    path(pgettext_lazy("url", "received-submission/<str:key>/gates/"), judging.gates, name="gates"),
    path(pgettext_lazy("url", "received-submission/<str:key>/return/"), judging.send_back, name="return"),
    path(
        pgettext_lazy("url", "received-submission/<str:key>/not-eligible/"), judging.not_eligible, name="not-eligible"
    ),
    path(pgettext_lazy("url", "received-submission/<str:key>/take-back/"), judging.take_back, name="verdict-take-back"),
    path(pgettext_lazy("url", "received-submission/<str:key>/conflict/"), conflicts.rule, name="conflict-rule"),
    path(
        pgettext_lazy("url", "received-submission/<str:key>/my-conflict/"), conflicts.declare_own, name="conflict-own"
    ),
    path(pgettext_lazy("url", "received-submission/conflict/<int:pk>/lift/"), conflicts.lift, name="conflict-lift"),
]
