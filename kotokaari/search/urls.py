"""Addresses of the search room."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "search"
urlpatterns = [
    path(pgettext_lazy("url", "search/"), views.page, name="page"),
    path(pgettext_lazy("url", "search/suggestions/"), views.suggestions, name="suggestions"),
    path(pgettext_lazy("url", "search/need/"), views.need, name="need"),
]
