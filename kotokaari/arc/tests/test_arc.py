import json

import pytest
import rdflib
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from kotokaari.arc import actions, chains, permissions
from kotokaari.arc.models import Link
from kotokaari.arc.strip import strip_for
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent
from kotokaari.people.models import User

from .factories import ElsewhereFactory

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def end(thing):
    return (f"elsewhere:{thing.station}", thing.uuid)


def tie(first, how, second, by=None):
    return actions.tie(first=end(first), type=how, second=end(second), by=by)


@pytest.fixture
def line():
    """A need, an idea, a council decision, money and an effect, linked in a row; and a second idea."""
    need = ElsewhereFactory(station="need")
    idea, other_idea = ElsewhereFactory(station="idea"), ElsewhereFactory(station="idea")
    decision, money, effect = (ElsewhereFactory(station=name) for name in ("council_decision", "money", "effect"))
    tie(idea, "answers", need)
    tie(other_idea, "answers", need)
    tie(decision, "enacts", idea)
    tie(decision, "funds", money)
    tie(money, "moved", effect)
    return need, idea, other_idea, decision, money, effect


def test_the_arc_reaches_back_to_the_need_and_on_to_the_effect(line):
    need, idea, _other_idea, decision, money, effect = line

    arc = chains.arc_of(ANYONE, *end(decision))

    assert {need.uuid, idea.uuid, decision.uuid, money.uuid, effect.uuid} == set(arc.nodes)


def test_things_stand_in_the_order_in_which_they_were_linked():
    need, *ideas = [ElsewhereFactory(), *(ElsewhereFactory(station="idea") for _turn in range(12))]
    for idea in reversed(ideas):
        tie(idea, "answers", need)

    arc = chains.arc_of(ANYONE, *end(need))

    assert list(arc.nodes) == [need.uuid, *(idea.uuid for idea in reversed(ideas))]


def test_what_shares_only_the_need_stays_out_of_the_arc(line):
    need, idea, other_idea, *_rest = line

    assert other_idea.uuid not in chains.arc_of(ANYONE, *end(idea)).nodes
    assert other_idea.uuid in chains.arc_of(ANYONE, *end(need)).nodes


@pytest.mark.parametrize("count", [1, 3, 60])
def test_an_arc_costs_the_same_whatever_its_length(count, django_assert_num_queries):
    need = ElsewhereFactory()
    for _turn in range(count):
        tie(ElsewhereFactory(station="idea"), "answers", need)

    with django_assert_num_queries(3):
        arc = chains.arc_of(ANYONE, *end(need))

    assert len(arc.ties) == count


def test_what_one_may_not_see_is_not_public_without_its_title(line, client):
    need, idea, *_rest = line
    idea.is_public = False
    idea.save()

    page = client.get(reverse("arc:arc", args=["elsewhere", need.uuid])).content.decode()

    assert "Ei julkinen" in page or "Not public" in page
    assert idea.title.text("fi") not in page
    assert str(idea.uuid) not in page


def test_a_hidden_thing_has_no_page(line, client):
    idea = line[1]
    idea.is_public = False
    idea.save()

    assert client.get(reverse("arc:elsewhere", args=[idea.uuid])).status_code == 404
    assert client.get(f"/id/{idea.uuid}").status_code == 404


def test_saying_it_twice_keeps_one_link(line):
    need, idea, *_rest = line

    tie(idea, "answers", need)

    assert Link.objects.filter(first=idea.uuid, second=need.uuid).count() == 1


def test_a_thing_is_not_linked_to_itself(line):
    with pytest.raises(DomainError):
        tie(line[0], "answers", line[0])


def test_who_said_it_and_when_is_kept():
    user = User.objects.create_user("writer@example.org")
    need, idea = ElsewhereFactory(), ElsewhereFactory(station="idea")

    link = tie(idea, "answers", need, by=user)

    assert link.created_by == user.uuid
    assert AuditEvent.objects.filter(action="link tied", actor=str(user.uuid)).exists()
    assert permissions.can_untie(user, link)
    assert not permissions.can_untie(User.objects.create_user("other@example.org"), link)


def test_forgetting_a_thing_unties_its_links(line):
    idea = line[1]

    actions.forget_elsewhere(idea, by=None)

    assert not Link.objects.filter(first=idea.uuid).exists()


def test_prov_is_json_ld_that_rdf_tools_read(line, client):
    decision = line[3]

    answer = client.get(reverse("arc:prov", args=["elsewhere", decision.uuid]))
    graph = rdflib.Graph().parse(data=answer.content.decode(), format="json-ld")

    entities = set(graph.subjects(rdflib.RDF.type, rdflib.PROV.Entity))
    assert len(entities) == 5
    assert json.loads(answer.content)["@graph"][0]["@id"].startswith("http")
    assert len(set(graph.subject_objects(rdflib.PROV.wasDerivedFrom))) == 1


def test_the_strip_lights_its_own_station_and_fills_those_with_links(line):
    states = {dot.key: dot.state for dot in strip_for(*end(line[3]))}

    assert states["council_decision"] == "here"
    assert states["need"] == states["effect"] == "filled"
    assert states["adoption"] == "hollow"
    assert len(states) == 15


def test_the_permanent_address_leads_to_the_readers_language(client):
    need = ElsewhereFactory()

    answer = client.get(f"/id/{need.uuid}", headers={"Accept-Language": "sv", "Accept": "text/html"})

    assert answer.status_code == 303
    assert answer["Location"].startswith("/sv/")


def test_an_owner_links_a_thing_through_the_pages(client):
    user = User.objects.create_user("writer@example.org", name="Writer")
    mine, other = ElsewhereFactory(created_by=user.uuid, station="idea"), ElsewhereFactory()
    client.force_login(user)
    address = reverse("arc:tie", args=["elsewhere", mine.uuid])

    found = client.get(address, {"q": other.title.text("sv")}).content.decode()
    client.post(address, {"way": "answers:first", "other": f"elsewhere/{other.uuid}", "since": "2025-04-02"})

    assert other.title.text("fi") in found
    link = Link.objects.get()
    assert (link.first, link.type, link.second, link.since.year) == (mine.uuid, "answers", other.uuid, 2025)


def test_a_stranger_may_look_but_not_link(client):
    need = ElsewhereFactory()
    client.force_login(User.objects.create_user("stranger@example.org"))

    assert client.get(reverse("arc:arc", args=["elsewhere", need.uuid])).status_code == 200
    assert client.post(reverse("arc:tie", args=["elsewhere", need.uuid]), {}).status_code == 403


def test_noting_a_thing_keeps_all_three_languages(client):
    user = User.objects.create_user("writer@example.org")
    mine = ElsewhereFactory(created_by=user.uuid)
    client.force_login(user)

    client.post(
        reverse("arc:note", args=["elsewhere", mine.uuid]),
        {
            "station": "money",
            "title_fi": "Määräraha",
            "title_sv": "Anslag",
            "title_en": "",
            "source": "Talousarvio 2025",
            "date": "2025",
            "is_public": "on",
        },
    )

    thing = type(mine).objects.get(station="money")
    assert (thing.title.source, thing.title.text("sv"), thing.title.missing()) == ("fi", "Anslag", ["en"])
