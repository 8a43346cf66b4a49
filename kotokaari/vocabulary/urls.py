"""Addresses of the vocabulary room."""

from django.urls import URLPattern

app_name = "vocabulary"
urlpatterns: list[URLPattern] = []
