"""Addresses of writing. They name a practice by its key alone: a draft's name changes while it is written."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .importing import pages
from .writing import around, comparison, drafts, heartbeat, life, translation

draft = [
    path("", drafts.draft, name="draft"),
    path(pgettext_lazy("url", "preview/"), drafts.preview, name="draft-preview"),
    path(pgettext_lazy("url", "publish/"), drafts.publish, name="draft-publish"),
    path(pgettext_lazy("url", "discard/"), drafts.discard, name="draft-discard"),
    path("<slug:name>/", drafts.sheet, name="draft-sheet"),
    path("<slug:name>/autosave/", drafts.autosave, name="draft-autosave"),
]
one_practice: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "write/"), include(draft)),
    path(pgettext_lazy("url", "correct/"), drafts.correct, name="correct"),
    path(pgettext_lazy("url", "translate/"), translation.translate, name="translate"),
    path(pgettext_lazy("url", "compare/"), comparison.compare, name="compare"),
    path(pgettext_lazy("url", "status/<slug:move>/"), life.status, name="status"),
    path(pgettext_lazy("url", "confirm/"), life.confirm, name="confirm"),
    path(pgettext_lazy("url", "files/"), around.files, name="files"),
    path(pgettext_lazy("url", "files/<uuid:uuid>/remove/"), around.file_remove, name="file-remove"),
    path(pgettext_lazy("url", "partners/"), around.partners, name="partners"),
    path(pgettext_lazy("url", "partners/<slug:code>/remove/"), around.partner_remove, name="partner-remove"),
    path(pgettext_lazy("url", "money/<int:pk>/remove/"), around.grant_remove, name="grant-remove"),
    path(pgettext_lazy("url", "contacts/"), around.contacts, name="contacts"),
    path(pgettext_lazy("url", "contacts/<int:pk>/remove/"), around.contact_remove, name="contact-remove"),
    path(pgettext_lazy("url", "contacts/my-answer/"), around.contact_answer, name="contact-answer"),
]
one_import: list[URLPattern | URLResolver] = [
    path("", pages.run, name="import-run"),
    path(pgettext_lazy("url", "columns/"), pages.columns, name="import-columns"),
    path(pgettext_lazy("url", "begin/"), pages.begin, name="import-begin"),
    path(pgettext_lazy("url", "stop/"), pages.stop, name="import-stop"),
    path(pgettext_lazy("url", "forget/"), pages.forget, name="import-forget"),
    path(pgettext_lazy("url", "rejected.csv"), pages.rejected, name="import-rejected"),
]
urlpatterns = [
    path(pgettext_lazy("url", "practices/import/"), pages.start, name="import"),
    path(pgettext_lazy("url", "practices/import/<uuid:uuid>/"), include(one_import)),
    path(pgettext_lazy("url", "practices/still-so/<str:token>/"), heartbeat.still_so, name="still-so"),
    path(pgettext_lazy("url", "practices/write/"), drafts.start, name="write"),
    path(pgettext_lazy("url", "practices/files/<uuid:uuid>/<str:name>"), around.file, name="file"),
    path(pgettext_lazy("url", "practices/<practice_key:key>/"), include(one_practice)),
]
