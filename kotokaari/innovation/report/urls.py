"""Addresses of the report of a day."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from kotokaari.innovation import addresses  # noqa: F401 - makes day_key known

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/report/"), views.report, name="report"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/report.pdf"), views.report_pdf, name="report-pdf"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/report.docx"), views.report_docx, name="report-docx"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/log.jsonl"), views.report_log, name="report-log"),
    path(pgettext_lazy("url", "innovation-days/work/<day_key:key>/data.zip"), views.report_data, name="report-data"),
    path(pgettext_lazy("url", "innovation-days/<day_key:key>/report/"), views.open_report, name="open-report"),
    path(
        pgettext_lazy("url", "innovation-days/<day_key:key>/report.pdf"), views.open_report_pdf, name="open-report-pdf"
    ),
    path(
        pgettext_lazy("url", "innovation-days/<day_key:key>/data.zip"), views.open_report_data, name="open-report-data"
    ),
]
