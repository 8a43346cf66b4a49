"""Addresses of the innovation room; each part has its own."""

from django.urls import URLPattern, URLResolver

from .board import urls as board_urls
from .choosing import urls as choosing_urls
from .epics import urls as epics_urls
from .grouping import urls as grouping_urls
from .joining import urls as joining_urls
from .preparing import urls as preparing_urls
from .rehearsing import urls as rehearsing_urls
from .report import urls as report_urls

app_name = "innovation"
urlpatterns: list[URLPattern | URLResolver] = [
    *preparing_urls.urlpatterns,
    *joining_urls.urlpatterns,
    *grouping_urls.urlpatterns,
    *board_urls.urlpatterns,
    *choosing_urls.urlpatterns,
    *epics_urls.urlpatterns,
    *report_urls.urlpatterns,
    *rehearsing_urls.urlpatterns,
]
