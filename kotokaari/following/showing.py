"""What following adds to the pages of the rooms below: buttons, and links to feeds."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Action, Practice, Version
from kotokaari.people.public import Organisation, Section, organisation_book

from . import queries
from .forms import NewSearchForm
from .models import SavedSearch


def language() -> str:
    """The language of this request."""
    return (get_language() or "fi")[:2]


def save_on_list(request: HttpRequest, query: str) -> str:
    """Above the list of practices: keep this search, and its feed."""
    return save_search(request, SavedSearch.Page.LIST, query, feed_of(query))


def save_on_search(request: HttpRequest, query: str) -> SafeString:
    """On the search page: keep this search."""
    return save_search(request, SavedSearch.Page.SEARCH, query)


def save_search(request: HttpRequest, page: str, query: str, feed: str = "") -> SafeString:
    """«Save this search»: a small form for who has signed in, else a link to it."""
    query = queries.clean_query(query)
    context = {"page": page, "query": query, "feed": feed, "signed_in": request.user.is_authenticated}
    if request.user.is_authenticated:
        first = {"page": page, "query": query, "name": queries.name_for(page, query, language())}
        context["form"] = NewSearchForm(initial=first, auto_id="save-%s")
    else:
        context["href"] = f"{reverse('following:save')}?{urlencode({'of': page, 'query': query})}"
    return SafeString(render_to_string("following/_save.html", context, request))


def feed_of(query: str) -> str:
    """The open feed of a choice in the list."""
    return reverse("following:practices-feed") + queries.clean_query(query)


def feed_link(title: str, href: str) -> SafeString:
    """What tells a browser or a feed reader of a feed."""
    return format_html('<link rel="alternate" type="application/atom+xml" title="{}" href="{}">', title, href)


def list_head(request: HttpRequest, query: str) -> str:
    """The feed of the list as it is narrowed."""
    return feed_link(queries.name_for(SavedSearch.Page.LIST, query, language()), feed_of(query))


def practice_head(request: HttpRequest, practice: Practice, version: Version) -> str:
    """The feed of the organisation that owns the practice."""
    owner = organisation_book().by_key[practice.owner_id]
    return feed_link(owner.name(language()), reverse("following:organisation-feed", args=[owner.code]))


def practice_actions(request: HttpRequest, practice: Practice) -> Sequence[Action]:
    """Follow, or what says that one follows."""
    if practice.status not in Practice.PUBLIC:
        return []
    follows = practice.pk in queries.keys_followed(request.user)
    label = _("You follow this") if follows else _("Follow")
    return [Action(label, reverse("following:practice", args=[practice.key]), "check" if follows else "star", order=80)]


def organisation_section(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The feed of an organisation's practices and adoptions."""
    href = reverse("following:organisation-feed", args=[organisation.code])
    return Section(_("Keep up with it"), "following/_organisation.html", {"href": href}, 95)
