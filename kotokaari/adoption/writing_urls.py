"""Addresses of writing in the ledger."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from .writing import entry, facts, owner, parts, people, start, version

adaptations = [
    path(pgettext_lazy("url", "add/"), parts.add, {"kind": "adaptation"}, name="adaptation-add"),
    path("<uuid:part>/", parts.edit, {"kind": "adaptation"}, name="adaptation-edit"),
    path(pgettext_lazy("url", "<uuid:part>/remove/"), parts.remove, {"kind": "adaptation"}, name="adaptation-remove"),
]
outcomes = [
    path(pgettext_lazy("url", "add/"), parts.add, {"kind": "outcome"}, name="outcome-add"),
    path("<uuid:part>/", parts.edit, {"kind": "outcome"}, name="outcome-edit"),
    path(pgettext_lazy("url", "<uuid:part>/remove/"), parts.remove, {"kind": "outcome"}, name="outcome-remove"),
]
lessons = [
    path(pgettext_lazy("url", "add/"), parts.add, {"kind": "lesson"}, name="lesson-add"),
    path("<uuid:part>/", parts.edit, {"kind": "lesson"}, name="lesson-edit"),
    path(pgettext_lazy("url", "<uuid:part>/remove/"), parts.remove, {"kind": "lesson"}, name="lesson-remove"),
]
one_adoption: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "write/"), entry.write, name="write"),
    path(pgettext_lazy("url", "how-far/"), entry.status, name="status"),
    path(pgettext_lazy("url", "how-far/take-back/"), entry.step_back, name="step-back"),
    path(pgettext_lazy("url", "facts/"), facts.facts, name="facts"),
    path(pgettext_lazy("url", "adaptations/"), include(adaptations)),
    path(pgettext_lazy("url", "outcomes/"), include(outcomes)),
    path(pgettext_lazy("url", "lessons/"), include(lessons)),
    path(pgettext_lazy("url", "whom-to-ask/"), people.contact, name="contact"),
    path(pgettext_lazy("url", "whom-to-ask/my-answer/"), people.contact_answer, name="contact-answer"),
    path(pgettext_lazy("url", "new-version/"), version.version, name="version"),
    path(pgettext_lazy("url", "who-can-read/"), entry.visibility, name="visibility"),
    path(pgettext_lazy("url", "remove/"), entry.remove, name="remove"),
    path(pgettext_lazy("url", "restore/"), entry.restore, name="restore"),
    path(pgettext_lazy("url", "carry-on/"), entry.carry_on, name="carry-on"),
    path(pgettext_lazy("url", "owner/"), owner.owner, name="owner"),
    path(pgettext_lazy("url", "owner/<uuid:word>/"), owner.owner_edit, name="owner-edit"),
    path(pgettext_lazy("url", "owner/<uuid:word>/remove/"), owner.owner_remove, name="owner-remove"),
    path("typed/<slug:form>/", facts.keep, name="typed"),
    path("typed/<slug:form>/throw-away/", facts.throw_away, name="typed-throw-away"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "practices/<slug:key>/we-use-this/"), start.start, name="start"),
    path(pgettext_lazy("url", "practices/<slug:key>/users/"), owner.users, name="users"),
    path(pgettext_lazy("url", "adoptions/<uuid:uuid>/"), include(one_adoption)),
]
