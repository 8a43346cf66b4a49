"""Addresses of the arc outside the languages: permanent addresses."""

from django.urls import path

from . import views

urlpatterns = [path("id/<uuid:uuid>", views.identity, name="identity")]
