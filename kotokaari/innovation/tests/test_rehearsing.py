import pytest

from kotokaari.foundation.errors import DomainError
from kotokaari.innovation.acting.doing import do
from kotokaari.innovation.models import Chosen, Day, Idea, Weight
from kotokaari.innovation.rehearsing import actions
from kotokaari.live.models import Act, Channel

from .factories import a_day, facilitator_of, fresh

pytestmark = pytest.mark.django_db


def opened(day, kind, by):
    do(day, by, "open_phase", phase=day.phases.get(kind=kind).pk)


@pytest.mark.parametrize("choosing", ["dots", "ranking", "pairs"])
def test_a_day_is_rehearsed_from_groups_to_epics(choosing):
    day = a_day(people=0, choosing=choosing, groups_wanted=3)
    by = facilitator_of(day)
    made = actions.rehearse(day, people=12, by=by)

    assert made.is_rehearsal
    assert made.participants.filter(is_simulated=True).count() == 12
    for kind in ("groups", "ideas", "choose", "weigh"):
        opened(made, kind, by)
        assert actions.play(made, by=by)
    opened(made, "epics", by)
    chosen = Chosen.objects.filter(day=made).count()
    assert actions.play(made, by=by) == chosen == made.epics.count() > 1
    assert made.rounds.get().groups.count() == 3
    assert made.ideas.count() == 12
    assert Weight.objects.filter(idea__day=made).count() == 12 * chosen
    assert not Idea.objects.filter(day=day).exists()


def test_nothing_of_a_rehearsal_is_public(client):
    day = a_day()
    made = actions.rehearse(day, people=6, by=facilitator_of(day))

    assert made not in Day.objects.public()
    assert client.get(f"/en/innovation-days/x-{made.key}/").status_code == 404
    assert str(made.key) not in client.get("/en/innovation-days/").content.decode()


def test_a_real_day_has_no_simulated_participants_and_is_not_thrown_away():
    day = a_day()
    by = facilitator_of(day)

    for refused in (actions.play, actions.throw_away):
        with pytest.raises(DomainError):
            refused(day, by=by)
    for people in (3, 61):
        with pytest.raises(DomainError):
            actions.rehearse(day, people=people, by=by)


def test_where_nothing_is_open_in_which_people_do_something_it_says_so():
    made = actions.rehearse(a_day(), people=6, by=(by := facilitator_of(Day.objects.first())))
    opened(made, "welcome", by)

    with pytest.raises(DomainError, match=r"Open a part|Avaa"):
        actions.play(made, by=by)


def test_a_rehearsal_that_is_thrown_away_leaves_nothing():
    day = a_day()
    by = facilitator_of(day)
    made = actions.rehearse(day, people=6, by=by)
    for kind in ("ideas", "choose", "weigh", "epics"):
        opened(made, kind, by)
        actions.play(made, by=by)

    actions.throw_away(made, by=by)

    assert not Channel.objects.filter(pk=made.channel_id).exists()
    assert not Act.objects.filter(channel=made.channel_id).exists()
    assert fresh(day).participants.count() == 6


def test_the_pages_of_a_rehearsal(client):
    day = a_day()
    client.force_login(facilitator_of(day))
    url = f"/en/innovation-days/work/{day.key}/rehearse/"

    assert "Begin the rehearsal" in client.get(url).content.decode()
    assert "60" in client.post(url, {"people": "900"}).content.decode()
    desk = client.post(url, {"people": "8"}, follow=True)
    made = Day.objects.get(is_rehearsal=True)
    assert "Let the simulated participants act" in desk.content.decode()
    opened(made, "ideas", facilitator_of(made))
    told = client.post(f"/en/innovation-days/work/{made.key}/rehearse/act/", follow=True).content.decode()
    assert "8 acts of simulated participants" in told
    client.post(f"/en/innovation-days/work/{made.key}/rehearse/end/")
    assert not Day.objects.filter(is_rehearsal=True).exists()
