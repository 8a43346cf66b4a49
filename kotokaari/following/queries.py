"""What one can ask: one's own searches and practices, and what a link in a letter or a feed means."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice, versions_matching, words_of
from kotokaari.people.public import Section, User

from .models import Followed, SavedSearch

ALL = "all"
LONGEST = 2000
NOT_KEPT = ("page", "sort", "as_typed")
_signer = signing.Signer(salt="following.letters", sep=".")


def clean_query(query: str) -> str:
    """An address' choice, always said in the same way: without page and order, parts in order of their names."""
    params = QueryDict(query.lstrip("?")[:LONGEST].replace("\x00", ""), mutable=True)
    for name in NOT_KEPT:
        params.pop(name, None)
    kept = QueryDict(mutable=True)
    for name in sorted(params):
        if values := [value.strip() for value in params.getlist(name) if value.strip()]:
            kept.setlist(name, sorted(values))
    return f"?{kept.urlencode()}" if kept else ""


def searches_of(user: User) -> QuerySet[SavedSearch]:
    """One's saved searches by name."""
    return SavedSearch.objects.filter(user=user)


def search_for(user: User, uuid: Any) -> SavedSearch:
    """One of one's own searches, or 404."""
    return get_object_or_404(SavedSearch, user=user, uuid=uuid)


def search_by_token(token: str) -> SavedSearch:
    """The search whose private feed this is, or 404."""
    return get_object_or_404(SavedSearch, token=token, user__is_active=True)


def followed_by(user: User) -> QuerySet[Followed]:
    """The practices somebody follows, the latest first."""
    return Followed.objects.filter(user=user).select_related("practice__current", "practice__owner")


def practice_to_follow(user: User, key: str) -> Practice:
    """A public practice, or one that is followed already; or 404."""
    practice = get_object_or_404(Practice.objects.select_related("current", "owner"), key=key)
    if practice.status in Practice.PUBLIC or Followed.objects.filter(user=user, practice=practice).exists():
        return practice
    raise Http404


def keys_followed(user: Any) -> set[int]:
    """The keys of the practices somebody follows. One query for each user object, then none."""
    if not getattr(user, "is_authenticated", False):
        return set()
    if "_followed" not in user.__dict__:
        user.__dict__["_followed"] = set(Followed.objects.filter(user=user).values_list("practice_id", flat=True))
    found: set[int] = user.__dict__["_followed"]
    return found


def versions_of(saved: SavedSearch) -> list[int]:
    """The versions of the practices a search finds now, the newest first. Two queries at most.

    A search for other things than practices finds none of them.
    """
    query = in_the_list(saved.page, saved.query)
    return [] if query is None else versions_matching(query, saved.language)


def in_the_list(page: str, query: str) -> str | None:
    """The same choice as the list of practices says it; None for a search for other things.

    The search page calls the kind of a thing «kind», and what the list calls so «type».
    """
    if page != SavedSearch.Page.SEARCH:
        return query
    params = QueryDict(query.lstrip("?"), mutable=True)
    if not set(params.pop("kind", ["practice"])) & {"practice", ""}:
        return None
    if types := params.pop("type", []):
        params.setlist("kind", types)
    return params.urlencode()


def name_for(page: str, query: str, language: str) -> str:
    """A name to begin with: what the search asks for, in words."""
    asked = in_the_list(page, query)
    words = QueryDict(query.lstrip("?")).get("q", "") if asked is None else words_of(asked, language)
    return (words or _("All practices"))[:120]


def stop_token(what: SavedSearch | Followed | User) -> str:
    """Words for an address that stops letters about this; of a user, about everything."""
    if isinstance(what, SavedSearch):
        return _signer.sign(f"search-{what.user_id}-{what.pk}")
    if isinstance(what, Followed):
        return _signer.sign(f"practice-{what.user_id}-{what.practice_id}")
    return _signer.sign(f"{ALL}-{what.pk}-0")


def what_to_stop(token: str) -> tuple[User, SavedSearch | Practice | None]:
    """Whose letters, and about what (None: everything). Raises Http404 for an address that never was."""
    try:
        kind, user, key = _signer.unsign(token).split("-")
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    person = get_object_or_404(User, pk=user, is_active=True)
    if kind == "search":
        return person, get_object_or_404(SavedSearch, pk=key, user=person)
    if kind == "practice":
        return person, get_object_or_404(Practice.objects.select_related("current"), pk=key)
    return person, None


def work_section(user: User) -> Section | None:
    """A line on «My work» for those who follow something."""
    searches, practices = searches_of(user).count(), Followed.objects.filter(user=user).count()
    if not searches and not practices:
        return None
    context = {"url": reverse("following:list"), "searches": searches, "practices": practices}
    return Section(_("What I follow"), "following/_work.html", context, 80)
