"""Addresses of writing. They name a submission by its key alone."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .writing import authors, files, form, overview, sending, start, translation

one_submission: list[URLPattern | URLResolver] = [
    path("", overview.submission, name="submission"),
    path(pgettext_lazy("url", "write/<int:number>/"), form.part, name="part"),
    path(pgettext_lazy("url", "write/<int:number>/autosave/"), form.autosave, name="autosave"),
    path(pgettext_lazy("url", "time/"), form.time, name="time"),
    path(pgettext_lazy("url", "translate/"), translation.translate, name="translate"),
    path(pgettext_lazy("url", "preview/"), overview.preview, name="preview"),
    path(pgettext_lazy("url", "send/"), sending.send, name="send"),
    path(pgettext_lazy("url", "withdraw/"), sending.withdraw, name="withdraw"),
    path(pgettext_lazy("url", "put-back/"), sending.restore, name="restore"),
    path(pgettext_lazy("url", "develop/"), start.develop, name="develop"),
    path(pgettext_lazy("url", "discard/"), sending.discard, name="discard"),
    path(pgettext_lazy("url", "versions/<int:number>/"), overview.version, name="version"),
    path(pgettext_lazy("url", "versions/<int:number>/receipt.pdf"), overview.receipt_pdf, name="receipt"),
    path(pgettext_lazy("url", "authors/"), authors.authors, name="authors"),
    path(pgettext_lazy("url", "authors/<int:pk>/end/"), authors.end, name="author-end"),
    path(pgettext_lazy("url", "authors/<int:pk>/lead/"), authors.lead, name="author-lead"),
    path(
        pgettext_lazy("url", "authors/invitations/<int:pk>/withdraw/"),
        authors.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path(pgettext_lazy("url", "files/"), files.files, name="files"),
    path(pgettext_lazy("url", "files/<uuid:uuid>/remove/"), files.file_remove, name="file-remove"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "submissions/"), start.mine, name="mine"),
    path(pgettext_lazy("url", "submissions/begin/<slug:key>/"), start.start, name="start"),
    path(pgettext_lazy("url", "submissions/join/<str:token>/"), authors.invitation, name="invitation"),
    path(pgettext_lazy("url", "submissions/files/<uuid:uuid>/<str:name>"), files.sent_file, name="sent-file"),
    path(pgettext_lazy("url", "submissions/<slug:key>/"), include(one_submission)),
]
