"""Addresses where adoptions are read."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path(pgettext_lazy("url", "adoptions/"), views.adoption_list, name="list"),
    path(pgettext_lazy("url", "adoptions/list.csv"), views.adoption_list_csv, name="list-csv"),
    path(pgettext_lazy("url", "adoptions/list.json"), views.adoption_list_json, name="list-json"),
    path(pgettext_lazy("url", "adoptions/<uuid:uuid>/"), views.adoption, name="adoption"),
]
