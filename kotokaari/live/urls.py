"""Addresses that are the same in every language: phones know them."""

from django.urls import path

from . import views

app_name = "live"
urlpatterns = [
    path("live/<uuid:channel>/acts", views.acts, name="acts"),
    path("live/<uuid:channel>/log", views.log, name="log"),
    path("live/<uuid:channel>/state", views.state, name="state"),
]
