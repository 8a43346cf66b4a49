import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kotokaari.calls.tests.factories import a_call, runs
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.models import Organisation
from kotokaari.people.tests.factories import AdministratorFactory, OrganisationFactory, UserFactory
from kotokaari.rubrics.tests.factories import GateFactory, said
from kotokaari.submissions.actions.entering import enter_for
from kotokaari.submissions.models import GateCheck, Recusal, Submission, SubmissionVersion
from kotokaari.submissions.tests.factories import a_submission, author_of, recused

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def page(client, user, name, *args, query=""):
    client.force_login(user)
    return client.get(reverse(f"submissions:{name}", args=args) + query)


def text(response):
    return response.content.decode()


def a_second_version(submission, **record):
    """It is sent again, with these fields changed."""
    first = submission.current
    changed = {name: TranslatedText.of("en", words).to_json() for name, words in record.items()}
    submission.current = SubmissionVersion.objects.create(
        submission=submission, number=2, source_language="en", title=first.title, record={**first.record, **changed},
        receipt=f"{submission.key}-2", sent_at=timezone.now(), digest="1" * 64,
    )  # fmt: skip
    submission.save()
    return submission.current


PAGES = ("read", "compare", "gates", "return", "not-eligible", "verdict-take-back", "conflict-rule", "conflict-own")


def test_those_who_run_the_call_read_it_and_nobody_else(client):
    submission = a_submission(title=SECRET)

    for person in (runs(submission.call, "chair"), runs(submission.call, "coordinator"), AdministratorFactory()):
        assert SECRET in text(page(client, person, "received", submission.call.key))
        assert SECRET in text(page(client, person, "read", submission.key))
    for person in (UserFactory(), author_of(submission)):
        for name in PAGES:
            assert page(client, person, name, submission.key).status_code == 404
        for name in ("received", "received-csv", "received-xlsx", "conflicts", "enter"):
            assert page(client, person, name, submission.call.key).status_code == 404


def test_a_recused_chair_meets_a_number_and_an_organisation_and_no_more(client):
    submission = a_submission(
        title=SECRET, organisation=OrganisationFactory(name=TranslatedText.of("en", "Harbour town"))
    )
    other = a_submission(call=submission.call, title="Known")
    chair = runs(submission.call, "chair")
    colleague = UserFactory(name="Somebody else")
    recused(submission, colleague)
    recused(submission, chair)

    listed = text(page(client, chair, "received", submission.call.key))

    assert SECRET not in listed
    assert "No. 1, Harbour town" in listed
    assert "1 of 1" in listed
    assert submission.key not in listed
    for name in PAGES:
        assert page(client, chair, name, submission.key).status_code == 404
    conflicts = text(page(client, chair, "conflicts", submission.call.key))
    assert SECRET not in conflicts
    assert "Somebody else" not in conflicts
    for ending in ("csv", "xlsx"):
        assert SECRET.encode() not in page(client, chair, f"received-{ending}", submission.call.key).content
    assert SECRET not in text(page(client, chair, "compare", other.key))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    call = a_call()
    for _number in range(count):
        a_submission(call=call)
    chair = runs(call, "chair")
    page(client, chair, "received", call.key)

    with django_assert_num_queries(7):  # session, person, version of data, call, part, submissions, own conflicts
        response = page_again(client, "received", call.key)
    assert text(response).count('<tr class="received-row">') == count


def page_again(client, name, *args):
    return client.get(reverse(f"submissions:{name}", args=args))


@pytest.mark.parametrize("count", [1, 3])
def test_a_submission_costs_the_same_whatever_it_has(client, django_assert_num_queries, count):
    submission = a_submission()
    for number in range(count):
        GateFactory(rubric=submission.call.rubric, code=f"g{number}")
        recused(submission, UserFactory())
    page(client, runs(submission.call, "chair"), "read", submission.key)

    with django_assert_num_queries(10):
        page_again(client, "read", submission.key)


def test_the_list_is_narrowed_and_ordered_by_the_address(client):
    call = a_call()
    school = OrganisationFactory(type=Organisation.Type.SCHOOL)
    a_submission(call=call, title="Alpha", eligible=False)
    a_submission(call=call, title="Beta", organisation=school)
    chair = runs(call, "chair")

    def rows(query):
        response = page(client, chair, "received", call.key, query=query)
        return [str(row.title) for row in response.context["page"].object_list]

    assert rows("") == ["Alpha", "Beta"]
    assert rows("?sort=-title") == ["Beta", "Alpha"]
    assert rows("?state=eligible") == ["Beta"]
    assert rows("?state=unknown") == ["Alpha"]
    assert rows(f"?type={school.type}") == ["Beta"]
    assert rows("?theme=language-learning") == ["Alpha", "Beta"]
    assert rows("?theme=none") == []
    assert rows("?q=bet") == ["Beta"]
    assert rows("?sort=nonsense&page=x") == ["Alpha", "Beta"]


def test_the_list_goes_out_as_csv_and_excel(client):
    import openpyxl

    submission = a_submission(title="=1+1")
    chair = runs(submission.call, "chair")

    table = page(client, chair, "received-csv", submission.call.key).content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(page(client, chair, "received-xlsx", submission.call.key).content))

    assert table.splitlines()[1].startswith("1,'=1+1,")
    assert [cell.value for cell in book.active[2]][:2] == [1, "'=1+1"]


def test_two_versions_stand_word_by_word(client):
    submission = a_submission()
    a_second_version(submission, solution="A host and a table.")

    shown = text(page(client, runs(submission.call, "chair"), "compare", submission.key))

    assert "<ins" in shown
    assert "How it works" in shown


def test_an_earlier_version_is_read_as_it_was(client):
    submission = a_submission(title="As it was")
    a_second_version(submission, title="As it is")
    chair = runs(submission.call, "chair")

    assert "As it was" in text(page(client, chair, "read", submission.key, query="?version=1"))
    assert "As it is" in text(page(client, chair, "read", submission.key))


def test_gates_are_looked_at_by_hand(client):
    submission = a_submission(eligible=False)
    gate = GateFactory(rubric=submission.call.rubric, code="ethics")
    client.force_login(runs(submission.call, "coordinator"))
    url = reverse("submissions:gates", args=[submission.key])

    refused = client.post(url, {"gate-ethics-result": "failed", "gate-ethics-reason": ""})
    kept = client.post(url, {"gate-ethics-result": "passed", "gate-ethics-reason": ""})

    assert "Say why it is not passed." in text(refused)
    assert kept.status_code == 302
    submission.refresh_from_db()
    assert submission.eligibility == Submission.Eligibility.ELIGIBLE
    assert submission.current.gate_checks.get(gate=gate).by


def test_it_is_returned_and_taken_back_on_its_pages(client):
    submission = a_submission(eligible=False)
    client.force_login(runs(submission.call, "chair"))

    client.post(
        reverse("submissions:return", args=[submission.key]),
        {"until": timezone.localdate().isoformat(), "what": "Mend it."},
    )
    submission.refresh_from_db()
    assert (submission.eligibility, submission.eligibility_reason) == ("returned", "Mend it.")
    client.post(reverse("submissions:verdict-take-back", args=[submission.key]))
    client.post(reverse("submissions:not-eligible", args=[submission.key]), {"reason": "Not here."})

    submission.refresh_from_db()
    assert (submission.eligibility, submission.eligibility_reason) == ("not_eligible", "Not here.")


def test_a_conflict_is_ruled_declared_and_lifted(client):
    submission = a_submission(title=SECRET)
    chair, coordinator = runs(submission.call, "chair"), runs(submission.call, "coordinator")
    client.force_login(coordinator)
    client.post(
        reverse("submissions:conflict-rule", args=[submission.key]),
        {"user": chair.pk, "kind": "funder", "note": "Pays it."},
    )
    recusal = Recusal.objects.get()
    assert (recusal.user, recusal.source) == (chair, Recusal.Source.RULED)
    assert page(client, chair, "conflict-lift", recusal.pk).status_code == 404  # one's own, of which one knows nothing

    client.force_login(coordinator)
    client.post(reverse("submissions:conflict-lift", args=[recusal.pk]), {"reason": "No longer."})
    client.post(reverse("submissions:conflict-own", args=[submission.key]), {"kind": "personal"})

    recusal.refresh_from_db()
    assert recusal.lifted_reason == "No longer."
    assert Recusal.objects.get(lifted_at=None).user == coordinator
    assert "No longer." in text(page(client, chair, "conflicts", submission.call.key))


def test_only_people_of_the_call_can_be_found_to_have_a_conflict(client):
    submission = a_submission()
    client.force_login(runs(submission.call, "chair"))

    client.post(
        reverse("submissions:conflict-rule", args=[submission.key]), {"user": UserFactory().pk, "kind": "funder"}
    )

    assert not Recusal.objects.exists()


def test_a_submission_on_paper_is_entered_with_a_note():
    call = a_call()
    chair = runs(call, "chair")
    how = {"organisation": OrganisationFactory(), "language": "fi", "by": chair}

    draft = enter_for(call, arrived_at=timezone.now(), note="By post.", **how)

    assert (draft.is_entered_by_staff, draft.authors.count(), draft.entered_note) == (True, 0, "By post.")
    assert set(Submission.objects.visible_to(chair)) == {draft}
    assert set(Submission.objects.visible_to(UserFactory())) == set()
    for wrong in (
        {"arrived_at": timezone.now(), "note": " "},
        {"arrived_at": timezone.now() - timedelta(days=100), "note": "Late."},
        {"arrived_at": timezone.now(), "note": "In Somali.", "language": "so"},
    ):
        with pytest.raises(DomainError):
            enter_for(call, **{**how, **wrong})


def test_what_the_house_found_of_a_gate_needs_no_second_reason(client):
    submission = a_submission(eligible=False)
    year = GateFactory(rubric=submission.call.rubric, code="year", rule="running_a_year")
    GateFactory(rubric=submission.call.rubric, code="ethics")
    GateCheck.objects.update_or_create(
        version=submission.current, gate=year, defaults={"result": "failed", "reason": said("Too young."), "by": None}
    )
    client.force_login(runs(submission.call, "coordinator"))

    kept = client.post(
        reverse("submissions:gates", args=[submission.key]),
        {"gate-year-result": "failed", "gate-year-reason": "", "gate-ethics-result": "passed"},
    )

    assert kept.status_code == 302
    assert submission.current.gate_checks.get(gate__code="ethics").result == "passed"
    assert submission.current.gate_checks.get(gate=year).reason.text("en") == "Too young."
