import pytest

from kotokaari.innovation import marks
from kotokaari.innovation.acting import registry
from kotokaari.innovation.models import Participant
from kotokaari.live.registry import Accepted

from .factories import a_day, act

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(monkeypatch):
    monkeypatch.setattr(registry, "takers", dict(registry.takers))
    monkeypatch.setattr("kotokaari.innovation.acting.taking.takers", registry.takers)
    return registry.takers


def test_an_unknown_act_and_a_withdrawn_person_are_refused_with_a_sentence():
    day = a_day()
    somebody = day.participants.first()

    assert act(day, somebody, "dance").refused == "unknown"

    Participant.objects.filter(pk=somebody.pk).update(state=Participant.State.WITHDRAWN)
    assert act(day, somebody, "dance").sentence


def test_what_staff_alone_may_do_is_refused_to_others(known, monkeypatch):
    monkeypatch.setattr("kotokaari.innovation.acting.taking.staff_only", {"ring"})
    known["ring"] = lambda taking, who, one: Accepted({"seq": taking.seq, "staff": who.is_staff})
    day = a_day()

    assert act(day, day.participants.first(), "ring").refused == "not_yours"
    assert act(day, None, "ring").seq == 1


def test_a_mark_is_the_same_until_the_secret_is_thrown_away():
    day = a_day()
    one = marks.mark_of("abc", day)

    assert one == marks.mark_of("abc", day) != marks.mark_of("abd", day)
    day.secret = b""
    assert marks.mark_of("abc", day) == ""


def test_a_phase_that_closed_makes_late_and_one_to_come_does_not():
    from kotokaari.innovation.acting.taking import Taking

    day = a_day(phase="choose")
    taking = Taking(day, day.channel)

    assert taking.is_late("ideas")
    assert not taking.is_late("choose")
    assert not taking.is_late("epics")
    assert taking.phase("epics") is None
