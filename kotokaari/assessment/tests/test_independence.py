"""No expert sees another's score or reason before handing in, by any address of the six rooms.

Pages come from the resolver, so a new one is walked as soon as it stands.
"""

from itertools import product

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from kotokaari.assessment import actions
from kotokaari.calls.models import CallPerson
from kotokaari.calls.tests.factories import a_call
from kotokaari.foundation.errors import DomainError
from kotokaari.panel.models import Assignment
from kotokaari.panel.tests.factories import a_seat, assigned
from kotokaari.people.tests.factories import UserFactory
from kotokaari.rubrics.tests.factories import said
from kotokaari.submissions.tests.factories import a_submission

from .factories import an_assessment

pytestmark = pytest.mark.django_db
ROOMS = ("rubrics", "calls", "submissions", "panel", "assessment", "decisions")
MARK = "Marigold"
LEVELS = {"goal-oriented": 4, "context-sensitive": 0}


def names_of(resolver, room=""):
    """Every named pattern of the six rooms with the names of its words."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern, pattern.namespace or room)
        elif isinstance(pattern, URLPattern) and pattern.name and room in ROOMS:
            yield room, pattern.name


def addresses(things):
    """Every address one can make of these things."""
    made = set()
    for room, name in set(names_of(get_resolver())):
        for possible in _words(room, name):
            choices = [things.get(word, ["1"]) for word in possible]
            for values in product(*choices):
                try:
                    made.add(reverse(f"{room}:{name}", kwargs=dict(zip(possible, values, strict=True))))
                except Exception:
                    continue
    return sorted(made)


def _words(room, name):
    _prefix, nested = get_resolver().namespace_dict[room]
    return {tuple(parameters) for matches in nested.reverse_dict.getlist(name) for _path, parameters in matches[0]} or {
        ()
    }


@pytest.fixture
def judged():
    """A submission that others have judged and handed in; the expert, who sits on the panel and chairs, has not."""
    with translation.override("en"):
        call = a_call()
        submission, done = a_submission(call=call), a_submission(call=call)
        expert, chairing = UserFactory(), UserFactory()
        seats = {user: a_seat(call, user) for user in (expert, chairing)}
        CallPerson.objects.create(call=call, user=chairing, part=CallPerson.Part.CHAIR)
        own = [assigned(thing, seat) for seat in seats.values() for thing in (submission, done)]
        theirs = []
        for _other in range(2):
            seat = a_seat(call)
            theirs.append(an_assessment(assigned(submission, seat), LEVELS, reason=f"{MARK} reason"))
        for one in theirs:
            one.strengths = one.suggestions = one.private_note = f"{MARK} text"
            one.save()
        meeting = apps.get_model("decisions", "Meeting").objects.create(
            call=call, name=said("Meeting"), starts_at=timezone.now(), state="running", opened_at=timezone.now()
        )
        items = [meeting.items.create(submission=thing, order=order) for order, thing in enumerate((submission, done))]
        things = {
            "key": [call.key, submission.key],
            "submission": [submission.key],
            "slug": [call.slug],
            "code": [call.rubric.code],
            "number": [call.rubric.number, 1],
            "uuid": [
                call.uuid,
                submission.uuid,
                submission.current.uuid,
                *[one.uuid for one in own],
                *[one.uuid for one in theirs],
                *[one.assignment.uuid for one in theirs],
                *[seat.uuid for seat in seats.values()],
                meeting.uuid,
                *[item.uuid for item in items],
            ],
        }
    return call, submission, expert, chairing, things


@pytest.mark.parametrize("who", ["expert", "chair who judges"])
def test_no_address_tells_an_expert_what_others_found_before_handing_in(judged, who):
    call, submission, expert, chairing, things = judged
    client = Client(raise_request_exception=False)
    client.force_login(expert if who == "expert" else chairing)
    actions.share_assessments(call, by=chairing)  # even when the panel reads each other

    with translation.override("en"):
        walked = addresses(things)
        beside = [reverse("home:work"), "/en/search/?q=reason", "/api/v1/practices?q=reason"]
        answers = {address: client.get(address) for address in [*walked, *beside]}

    told = {address: answer.status_code for address, answer in answers.items() if MARK in _text(answer)}
    assert not told
    assert len([answer for answer in answers.values() if answer.status_code == 200]) >= 5
    own = Assignment.objects.of(expert if who == "expert" else chairing).get(submission=submission)
    an_assessment(own)
    with translation.override("en"):
        afterwards = client.get(reverse("assessment:others", args=[own.uuid]))
    assert MARK in _text(afterwards)  # so the walk can find it where it may be read


def _text(answer):
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return whole.decode("utf-8", "replace")


def test_nor_what_level_they_gave(judged):
    call, _submission, _expert, chairing, _things = judged
    client = Client()
    client.force_login(chairing)
    with translation.override("en"):
        pages = [reverse(f"assessment:{page}", args=[call.key]) for page in ("progress", "progress-csv")]
        for page in pages:
            text = client.get(page).content.decode()
            assert "apart" not in text.replace("Judges far apart", "").replace("state=apart", "").replace(
                'value="apart"', ""
            )
            assert ",2.0," not in text
            assert "0–4</small>" not in text


def test_nobody_who_runs_the_call_and_judges_gives_their_own_assessment_back(judged):
    call, submission, _expert, chairing, _things = judged
    mine = an_assessment(Assignment.objects.of(chairing).get(submission=submission))
    client = Client()
    client.force_login(chairing)

    client.post(reverse("assessment:give-back", args=[mine.uuid]), {"reason": "I have read the others now."})

    mine.refresh_from_db()
    assert mine.state == "handed_in"
    theirs = call.seats.exclude(user__in=[chairing, _expert]).first().assignments.get().assessment
    client.post(reverse("assessment:give-back", args=[theirs.uuid]), {"reason": "A word is missing."})
    theirs.refresh_from_db()
    assert theirs.state == "begun"


def test_what_was_taken_away_is_not_written_to_any_more(judged):
    _call, submission, expert, _chairing, _things = judged
    own = Assignment.objects.of(expert).get(submission=submission)
    Assignment.objects.filter(pk=own.pk).update(ended_at=timezone.now())

    with pytest.raises(DomainError):
        actions.save_assessment(own, scores={}, texts={"strengths": "Late."}, by=expert)
