"""What can happen: a search is kept, changed, thrown away; a practice is followed; letters are stopped."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.catalogue.public import Practice
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from .models import Followed, SavedSearch, new_token
from .queries import LONGEST, clean_query

MOST = 50


@transaction.atomic
def save_search(*, name: str, page: str, query: str, language: str, frequency: str, by: User) -> SavedSearch:
    """Keep a search. Refuses one that is kept already, more than 50, and an address that is too long."""
    query = clean_query(query)
    if len(query) > LONGEST:
        raise DomainError(_("This search is too long to be kept. Take away some of the choices."))
    mine = SavedSearch.objects.filter(user=by)
    same = mine.filter(page=page, query=query, language=language).first()
    if same:
        raise DomainError(_("You have this search already: “%(name)s”.") % {"name": same.name})
    if mine.count() >= MOST:
        raise DomainError(_("You have %(most)s searches. Delete one first.") % {"most": MOST})
    saved = SavedSearch.objects.create(
        user=by, name=name, page=page, query=query, language=language, frequency=frequency
    )
    audit.record("search saved", target=saved, by=by)
    return saved


@transaction.atomic
def change_search(saved: SavedSearch, *, name: str, frequency: str, by: User) -> SavedSearch:
    """Give it another name, or another rhythm of letters."""
    if saved.frequency == SavedSearch.Frequency.NEVER != frequency:
        saved.seen_until = timezone.now()  # what was not asked for meanwhile does not come in one heap
    saved.name, saved.frequency = name, frequency
    saved.save()
    audit.record("saved search changed", target=saved, by=by)
    return saved


@transaction.atomic
def renew_feed(saved: SavedSearch, *, by: User) -> SavedSearch:
    """A new address for its feed; the old one stops working at once."""
    saved.token = new_token()
    saved.save()
    audit.record("feed address renewed", target=saved, by=by)
    return saved


@transaction.atomic
def delete_search(saved: SavedSearch, *, by: User) -> None:
    """Throw it away; its feed stops working."""
    audit.record("saved search deleted", target=saved, by=by)
    saved.delete()


@transaction.atomic
def follow_practice(practice: Practice, *, by: User) -> Followed:
    """Hear of new versions, new adoptions and the end of a practice. Refuses one that is not in the catalogue."""
    if practice.status not in Practice.PUBLIC:
        raise DomainError(_("This practice is not in the catalogue now."))
    followed, made = Followed.objects.get_or_create(user=by, practice=practice)
    if made:
        audit.record("practice followed", target=followed, by=by)
    return followed


@transaction.atomic
def unfollow_practice(practice: Practice, *, by: User) -> None:
    """Hear no more of it."""
    for followed in Followed.objects.filter(user=by, practice=practice):
        audit.record("practice followed no more", target=followed, by=by)
        followed.delete()


@transaction.atomic
def stop_letters(*, saved: SavedSearch | None = None, practice: Practice | None = None, by: User) -> None:
    """No more letters about one search or practice, or about anything followed. Searches are kept, without letters."""
    audit.record("letters stopped", target=saved or by, by=by)
    if practice is not None:
        unfollow_practice(practice, by=by)
        return
    searches = SavedSearch.objects.filter(user=by)
    (searches.filter(pk=saved.pk) if saved else searches).update(frequency=SavedSearch.Frequency.NEVER)
    if saved is None:
        Followed.objects.filter(user=by).delete()
