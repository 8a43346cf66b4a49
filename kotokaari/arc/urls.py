"""Addresses of the arc."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "arc"
urlpatterns = [
    path(pgettext_lazy("url", "elsewhere/<uuid:uuid>/"), views.elsewhere, name="elsewhere"),
    path(pgettext_lazy("url", "elsewhere/<uuid:uuid>/edit/"), views.elsewhere_edit, name="elsewhere-edit"),
    path(pgettext_lazy("url", "elsewhere/<uuid:uuid>/remove/"), views.elsewhere_forget, name="elsewhere-forget"),
    path(pgettext_lazy("url", "arc/links/<int:pk>/remove/"), views.untie, name="untie"),
    path(pgettext_lazy("url", "arc/<slug:kind>/<uuid:uuid>/"), views.arc, name="arc"),
    path(pgettext_lazy("url", "arc/<slug:kind>/<uuid:uuid>/prov.jsonld"), views.prov, name="prov"),
    path(pgettext_lazy("url", "arc/<slug:kind>/<uuid:uuid>/link/"), views.tie, name="tie"),
    path(pgettext_lazy("url", "arc/<slug:kind>/<uuid:uuid>/note/"), views.note, name="note"),
]
