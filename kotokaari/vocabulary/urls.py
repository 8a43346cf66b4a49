"""Addresses of the vocabulary room."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "vocabulary"
urlpatterns = [
    path(pgettext_lazy("url", "vocabulary/"), views.front, name="front"),
    path(pgettext_lazy("url", "vocabulary/law/"), views.law, name="law"),
    path(pgettext_lazy("url", "vocabulary/export/<slug:code>.<str:form>"), views.export, name="export"),
    path(pgettext_lazy("url", "vocabulary/concept/<uuid:uuid>/"), views.concept, name="concept"),
    path(pgettext_lazy("url", "vocabulary/concept/<uuid:uuid>/edit/"), views.concept_edit, name="concept-edit"),
    path(pgettext_lazy("url", "vocabulary/in/<slug:code>/"), views.scheme, name="scheme"),
]
