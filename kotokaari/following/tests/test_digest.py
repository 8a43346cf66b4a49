"""The letter about what one follows."""

import datetime
import re
from smtplib import SMTPException

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kotokaari import cli
from kotokaari.adoption.tests.factories import AdoptionFactory
from kotokaari.catalogue import actions as catalogue
from kotokaari.catalogue.tests.factories import a_practice
from kotokaari.following import digest
from kotokaari.following.models import Followed, SavedSearch
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.tests.factories import OrganisationFactory, UserFactory

from .factories import FollowedFactory, SavedSearchFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def since(days):
    return timezone.now() - days * DAY


def a_search(days=8, **how):
    """A search that was last told of so many days ago."""
    return SavedSearchFactory(**{"query": "", "seen_until": since(days), **how})


def a_follower(practice, days=8, **user):
    return FollowedFactory(user=UserFactory(**user), practice=practice, seen_until=since(days))


def correct(practice):
    draft = catalogue.start_correction(practice, by=None)
    catalogue.publish(draft, by=None, change_note=TranslatedText.of("en", "A new chapter."))


def work(day=None):
    return digest.work(day or today())


def test_new_practices_that_fit_the_search_are_told_once(client):
    owner = OrganisationFactory()
    a_search(query=f"?owner={owner.code}", name="Theirs")
    a_practice(owner=owner, title="A club"), a_practice(title="Another matter")

    assert work() != ""
    assert work(today() + 8 * DAY) == ""

    (letter,) = mail.outbox
    assert letter.subject == "New in what you follow: Theirs"
    assert "* New practice: A club" in letter.body
    assert "Another matter" not in letter.body
    assert client.get(re.search(r"http://[^/\s]+(/en/practices/\?owner=\S+)", letter.body)[1]).status_code == 200


def test_words_find_too_in_the_language_they_were_written_in():
    a_search(query="?q=kielikahvila", language="fi", page="search")
    a_practice(title="Kielikahvila", source="fi"), a_practice(title="A club")

    work()

    assert "Kielikahvila" in mail.outbox[0].body
    assert "A club" not in mail.outbox[0].body


@pytest.mark.parametrize(("kind", "fits"), [("operating_model", True), ("material", False)])
def test_the_search_page_calls_the_kind_of_a_practice_type(kind, fits):
    a_search(query=f"?kind=practice&type={kind}", page="search")
    a_practice(kind="operating_model")

    assert bool(work()) is fits


def test_what_answers_only_a_part_is_no_news():
    a_search(query="?q=sewing+volcano", page="search")
    a_practice(title="A sewing workshop")

    assert work() == ""


def test_a_search_for_other_things_than_practices_tells_of_none():
    a_search(query="?kind=organisation&q=club", page="search")
    a_practice(title="A club")

    assert work() == ""


def test_a_new_version_and_an_end_are_told_with_their_reason():
    practice, ended = a_practice(title="A club"), a_practice(title="A course")
    search = a_search()
    SavedSearch.objects.filter(pk=search.pk).update(seen_until=timezone.now())
    correct(practice)
    catalogue.end_practice(ended, reason=TranslatedText.of("en", "The money ended."), by=None)

    work(today() + 8 * DAY)

    (letter,) = mail.outbox
    assert "* New version: A club" in letter.body
    assert "A new chapter." in letter.body
    assert "* Ended: A course" in letter.body
    assert "The money ended." in letter.body


@pytest.mark.parametrize(
    ("frequency", "days", "due"),
    [("daily", 0, False), ("daily", 1, True), ("weekly", 6, False), ("weekly", 7, True), ("never", 90, False)],
)
def test_the_rhythm_is_kept(frequency, days, due):
    a_search(frequency=frequency, days=days)
    a_practice()

    assert bool(work()) is due


def test_the_first_letter_of_a_week_waits_for_something_new():
    search = a_search()
    assert work() == ""

    a_practice()

    assert work(today() + DAY) != ""
    search.refresh_from_db()
    assert search.sent_on == today() + DAY


def test_who_wants_only_what_is_necessary_gets_none():
    a_search(user=UserFactory(mail_rhythm="never")), a_search(user=UserFactory(is_active=False))
    a_practice()

    assert work() == ""


def test_all_one_follows_comes_in_one_letter():
    user, practice = UserFactory(), a_practice(title="A club")
    a_search(user=user, name="First"), a_search(user=user, name="Second", query="?evidence=9", page="search")
    FollowedFactory(user=user, practice=practice, seen_until=since(2))

    work()

    (letter,) = mail.outbox
    assert letter.subject == "New in what you follow: 2 things"
    assert letter.body.count("== ") == 2


def test_a_followed_practice_tells_of_versions_adoptions_and_its_end():
    practice = a_practice(title="A club")
    a_follower(practice)
    Followed.objects.update(seen_until=timezone.now())
    AdoptionFactory(practice=practice, organisation=OrganisationFactory(en="Kemi"))
    AdoptionFactory(practice=practice, organisation=OrganisationFactory(en="Hidden"), is_open=False)
    correct(practice)

    work(today() + 2 * DAY)

    (letter,) = mail.outbox
    assert "* New version: A club" in letter.body
    assert "* New adoption: Kemi" in letter.body
    assert "Hidden" not in letter.body


@pytest.mark.parametrize(("rhythm", "days", "due"), [("at_once", 1, True), ("weekly", 6, False), ("weekly", 7, True)])
def test_followed_practices_keep_the_rhythm_of_the_person(rhythm, days, due):
    practice = a_practice()
    a_follower(practice, days=days, mail_rhythm=rhythm)

    assert bool(work()) is due


def test_a_long_letter_ends_with_how_many_more(monkeypatch):
    monkeypatch.setattr(digest, "MOST", 2)
    a_search()
    for _number in range(5):
        a_practice()

    work()

    assert mail.outbox[0].body.count("* New practice") == 2
    assert "and 3 more" in mail.outbox[0].body


def test_the_letter_is_in_the_readers_language():
    a_search(user=UserFactory(language="sv"), name="Mina")
    a_practice()

    work()

    assert mail.outbox[0].subject == "Nytt i det du följer: Mina"
    assert "/sv/praxis/" in mail.outbox[0].body


def test_a_letter_that_the_server_refuses_is_tried_again(monkeypatch):
    search = a_search()
    a_practice()

    def refuse(*args, **kwargs):
        raise SMTPException("no post today")

    with monkeypatch.context() as broken:
        broken.setattr("kotokaari.foundation.mail.send", refuse)
        with pytest.raises(SMTPException):
            work()
    search.refresh_from_db()
    assert search.sent_on is None
    work()
    assert len(mail.outbox) == 1


def test_two_processes_do_not_write_the_same_letter():
    search = a_search()
    a_practice()
    ((user, rows),) = digest.due(today()).items()
    part = digest.Part(rows[0], "x", "y", "z", [])
    SavedSearch.objects.filter(pk=search.pk).update(seen_until=timezone.now())

    assert digest.send(user, [part], today(), timezone.now()) == 0
    assert mail.outbox == []


@pytest.mark.parametrize("count", [1, 3])
def test_whom_to_write_to_costs_the_same_however_many(count, django_assert_num_queries):
    practice = a_practice()
    for _number in range(count):
        a_search(), a_follower(practice)

    with django_assert_num_queries(2):
        assert len(digest.due(today())) == 2 * count


def test_the_command_sends_them():
    a_search()
    a_practice()

    assert cli.main(["daily", "--on", str(today())]) == 0
    assert any("New in what you follow" in letter.subject for letter in mail.outbox)


# Stopping


@pytest.fixture
def letter():
    """A letter about a search and a practice."""
    user, practice = UserFactory(), a_practice(title="A club")
    a_search(user=user, name="Mine")
    FollowedFactory(user=user, practice=practice, seen_until=since(2))
    work()
    return mail.outbox[-1]


def stop_links(letter):
    return re.findall(r"http://[^/\s]+(/en/following/stop/\S+)", letter.body)


def test_opening_a_stop_link_changes_nothing(client, letter):
    assert len(stop_links(letter)) == 3
    for link in stop_links(letter):
        assert client.get(link).status_code == 200

    assert SavedSearch.objects.get().frequency == "weekly"
    assert Followed.objects.exists()


def test_letters_about_one_search_or_practice_are_stopped_alone(client, letter):
    search, practice, _everything = stop_links(letter)

    assert "No more letters come about “Mine”" in client.post(search).content.decode()
    assert SavedSearch.objects.get().frequency == "never"
    assert Followed.objects.exists()
    client.post(practice)
    assert not Followed.objects.exists()


def test_one_press_can_stop_them_all(client, letter):
    client.post(stop_links(letter)[0], {"everything": "1"})

    assert SavedSearch.objects.get().frequency == "never"
    assert not Followed.objects.exists()


def test_mail_programs_can_stop_them_without_a_page(letter):
    link = re.fullmatch(r"<http://[^/]+(/\S+)>", letter.extra_headers["List-Unsubscribe"])[1]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    program = Client(enforce_csrf_checks=True)
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert SavedSearch.objects.get().frequency == "never"


@pytest.mark.parametrize("token", ["x", "search-1-1.x", "all-1-0", "practice-1.abc"])
def test_a_made_up_stop_link_is_not_found(client, token):
    assert client.post(f"/en/following/stop/{token}/").status_code == 404
