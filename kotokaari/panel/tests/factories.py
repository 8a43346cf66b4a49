"""Panels to test with."""

from kotokaari.panel.models import Assignment, Declaration, Expert, Seat
from kotokaari.people.tests.factories import UserFactory


def an_expert(user=None, **more) -> Expert:
    """Somebody who may be asked to a panel."""
    return Expert.objects.create(
        user=user or UserFactory(), languages=more.pop("languages", ["fi", "sv", "en"]), **more
    )


def a_seat(call, user=None, **more) -> Seat:
    """A place on the panel, taken."""
    expert = user.expert if user and hasattr(user, "expert") else an_expert(user)
    return Seat.objects.create(call=call, user=expert.user, state=more.pop("state", Seat.State.ACCEPTED), **more)


def assigned(submission, seat, **more) -> Assignment:
    """The submission is given to the seat, which declared no conflict."""
    Declaration.objects.get_or_create(seat=seat, submission=submission, defaults={"answer": Declaration.Answer.NONE})
    return Assignment.objects.create(submission=submission, seat=seat, **more)


def clear(seat, *submissions):
    """The member has declared no conflict with these."""
    for submission in submissions:
        Declaration.objects.get_or_create(seat=seat, submission=submission, defaults={"answer": "none"})


def a_panel(call, submissions, members=3, **more):
    """Members who have declared no conflict with any of the submissions."""
    seats = [a_seat(call, **more) for _number in range(members)]
    for seat in seats:
        clear(seat, *submissions)
    return seats
