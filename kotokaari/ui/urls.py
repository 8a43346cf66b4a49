"""Addresses of the ui room."""

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("confirm/", views.confirm, name="confirm"),
    path("autosave/", views.autosave, name="autosave"),
]
