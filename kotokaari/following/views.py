"""Following over HTTP: one's searches and practices, stopping letters, feeds."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from kotokaari.adoption.public import Adoption
from kotokaari.catalogue.public import Practice, latest, versions_matching
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import Organisation, SignedInRequest, User

from . import actions, feeds, queries
from .forms import NewSearchForm, SearchForm
from .models import SavedSearch
from .showing import language


@require_safe
def following(request: SignedInRequest) -> HttpResponse:
    """One's saved searches, each with its letters and its feed, and the practices one follows."""
    saved = [
        {
            "search": search,
            "words": queries.name_for(search.page, search.query, language()),
            "feed": reverse("following:feed", args=[search.token]),
        }
        for search in queries.searches_of(request.user)
    ]
    context = {
        "saved": saved,
        "followed": queries.followed_by(request.user),
        "no_letters": request.user.mail_rhythm == User.MailRhythm.NEVER,
        "trail": [(_("My work"), reverse("home:work")), (_("What I follow"), "")],
    }
    return render(request, "following/list.html", context)


@require_http_methods(["GET", "POST"])
def save(request: SignedInRequest) -> HttpResponse:
    """Keep a search: name it and choose how often letters may come."""
    query = queries.clean_query(request.GET.get("query", ""))
    page = request.GET.get("of", SavedSearch.Page.LIST.value)
    first = {"page": page, "query": query, "name": queries.name_for(page, query, language())}
    form = NewSearchForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_search(**form.cleaned_data, language=language(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The search is kept. You find it under “What I follow”."))
            return redirect(saved.address)
    return render(request, "following/save.html", {"form": form, "trail": _trail(_("Save this search"))})


def _trail(here: str) -> list[tuple[str, str]]:
    return [(_("What I follow"), reverse("following:list")), (here, "")]


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, uuid: str) -> HttpResponse:
    """Another name, or another rhythm of letters."""
    saved = queries.search_for(request.user, uuid)
    form = SearchForm(request.POST or None, initial={"name": saved.name, "frequency": saved.frequency})
    if request.method == "POST" and form.is_valid():
        actions.change_search(saved, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("following:list")
    return render(request, "following/edit.html", {"form": form, "saved": saved, "trail": _trail(saved.name)})


@require_http_methods(["GET", "POST"])
def delete(request: SignedInRequest, uuid: str) -> HttpResponse:
    """Ask, then throw the search away."""
    saved = queries.search_for(request.user, uuid)
    if request.method == "POST":
        actions.delete_search(saved, by=request.user)
        messages.success(request, _("The search is deleted."))
        return redirect("following:list")
    title = _("Delete the search “%(name)s”?") % {"name": saved.name}
    return _ask(request, title, _("Its letters and its feed end too."), _("Delete"))


@require_http_methods(["GET", "POST"])
def renew(request: SignedInRequest, uuid: str) -> HttpResponse:
    """Ask, then give the feed a new address."""
    saved = queries.search_for(request.user, uuid)
    if request.method == "POST":
        actions.renew_feed(saved, by=request.user)
        messages.success(request, _("The feed has a new address."))
        return redirect("following:list")
    text = _("The old address stops working at once, also in your own feed reader.")
    return _ask(request, _("A new address for the feed?"), text, _("Make a new address"))


def _ask(request: HttpRequest, title: str, text: str, confirm: str) -> HttpResponse:
    context = {"title": title, "text": text, "confirm": confirm, "cancel": reverse("following:list")}
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def practice(request: SignedInRequest, key: str) -> HttpResponse:
    """Follow a practice, or follow it no more."""
    found = queries.practice_to_follow(request.user, key)
    follows = found.pk in queries.keys_followed(request.user)
    if request.method == "POST":
        try:
            _follow(request, found, follows)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(found)
    return render(request, "following/practice.html", {"practice": found, "follows": follows})


def _follow(request: SignedInRequest, found: Practice, follows: bool) -> None:
    if follows:
        actions.unfollow_practice(found, by=request.user)
        messages.success(request, _("You follow this practice no more."))
    else:
        actions.follow_practice(found, by=request.user)
        messages.success(request, _("You follow this practice."))


@csrf_exempt  # mail programs send it by themselves (RFC 8058); the signed address is the proof
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Letters end with one click, without signing in. Opening the page changes nothing."""
    user, about = queries.what_to_stop(token)
    done = ""
    if request.method == "POST":
        everything = "everything" in request.POST
        saved = about if isinstance(about, SavedSearch) and not everything else None
        followed = about if isinstance(about, Practice) and not everything else None
        actions.stop_letters(saved=saved, practice=followed, by=user)
        done = "part" if saved or followed else "all"
    return render(request, "following/stop.html", {"about": about, "done": done, "person": user})


@login_not_required
@require_safe
def practices_feed(request: HttpRequest) -> HttpResponse:
    """The newest practices, or those of any choice in the list."""
    query = queries.clean_query(f"?{request.GET.urlencode()}")
    found = latest(versions_matching(query, language()), feeds.MOST)
    return feeds.written(
        title=f"{queries.name_for(SavedSearch.Page.LIST, query, language())} – Kotokaari",
        path=reverse("catalogue:list") + query,
        feed_path=request.path + query,
        language=language(),
        entries=[feeds.practice_entry(item, language()) for item in found],
    )


@login_not_required
@require_safe
def adoptions_feed(request: HttpRequest) -> HttpResponse:
    """The newest adoptions."""
    return feeds.written(
        title=_("Newest adoptions") + " – Kotokaari",
        path=reverse("adoption:list"),
        feed_path=request.path,
        language=language(),
        entries=[feeds.adoption_entry(adoption, language()) for adoption in _adoptions()[: feeds.MOST]],
    )


def _adoptions(**only: object) -> list[Adoption]:
    found = Adoption.objects.public().filter(**only).order_by("-changed_at", "-pk")
    return list(found.select_related("practice__current", "organisation")[: feeds.MOST])


@login_not_required
@require_safe
def organisation_feed(request: HttpRequest, code: str) -> HttpResponse:
    """What an organisation publishes and what it takes into use."""
    organisation = get_object_or_404(Organisation, code=code)
    owned = latest(versions_matching(f"?owner={code}", language()), feeds.MOST)
    entries = [feeds.practice_entry(item, language()) for item in owned]
    entries += [feeds.adoption_entry(adoption, language()) for adoption in _adoptions(organisation=organisation)]
    return feeds.written(
        title=f"{organisation} – Kotokaari",
        path=organisation.get_absolute_url(),
        feed_path=request.path,
        language=language(),
        entries=sorted(entries, key=lambda entry: entry.updated, reverse=True)[: feeds.MOST],
    )


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A saved search as a feed, open to whoever has its address."""
    saved = queries.search_by_token(token)
    found = latest(queries.versions_of(saved), feeds.MOST)
    return feeds.written(
        title=f"{saved.name} – Kotokaari",
        path=saved.address,
        feed_path=request.path,
        guid=f"urn:uuid:{saved.uuid}",
        language=language(),
        entries=[feeds.practice_entry(item, language()) for item in found],
    )
