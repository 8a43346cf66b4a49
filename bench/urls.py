"""The house's addresses, and beside them the pages to compare with."""

from django.urls import path

from kotokaari.config import urls

from . import floor

urlpatterns = [
    path("bench/bare", floor.bare),
    path("bench/list", floor.hand_list),
    path("bench/ideas/<str:key>", floor.hand_ideas),
    path("bench/practice/<str:key>", floor.hand_practice),
    *urls.urlpatterns,
]
handler403 = "kotokaari.home.views.forbidden"
handler404 = "kotokaari.home.views.not_found"
handler500 = "kotokaari.home.views.server_error"
