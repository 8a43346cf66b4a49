"""Addresses of the arc outside the languages: permanent addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
