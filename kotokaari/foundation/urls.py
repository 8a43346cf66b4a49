"""Addresses for those who operate the house."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
