"""Work at a stated moment: then, not later; again after a while when it could not be done."""

from datetime import UTC, datetime, timedelta

import pytest

from kotokaari.foundation import moments

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def house(monkeypatch):
    monkeypatch.setattr(moments, "_works", {})
    monkeypatch.setattr(moments, "_tried", {})
    waits, done = {}, []
    moments.register_moment("open", lambda: list(waits.items()), lambda: done.append(sorted(waits)))
    return waits, done


def test_the_house_wakes_at_the_moment_itself(house):
    waits, done = house
    waits["a"] = NOW + timedelta(seconds=7)

    assert moments.do_what_is_due(NOW) == 7
    assert done == []
    moments.do_what_is_due(NOW + timedelta(seconds=7))

    assert done == [["a"]]


def test_what_cannot_be_done_is_tried_again_later_and_keeps_nothing_else_waiting(house):
    waits, done = house
    waits["stuck"] = NOW
    moments.do_what_is_due(NOW)
    moments.do_what_is_due(NOW + timedelta(seconds=20))
    assert len(done) == 1

    waits["b"] = NOW + timedelta(seconds=30)
    moments.do_what_is_due(NOW + timedelta(seconds=30))
    assert len(done) == 2
    moments.do_what_is_due(NOW + timedelta(seconds=moments.AGAIN))

    assert len(done) == 3


def test_a_moment_that_was_moved_counts_anew(house):
    waits, done = house
    waits["a"] = NOW
    moments.do_what_is_due(NOW)

    waits["a"] = NOW - timedelta(hours=1)
    moments.do_what_is_due(NOW + timedelta(seconds=20))

    assert len(done) == 2
