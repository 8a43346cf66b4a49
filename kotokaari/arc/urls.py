"""Addresses of the arc room."""

from django.urls import URLPattern

app_name = "arc"
urlpatterns: list[URLPattern] = []
