"""The demo region, loaded once for the whole module: what a visitor of `make demo` can count on."""

import datetime
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone

from kotokaari.adoption.public import FEWEST, Adaptation, Adoption, independent_uses
from kotokaari.arc.public import arc_of
from kotokaari.catalogue.public import Practice, Version
from kotokaari.exchange.public import Booking, Offer, Question, Thanks
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.home.demo import LOG_INS, load_demo
from kotokaari.home.demo.read import practices
from kotokaari.people.public import Organisation, User

pytestmark = pytest.mark.django_db  # else there is no database to load into when this module runs alone


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo in the database; taken back after the module."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(say=lambda line: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def house(demo, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def public():
    """The region's own practices; those that came by the call are in test_demo_call."""
    return Practice.objects.filter(status__in=Practice.PUBLIC, panel_decisions=None).select_related("current")


def test_at_least_25_practices_are_public(house):
    assert public().count() >= 25


def test_every_practice_can_be_read_in_all_three_languages(house):
    for practice in public():
        for name, value in practice.current.whole.items():
            if isinstance(value, dict) and "texts" in value:
                assert TranslatedText.from_json(value).missing(LANGUAGES) == [], f"{practice}: {name}"


def test_every_practice_is_complete_enough_to_use(house):
    needed = {"solution", "steps", "roles", "building_blocks", "requirements", "transfer_advice", "not_suitable_when"}
    for practice in public():
        assert needed <= {name for name, value in practice.current.whole.items() if value}, str(practice)


def test_every_practice_has_an_arc_that_reaches_a_need(house):
    for practice in public():
        arc = arc_of(anyone(), "practice", practice.uuid)
        assert arc.at("need"), str(practice)


def anyone():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_ended_organisations_name_their_successors(house):
    ended = [organisation for organisation in Organisation.objects.all() if organisation.has_ended]

    assert {"ely-uusimaa", "centre-of-expertise-integration"} <= {organisation.code for organisation in ended}
    assert all(organisation.successions.exists() for organisation in ended)


def test_there_is_a_log_in_for_each_role(house):
    assert User.objects.filter(email__in=[email for email, *_rest in LOG_INS], is_example=True).count() == len(LOG_INS)


def test_invented_fields_are_named(house):
    for entry in practices():
        assert set(entry["example_fields"]) <= set(entry["record"]), entry["key"]


def test_somebody_was_interrupted_and_somebody_corrected(house):
    assert Version.objects.filter(state=Version.State.DRAFT).exclude(as_typed={}).exists()
    assert Version.objects.filter(number=2, state=Version.State.PUBLISHED).exists()


def test_a_second_load_leaves_a_filled_house_alone(house):
    before = Practice.objects.count()

    assert load_demo(say=lambda line: None) is False
    assert Practice.objects.count() == before


def test_no_phone_or_address_of_a_person_is_in_the_demo():
    import json
    import re

    for entry in practices():
        words = json.dumps(entry, ensure_ascii=False)
        assert not re.search(r"[\w.]+@[\w.]+\.\w+|\+358[\s\d]{7,}", words), entry["key"]


def test_there_is_enough_of_everything(house):
    everything = Adoption.objects.public()
    directions = Counter(outcome.direction for adoption in everything for outcome in adoption.outcomes.all())
    stopped = everything.filter(status=Adoption.Status.STOPPED)

    assert everything.count() >= 34
    assert set(everything.values_list("status", flat=True)) == set(Adoption.Status.values)
    assert everything.filter(adaptations__isnull=False).distinct().count() >= 22
    assert everything.filter(outcomes__isnull=False).distinct().count() >= 18
    assert everything.filter(owners_words__isnull=False).distinct().count() >= 20
    assert everything.filter(people_reached__lt=FEWEST).exists()
    assert set(directions) == {"positive", "mixed", "none", "negative"}
    assert stopped.filter(lessons__kind="stopping").distinct().count() >= 7
    assert len(set(Adaptation.objects.values_list("nature", flat=True))) >= 8


def test_every_adoption_lies_in_the_past_and_belongs_to_the_version_in_use(house):
    today = timezone.localdate()
    for adoption in Adoption.objects.all():
        steps = list(adoption.steps.all())
        assert steps[0].on <= adoption.status_on <= today
        assert adoption.created_at.date() == steps[0].on
        assert adoption.changed_at <= timezone.now()
        assert adoption.decided_on is None or adoption.decided_on < datetime.date(2026, 11, 1)
        assert not adoption.version.is_draft


def test_uses_are_counted_and_some_practices_have_none(house):
    uuids = list(Practice.objects.filter(status__in=Practice.PUBLIC).values_list("uuid", flat=True))
    uses = independent_uses(uuids)

    assert 15 <= len(uses) < len(uuids)
    assert max(uses.values()) >= 3


def test_a_rewritten_practice_asks_its_adopters(house):
    practice = Practice.objects.get(current__number=2, versions__number=1)
    asked = practice.adoptions.exclude(status=Adoption.Status.STOPPED)

    assert asked.exists()
    assert all(adoption.version_choices.exists() for adoption in asked)


def test_adaptations_read_in_three_languages(house):
    for adaptation in Adaptation.objects.all():
        assert adaptation.text.missing(LANGUAGES) == []


def test_people_ask_and_some_still_wait(house):
    shown = Question.objects.shown()

    assert shown.count() >= 8
    assert Question.objects.waiting().count() >= 4
    assert set(shown.values_list("language", flat=True)) == set(LANGUAGES)
    for question in shown:
        days = [message.written_at for message in question.messages.all()]
        assert days == sorted(days)
        assert days[0] - question.asked_at < datetime.timedelta(seconds=1)
        assert question.asked_at < question.answered_at <= question.changed_at


def test_the_coordinator_has_adoptions_of_the_own_city(house):
    user = User.objects.get(email="coordinator@example.org")

    assert Adoption.objects.filter(organisation__code="city-of-vantaa", contact=user).count() >= 2


def test_one_can_book_a_visit_and_somebody_stands_in_line(house):
    offers = Offer.objects.to_come()

    assert offers.count() >= 6
    assert all(offer.starts_at.astimezone(offer.tz).weekday() < 5 for offer in offers)
    assert set(Booking.objects.values_list("state", flat=True)) == {"booked", "waiting"}
    assert Thanks.objects.shown().count() >= 6


def test_the_innovation_day_is_whole_and_its_log_says_what_its_rows_say(house):
    from kotokaari.innovation.models import Day
    from kotokaari.innovation.report import counting

    day = Day.objects.get()
    counts = counting.from_log(day)

    assert counts == counting.from_rows(day)
    assert (day.participants.count(), counts.chosen, counts.epics) == (30, 10, 10)
    assert day.rounds.get().groups.count() == 5
    assert day.participants.values("municipality").distinct().count() == 4
    assert day.survey.themes.filter(is_chosen=True, is_public=True).count() == day.themes.count() == 5
    assert day.is_example
    assert not day.secret


def test_a_survey_can_be_answered_and_tells_nothing_of_four(client, house):
    from kotokaari.needs.models import Survey

    survey = Survey.objects.get(state="open")
    assert survey.is_example
    assert survey.is_listed
    assert survey.responses.filter(is_sent=True).count() == 4
    assert client.get(reverse("needs:answer", args=[survey.key])).status_code == 200


def test_feedback_on_the_day_is_in_its_report(house):
    from kotokaari.innovation.models import Day
    from kotokaari.innovation.report.gathering import gather

    day = Day.objects.get()
    told = gather(day)

    assert day.feedback.is_example
    assert day.feedback.state == "closed"
    assert day.feedback.responses.filter(is_sent=True).count() == 26
    assert len(told.feedback) == 5
    assert sum(bool(rows) for _title, _sentence, rows in told.feedback) == 3


def test_the_arc_of_the_aito_practice_is_that_of_its_rooms_and_nothing_stands_twice(house):
    from kotokaari.arc.models import Elsewhere

    practice = next(one for one in public() if str(one) == "Alueellinen innovaatiopäivä sekaryhmissä")
    nodes = list(arc_of(anyone(), "practice", practice.uuid).nodes.values())
    many = Counter(node.kind for node in nodes)

    assert [many[kind] for kind in ("survey", "needs-theme", "idea", "epic", "innovation-day")] == [1, 5, 10, 10, 1]
    assert {node.kind for node in nodes if node.kind.startswith("elsewhere")} == {"elsewhere:money"}
    assert all(node.visible for node in nodes)
    told = [str(thing).casefold() for thing in Elsewhere.objects.exclude(station="money")]
    assert not [words for words in told if "innovaatiopäivä" in words or "aito" in words.split()]


def test_the_arc_of_an_epic_leads_back_to_the_survey_and_forward_to_a_draft(house):
    from kotokaari.innovation.models import Epic

    epic = Epic.objects.get(practice__isnull=False)
    leader = User.objects.get(email="facilitator@example.org")
    stations = {node.station for node in arc_of(leader, "epic", epic.uuid).nodes.values()}

    assert {"need", "theme", "idea", "epic", "practice"} <= stations
