"""Saved searches and followed practices: kept, changed, thrown away, and nobody else's."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kotokaari.catalogue.tests.factories import a_draft, a_practice
from kotokaari.following import actions, own_data, queries
from kotokaari.following.models import Followed, SavedSearch
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent
from kotokaari.people.actions.account import erase_person
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory

from .factories import FollowedFactory, SavedSearchFactory

pytestmark = pytest.mark.django_db


def address(name, *args):
    with override("en"):
        return reverse(f"following:{name}", args=args)


def save(user, **how):
    plain = {"name": "Mine", "page": "list", "query": "?theme=a", "language": "en", "frequency": "weekly"}
    return actions.save_search(**{**plain, **how}, by=user)


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("?theme=b&theme=a&page=3&sort=title", "?theme=a&theme=b"),
        ("theme=a&q=club", "?q=club&theme=a"),
        ("?q=%20+club+", "?q=club"),
        ("?q=&theme=", ""),
        ("", ""),
    ],
)
def test_a_choice_is_always_said_in_the_same_way(typed, kept):
    assert queries.clean_query(typed) == kept


def test_a_search_is_saved_from_the_list_and_opens_it_again(client, user):
    with override("en"):
        page = client.get(reverse("catalogue:list") + "?theme=a&sort=title").content.decode()
    assert "Save this search" in page
    assert 'value="?theme=a"' in page

    response = client.post(
        address("save"), {"name": "Mine", "page": "list", "query": "?theme=a&page=2", "frequency": "daily"}
    )

    saved = SavedSearch.objects.get()
    assert (saved.user, saved.query, saved.language, saved.frequency) == (user, "?theme=a", "en", "daily")
    assert response["Location"] == "/en/practices/?theme=a"


def test_who_has_not_signed_in_is_led_to_the_form_and_back(client):
    with override("en"):
        page = client.get(reverse("catalogue:list") + "?theme=a").content.decode()

    assert "/en/following/save/?of=list&amp;query=%3Ftheme%3Da" in page
    assert client.get("/en/following/save/?of=list&query=%3Ftheme%3Da")["Location"].startswith("/en/account/login/")
    client.force_login(UserFactory())
    assert 'value="?theme=a"' in client.get("/en/following/save/?of=list&query=%3Ftheme%3Da").content.decode()


def test_the_search_page_has_the_form_too(client, user):
    with override("en"):
        assert 'value="?q=club"' in client.get(reverse("search:page") + "?q=club&page=2").content.decode()
        assert "Save this search" not in client.get(reverse("search:page")).content.decode()


def test_the_same_search_is_not_kept_twice(user):
    save(user, name="First")

    with pytest.raises(DomainError, match="First"):
        save(user, query="?page=3&theme=a")
    save(user, language="fi"), save(UserFactory())


def test_there_are_not_endlessly_many(user, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    save(user)

    with pytest.raises(DomainError, match="1 hakua"):
        save(user, query="?theme=b")


def test_name_and_letters_can_be_changed(client, user):
    saved = save(user)

    client.post(address("edit", saved.uuid), {"name": "Other", "frequency": "never"})

    saved.refresh_from_db()
    assert (saved.name, saved.frequency) == ("Other", "never")


def test_letters_begun_again_do_not_tell_of_old_things(user):
    saved = save(user, frequency="never")
    before = saved.seen_until

    actions.change_search(saved, name="Mine", frequency="weekly", by=user)

    assert saved.seen_until > before


def test_deleting_asks_first(client, user):
    saved = save(user)

    assert "Delete the search" in client.get(address("delete", saved.uuid)).content.decode()
    assert SavedSearch.objects.exists()
    client.post(address("delete", saved.uuid))
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("page", ["edit", "delete", "renew"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_search_does_not_exist(client, user, page, method):
    theirs = SavedSearchFactory()

    assert getattr(client, method)(address(page, theirs.uuid)).status_code == 404


def test_what_one_looks_for_is_not_in_the_audit_trail(client, user):
    save(user, name="Secret worry")

    assert AuditEvent.objects.get(action="search saved").target_label == ""


def test_a_practice_is_followed_and_followed_no_more(client, user):
    practice = a_practice()
    with override("en"):
        home = practice.get_absolute_url()
    assert address("practice", practice.key) in client.get(home).content.decode()

    assert client.get(address("practice", practice.key)).status_code == 200
    assert not Followed.objects.exists()
    client.post(address("practice", practice.key))
    assert Followed.objects.get().practice == practice
    assert "You follow this" in client.get(home).content.decode()
    client.post(address("practice", practice.key))
    assert not Followed.objects.exists()


def test_only_what_is_public_is_followed_but_one_may_always_stop(client, user):
    draft, gone = a_draft(), a_practice(status="withdrawn")
    assert client.get(address("practice", draft.key)).status_code == 404
    assert client.get(address("practice", gone.key)).status_code == 404

    FollowedFactory(user=user, practice=gone)
    client.post(address("practice", gone.key))

    assert not Followed.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, user, count, django_assert_num_queries):
    SavedSearchFactory.create_batch(count, user=user)
    owner = OrganisationFactory()
    for _number in range(count):
        FollowedFactory(user=user, practice=a_practice(owner=owner))
    client.get(address("list"))

    with django_assert_num_queries(5):  # data version, session, person, searches, practices
        page = client.get(address("list")).content.decode()
    assert page.count("follow-item") == 2 * count


def test_my_work_leads_there(client, user):
    with override("en"):
        assert "/en/following/" not in client.get(reverse("home:work")).content.decode()
        save(user)
        assert "1 saved search" in client.get(reverse("home:work")).content.decode()


def test_ones_own_data_has_it_and_an_erased_person_leaves_nothing(user):
    save(user)
    FollowedFactory(user=user, practice=a_practice())
    kept = own_data.of_person(user)
    assert (len(kept["saved_searches"]), len(kept["followed_practices"])) == (1, 1)

    erase_person(user, by=user)

    assert (SavedSearch.objects.count(), Followed.objects.count()) == (0, 0)
