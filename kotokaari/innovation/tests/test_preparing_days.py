from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.joining import own_data
from kotokaari.innovation.models import Day, DayPerson, DayTheme, Epic, Idea, Phase
from kotokaari.innovation.preparing import actions, times
from kotokaari.innovation.preparing.readiness import missing
from kotokaari.live.models import Act
from kotokaari.people.models import Role
from kotokaari.people.public import person_erased
from kotokaari.people.tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from kotokaari.rubrics.tests.factories import said

from .factories import DayFactory, ParticipantFactory, a_day, facilitator_of, fresh

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 3, 4, 7, 0, tzinfo=UTC)


def a_new_day(**more) -> Day:
    return actions.create_day(OrganisationFactory(), name=said("Aito"), by=UserFactory(), starts_at=NINE, **more)


def a_ready_day(**more) -> Day:
    day = a_new_day(**more)
    texts = {name: said("Words") for name in ("name", "summary", "place_text")}
    actions.edit_day(day, by=facilitator_of(day), languages=["fi"], **texts)
    DayTheme.objects.create(day=day, name=said("Language"))
    return fresh(day)


def test_a_new_day_has_a_programme_whose_parts_follow_each_other():
    day = a_new_day()
    phases = list(day.phases.all())

    assert [phase.kind for phase in phases][:3] == ["welcome", "groups", "ideas"]
    assert phases[0].starts_at == NINE
    assert times.anchors(phases) == {phases[0].pk}
    assert phases[0].name.text("fi")
    assert phases[0].name.text("sv")
    assert day.people.get().part == DayPerson.Part.FACILITATOR


def test_minutes_changed_move_what_follows_and_not_the_next_day():
    day = a_new_day()
    by = facilitator_of(day)
    last = actions.add_phase(day, by=by, kind="other", minutes=30, starts_at=NINE + timedelta(days=1))
    first, second = day.phases.all()[:2]

    actions.edit_phase(first, by=by, minutes=first.minutes + 10)

    assert fresh(second).starts_at == second.starts_at + timedelta(minutes=10)
    assert fresh(last).starts_at == NINE + timedelta(days=1)


def test_a_part_moves_up_and_takes_over_its_time():
    day = a_new_day()
    first, second, third = day.phases.all()[:3]

    actions.move_phase(second, up=True, by=facilitator_of(day))

    assert [phase.pk for phase in day.phases.all()[:3]] == [second.pk, first.pk, third.pk]
    assert fresh(second).starts_at == NINE
    assert fresh(first).starts_at == NINE + timedelta(minutes=second.minutes)
    assert fresh(third).starts_at == third.starts_at
    with pytest.raises(DomainError):
        actions.move_phase(second, up=True, by=facilitator_of(day))


def test_a_part_left_out_lets_the_others_follow_and_one_that_was_opened_stays():
    day = a_new_day()
    first, second = day.phases.all()[:2]
    actions.remove_phase(first, by=facilitator_of(day))
    assert fresh(second).starts_at == NINE

    Phase.objects.filter(pk=second.pk).update(opened_at=NINE)
    for refused in (
        lambda: actions.remove_phase(second, by=facilitator_of(day)),
        lambda: actions.move_phase(second, up=False, by=facilitator_of(day)),
        lambda: actions.edit_phase(second, by=facilitator_of(day), is_secret=True),
        lambda: actions.begin_programme(day, starts_at=NINE, by=facilitator_of(day)),
    ):
        with pytest.raises(DomainError):
            refused()


def test_the_whole_programme_moves_with_its_second_day():
    day = a_new_day()
    by = facilitator_of(day)
    last = actions.add_phase(day, by=by, kind="other", minutes=30, starts_at=NINE + timedelta(days=1))

    actions.begin_programme(day, starts_at=NINE + timedelta(days=7), by=by)

    assert day.phases.first().starts_at == NINE + timedelta(days=7)
    assert fresh(last).starts_at == NINE + timedelta(days=8)


def test_sign_up_opens_when_nothing_is_missing():
    day = a_new_day()
    with pytest.raises(actions.NotReady) as refusal:
        actions.open_sign_up(day, by=facilitator_of(day))
    assert len(refusal.value.problems) == len(missing(day)) >= 4

    ready = a_ready_day()
    assert actions.open_sign_up(ready, by=facilitator_of(ready)).state == Day.State.OPEN


def test_starting_makes_a_secret_and_finishing_throws_it_away():
    day = a_ready_day()
    by = facilitator_of(day)

    actions.start_day(day, by=by)
    assert bytes(fresh(day).secret)
    actions.finish_day(day, by=by)

    done = fresh(day)
    assert (done.state, bytes(done.secret)) == (Day.State.DONE, b"")
    assert done.channel.closed_at is not None
    with pytest.raises(DomainError):
        actions.start_day(day, by=by)


@pytest.mark.parametrize("phase", ["choose", "weigh"])
def test_a_day_is_not_finished_while_a_part_is_open_whose_results_are_to_be_told(phase):
    day = a_day(phase=phase)

    with pytest.raises(DomainError):
        actions.finish_day(day, by=facilitator_of(day))

    assert fresh(day).state == Day.State.RUNNING


def test_a_day_is_not_finished_while_ideas_are_hidden():
    day = a_day(phase="epics")
    Idea.objects.create(day=day, number=1, theme=day.themes.first(), text="A tea room", is_silent=True, seq=1)

    with pytest.raises(DomainError):
        actions.finish_day(day, by=facilitator_of(day))


def test_finishing_closes_what_is_open():
    day = a_day(phase="feedback")

    actions.finish_day(day, by=facilitator_of(day))

    assert not day.phases.filter(opened_at__isnull=False, closed_at__isnull=True).exists()


def test_a_cancelled_day_writes_to_those_who_signed_up(django_capture_on_commit_callbacks):
    day = a_ready_day()
    by = facilitator_of(day)
    actions.open_sign_up(day, by=by)
    ParticipantFactory(day=day, email="one@example.org", state="signed_up")
    ParticipantFactory(day=day, email="", state="signed_up")

    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel_day(day, reason="The hall burnt.", by=by)

    assert [letter.to for letter in mail.outbox] == [["one@example.org"]]
    assert "The hall burnt." in mail.outbox[0].body


def test_the_date_people_agreed_to_does_not_become_later():
    day = a_ready_day()
    ParticipantFactory(day=day)
    later = day.keeps_people_until + timedelta(days=1)

    with pytest.raises(DomainError):
        actions.edit_day(day, by=facilitator_of(day), keeps_people_until=later)

    actions.edit_day(day, by=facilitator_of(day), keeps_people_until=day.keeps_people_until - timedelta(days=1))


def test_somebody_else_changed_it_meanwhile():
    day = a_new_day()
    actions.edit_day(day, by=facilitator_of(day), revision=day.revision, groups_wanted=3)

    with pytest.raises(DomainError):
        actions.edit_day(day, by=facilitator_of(day), revision=day.revision, groups_wanted=4)


def test_a_copy_has_the_programme_at_its_own_time_and_nobodys_sign_up():
    earlier = a_ready_day()
    ParticipantFactory(day=earlier)
    start = NINE + timedelta(days=100)

    copy = actions.copy_day(
        earlier, organisation=earlier.organisation, name=said("Again"), starts_at=start, by=facilitator_of(earlier)
    )

    assert copy.phases.count() == earlier.phases.count()
    assert copy.phases.first().starts_at == start
    assert copy.themes.count() == 1
    assert not copy.participants.exists()
    assert copy.code != earlier.code
    assert copy.channel_id != earlier.channel_id


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_days_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    organisation = OrganisationFactory()
    for _number in range(count):
        day = DayFactory(organisation=organisation, state="open")
        Phase.objects.create(day=day, kind="welcome", starts_at=timezone.now())
    client.get(reverse("innovation:list"))

    with django_assert_num_queries(3):
        text = client.get(reverse("innovation:list")).content.decode()

    assert text.count("call-row") == count


def test_pages_of_preparing_open_for_the_facilitator_and_for_nobody_else(client):
    day = a_ready_day()
    part, theme = day.phases.first(), day.themes.first()
    pages = [
        *(
            ("innovation:" + name, [day.key])
            for name in ("prepare", "texts", "terms", "programme", "day-themes", "staff")
        ),
        *(
            ("innovation:" + name, [day.key])
            for name in ("finish", "cancel", "copy", "delete", "poster", "participants")
        ),
        ("innovation:phase", [day.key, part.pk]),
        ("innovation:phase-remove", [day.key, part.pk]),
        ("innovation:day-theme", [day.key, theme.pk]),
        ("innovation:day-theme-remove", [day.key, theme.pk]),
        ("innovation:day", [day.slug, day.key]),
    ]
    client.force_login(facilitator_of(day))
    assert {client.get(reverse(name, args=args)).status_code for name, args in pages} == {200}

    client.force_login(UserFactory())
    assert {client.get(reverse(name, args=args)).status_code for name, args in pages} == {404}


def test_a_day_is_made_through_its_pages(client):
    user, organisation = UserFactory(), OrganisationFactory()
    MembershipFactory(user=user, organisation=organisation, role=Role.FACILITATOR)
    client.force_login(user)
    sent = {"organisation": organisation.pk, "name": "Aito", "day": "2027-03-04", "time": "09:00"}
    client.post(reverse("innovation:new"), sent)
    day = Day.objects.get()
    address = lambda name, *more: reverse(f"innovation:{name}", args=[day.key, *more])  # noqa: E731

    texts = {f"{name}_{code}": f"{name} {code}" for name in ("name", "summary", "place_text") for code in ("fi", "sv")}
    assert client.post(address("texts"), {"revision": day.revision, **texts}).status_code == 302
    terms = {"languages": ["fi", "sv"], "groups_wanted": 5, "working": "own", "choosing": "dots", "chosen_per_theme": 2}
    terms |= {"keeps_people_until": "2027-04-30", "most_people": 30, "online_url": "https://meet.example.org/a"}
    assert client.post(address("terms"), {"revision": fresh(day).revision, **terms}).status_code == 302
    assert (
        client.post(address("day-themes"), {"add": "1", "own-name_fi": "Kieli", "own-name_sv": "Språk"}).status_code
        == 302
    )
    client.post(address("programme"), {"add": "1", "new-kind": "pause", "new-minutes": 20, "new-name_fi": "Kahvi"})
    client.post(address("programme"), {"begin-day": "2027-03-05", "begin-time": "10:00"})
    assert client.post(address("staff"), {"facilitators": user.email, "helpers": ""}).status_code == 302

    assert missing(fresh(day)) == []
    client.post(address("open"))
    day = fresh(day)
    assert (day.state, day.most_people, day.phases.count()) == (Day.State.OPEN, 30, 10)
    assert day.phases.first().starts_at == datetime(2027, 3, 5, 8, 0, tzinfo=UTC)
    assert day.name.text("sv") == "name sv"
    client.post(address("start"))
    assert fresh(day).state == Day.State.RUNNING
    client.post(address("finish"))
    assert fresh(day).state == Day.State.DONE


def test_the_calendar_tells_the_address_of_the_meeting_to_those_who_signed_up_alone(client):
    day = a_ready_day(online_url="https://meet.example.org/secret")
    actions.open_sign_up(day, by=facilitator_of(day))

    text = client.get(reverse("innovation:calendar", args=[fresh(day).slug, day.key])).content.decode()

    assert text.count("BEGIN:VEVENT") == 1
    assert "meet.example.org" not in text
    page = client.get(fresh(day).get_absolute_url()).content.decode()
    assert "meet.example.org" not in page


def test_a_day_has_a_permanent_address_that_tells_nothing_while_it_is_prepared(client):
    day = a_ready_day()
    assert client.get(f"/id/{day.uuid}").status_code == 404

    actions.open_sign_up(day, by=facilitator_of(day))

    response = client.get(f"/id/{day.uuid}")
    assert response.status_code == 303
    assert response["Location"].endswith(f"-{day.key}/")


def test_phones_are_told_when_the_programme_changes_and_the_day_ends():
    day = a_ready_day()
    by = facilitator_of(day)
    actions.edit_phase(day.phases.first(), by=by, minutes=11)
    assert not Act.objects.filter(channel=day.channel).exists()

    actions.start_day(day, by=by)
    actions.edit_phase(day.phases.first(), by=by, minutes=12)
    actions.finish_day(day, by=by)

    told = [act.event for act in Act.objects.filter(channel=day.channel).order_by("seq")]
    assert [event["day"]["state"] for event in told] == ["running", "running", "done"]
    assert told[1]["phases"][0]["minutes"] == 12


def test_my_work_and_ones_own_data_tell_of_days_one_runs_and_erasing_forgets_it(client):
    day = a_ready_day()
    user = facilitator_of(day)
    client.force_login(user)

    assert day.key in client.get(reverse("home:work")).content.decode()
    assert own_data.of_person(user) == [{"day": str(day.uuid), "part": "facilitator"}]
    person_erased.send(sender=type(user), user=user)
    assert own_data.of_person(user) == []


def test_the_page_of_a_day_that_was_held_tells_its_public_epics_alone(client):
    day = a_day(phase="feedback", state="done")
    for number, is_public in ((1, True), (2, False)):
        epic = Epic.objects.create(day=day, number=number, theme=day.themes.first(), is_public=is_public)
        epic.texts.create(part="name", language="en", text=f"Tea room {number}")

    page = client.get(day.get_absolute_url()).content.decode()

    assert "Tea room 1" in page
    assert "Tea room 2" not in page


def test_the_page_of_an_organisation_lists_its_days_and_not_those_it_prepares(client):
    seen, hidden = a_ready_day(), a_ready_day()
    actions.open_sign_up(seen, by=facilitator_of(seen))

    assert seen.key in client.get(seen.organisation.get_absolute_url()).content.decode()
    assert hidden.key not in client.get(hidden.organisation.get_absolute_url()).content.decode()
