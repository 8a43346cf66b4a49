"""Addresses of judging."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from .writing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "assessments/"), views.mine, name="mine"),
    path(pgettext_lazy("url", "assessments/next/"), views.next_one, name="next"),
    path(pgettext_lazy("url", "assessments/<uuid:uuid>/"), views.assess, name="assess"),
    path("assessments/<uuid:uuid>/typed/", views.typed, name="typed"),
    path(pgettext_lazy("url", "assessments/<uuid:uuid>/hand-in/"), views.hand_in, name="hand-in"),
    path(pgettext_lazy("url", "assessments/<uuid:uuid>/new-version/"), views.new_version, name="new-version"),
    path(pgettext_lazy("url", "assessments/<uuid:uuid>/others/"), views.others, name="others"),
]
