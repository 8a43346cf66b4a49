"""Who walks through the house in test_security_walk.py, and one of each thing they meet there."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from kotokaari.adoption import actions as ledger
from kotokaari.adoption.follow_ups.queries import token_for
from kotokaari.adoption.tests.factories import (
    AdaptationFactory,
    AdoptionFactory,
    LessonFactory,
    OutcomeFactory,
    OwnersWordFactory,
)
from kotokaari.arc import actions as arc
from kotokaari.arc.models import Link
from kotokaari.arc.tests.factories import ElsewhereFactory
from kotokaari.assessment.tests.factories import an_assessment
from kotokaari.calls.models import Call
from kotokaari.calls.tests.factories import a_call
from kotokaari.catalogue import actions as catalogue
from kotokaari.catalogue import heartbeat
from kotokaari.catalogue.importing import runs as import_runs
from kotokaari.catalogue.models import Grant, HeartbeatLetter, Practice
from kotokaari.catalogue.tests.factories import ContactFactory, ProjectFactory, a_draft, a_practice, a_record, concept
from kotokaari.catalogue.views import slug_of
from kotokaari.decisions.letters.actions import queue_letters
from kotokaari.decisions.models import Appeal
from kotokaari.decisions.public import plan_meeting
from kotokaari.decisions.tests.factories import a_decision
from kotokaari.exchange.models import Question
from kotokaari.exchange.tests.factories import a_booking, a_question, a_time, a_visitor, an_answer, some_thanks
from kotokaari.following.queries import stop_token
from kotokaari.following.tests.factories import SavedSearchFactory
from kotokaari.foundation.text import TranslatedText
from kotokaari.innovation.epics.actions import take_epic
from kotokaari.innovation.epics.links import token_for as epic_token
from kotokaari.innovation.joining.actions import join_now
from kotokaari.innovation.models import Epic
from kotokaari.innovation.tests.factories import a_day
from kotokaari.needs.models import Answer, Quotation
from kotokaari.needs.models import Invitation as Asked
from kotokaari.needs.models import Question as Asking
from kotokaari.needs.results.gathering import mark_of
from kotokaari.needs.tests.factories import ThemeFactory, a_response, a_survey
from kotokaari.panel.actions.seats import ask_by_mail
from kotokaari.panel.models import Plan
from kotokaari.panel.tests.factories import a_panel, a_seat, assigned
from kotokaari.people.models import Invitation, Role, Succession, User
from kotokaari.people.tests.factories import (
    AdministratorFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
)
from kotokaari.rubrics import actions as rubrics
from kotokaari.rubrics import content as rubric_content
from kotokaari.rubrics.tests.factories import GateFactory, RubricFactory
from kotokaari.search import needs
from kotokaari.submissions import actions as submissions
from kotokaari.submissions.models import AuthorInvitation
from kotokaari.submissions.public import recuse
from kotokaari.submissions.tests.factories import a_draft_submission, a_submission

# In the name of everything that is not everybody's. It must not reach anyone who may not know of it.
SECRET = "Zanzibar"


@dataclass
class House:
    """The people by what they are (nobody has no account) and the things by name, each as the words of its address."""

    people: dict[str, list[User | None]]
    things: dict[str, dict[str, Any]]
    owner: Any
    others: Any


def build() -> House:
    """A house with everybody in it and one of each thing."""
    with translation.override("en"):
        return _build()


def _build() -> House:
    above, others, agency = (OrganisationFactory(), OrganisationFactory(), OrganisationFactory())
    owner = OrganisationFactory(parent=above)
    people = _people(owner, above, others, agency)
    writer = people["coordinator"][0]
    things = {
        "-": {},
        "part of the map": {"name": "pages", "number": 1},
        "letter": {"letter": "A"},
        "open file": {"name": "manifest.json"},
        **_words(),
        **_practices(owner, writer),
        **_adoptions(owner, writer),
        "need": _need(),
        **_arc(writer),
        **_questions(owner, writer),
        **_people_things(owner, writer),
        **_own(writer, UserFactory()),
        **_follow_up(owner, writer),
        **_epics(owner, writer),
        **_days(owner, writer),
        **_followed(writer),
        **_surveys(owner, writer),
        **_calls(owner, writer),
        **_panel(owner, writer),
        **_decisions(owner, writer),
        **_submissions(owner, writer),
        "import": _import(owner, writer),
        **_rubrics(writer),
    }
    for name, thing in list(things.items()):
        for part in [part for part in thing if part.startswith("its ")]:
            things[f"{name}, {part}"] = {**thing, **thing.pop(part)}
    return House(people, things, owner, others)


def _people(owner: Any, above: Any, others: Any, agency: Any) -> dict[str, list[User | None]]:
    def one(organisation: Any, *roles: str) -> User:
        """Somebody with all these roles: what is refused to them is refused to each role."""
        user = UserFactory()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        for role in roles:
            MembershipFactory(user=user, organisation=organisation, role=role)
        return user

    return {
        "nobody": [None],
        "stranger": [UserFactory(), one(others, Role.MEMBER, Role.FACILITATOR, Role.EXPERT, Role.DECISION_MAKER)],
        "head-elsewhere": [one(others, Role.COORDINATOR, Role.ADMINISTRATOR)],
        "onlooker": [one(owner, Role.EXPERT, Role.DECISION_MAKER)],
        "member": [one(owner, Role.MEMBER), one(owner, Role.FACILITATOR)],
        "coordinator": [one(owner, Role.COORDINATOR)],
        "administrator": [one(owner, Role.ADMINISTRATOR)],
        "above": [one(above, Role.ADMINISTRATOR)],
        "specialist": [one(agency, Role.SPECIALIST)],
        "house": [AdministratorFactory()],
    }


def _practices(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    public = a_practice(owner=owner, by=by, title="An open club")
    finished = a_practice(owner=owner, by=by, title="A finished club")
    catalogue.start_correction(public, by=by)
    secret = a_draft(owner=owner, by=by, title=f"{SECRET} club")
    gone = a_practice(owner=owner, by=by, title="A club that was", status="withdrawn")
    project = ProjectFactory()
    return {
        "public practice": _practice(public, by),
        "finished practice": _practice(finished, by),
        "draft practice": _practice(secret, by),
        "withdrawn practice": _practice(gone, by),
        "project": {"code": project.code, "uuid": project.uuid, "kind": "project"},
    }


def _practice(practice: Practice, by: User) -> dict[str, Any]:
    """The words that any address about this practice needs."""
    shown = practice.current or practice.versions.get()
    file = catalogue.add_attachment(
        practice,
        file=SimpleUploadedFile("numbers.csv", b"name;number\n"),
        title=TranslatedText.of("en", "A file"),
        by=by,
    )
    grant = Grant.objects.create(practice=practice, funder=TranslatedText.of("en", "A fund"), year_from=2024)
    partner = OrganisationFactory()
    catalogue.set_partners(practice, partners=[(partner, TranslatedText.of("en", "Helps"))], by=by)
    contact = ContactFactory(practice=practice, user__name=f"{SECRET} Person")
    today = timezone.localdate()
    letter = HeartbeatLetter.objects.create(practice=practice, to=by, due_on=today, number=1, sent_on=today)
    return {
        "practice": practice,
        "slug": slug_of(shown),
        "key": practice.key,
        "number": shown.number,
        "kind": "practice",
        "uuid": practice.uuid,
        "name": "card",
        "move": "restore" if practice.status == "withdrawn" else "end",
        "its file": {"uuid": file.uuid, "name": file.name},
        "its grant": {"pk": grant.pk},
        "its partner": {"code": partner.code},
        "its contact": {"pk": contact.pk},
        "its letter": {"token": heartbeat.token_of(letter)},
    }


def _submissions(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """A draft that the coordinator writes with somebody, and one that the coordinator has sent."""
    call = a_call()
    draft = a_draft_submission(call=call, author=by, organisation=owner, record=a_record(f"{SECRET} draft"))
    draft.as_typed = {"started_on": {"values": {"started_on": [SECRET]}}}
    draft.save()
    other = draft.authors.create(user=UserFactory(name=f"{SECRET} Writer"))
    file = SimpleUploadedFile("numbers.csv", f"{SECRET};1\n".encode())
    kept = submissions.add_file(draft, file=file, by=by)
    asked = submissions.invite_author(draft, email="writer@example.org", language="en", by=by)
    AuthorInvitation.objects.filter(pk=asked.pk).update(token_hash=AuthorInvitation.hashed("a letter"))
    sent = a_submission(title=f"{SECRET} answer", call=call, author=by, organisation=owner)
    words = {"key": draft.key, "number": 1, "uuid": draft.uuid, "kind": "submission"}
    return {
        "own draft": {
            **words,
            "its author": {"pk": other.pk},
            "its invitation": {"pk": asked.pk, "token": "a letter"},
            "its file": {"uuid": kept.uuid, "name": kept.name},
        },
        "own submission": {**words, "key": sent.key, "uuid": sent.uuid},
    }


def _import(owner: Any, by: User) -> dict[str, Any]:
    """A file the coordinator brought."""
    file = SimpleUploadedFile(f"{SECRET}.csv", f"Title,Summary\n{SECRET},A club\n".encode())
    run = import_runs.bring_file(file, by=by, owner=owner.code, language="", mapping="", drafts=False)
    return {"uuid": run.uuid}


def _questions(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """An answered question that everybody may read, and one between the two; the asker is not in the cast."""
    practice, asker = a_practice(owner=owner, by=by, title="An asked club"), UserFactory(name=f"{SECRET} Asker")
    seen = an_answer(a_question(practice, by=asker), by=UserFactory())
    closed = a_question(practice, by=asker, subject=f"{SECRET} hosts?", is_open=False)
    visit = a_time(practice, by=by, where=f"{SECRET} Street 1")
    guest = a_visitor(name=f"{SECRET} Visitor")
    things = {
        "open question": seen,
        "closed question": closed,
        "visit": visit,
        "booking": a_booking(visit, by=guest, note=SECRET),
        "open thanks": some_thanks(practice),
        "closed thanks": some_thanks(practice, by=guest, text=SECRET, is_open=False),
    }
    return {
        name: {
            "uuid": thing.uuid,
            "code": owner.code,
            "pk": thing.messages.first().pk if isinstance(thing, Question) else 0,
        }
        for name, thing in things.items()
    }


def _adoptions(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """One that everybody may read, and one that only its two sides may: here the adopter is the owner's organisation.

    Then one that others wrote of the owner's practice, one that was removed, and one of an organisation that has ended
    and whose tasks the owner's carries on.
    """
    seen = AdoptionFactory(organisation=owner, by=by, on=date(2026, 1, 7))
    secret = TranslatedText.of("en", f"{SECRET} plan")
    hidden = AdoptionFactory(organisation=owner, by=by, is_open=False, purpose=secret, on=date(2026, 1, 7))
    theirs = AdoptionFactory(practice=a_practice(owner=owner, by=by))
    removed = AdoptionFactory(organisation=owner, by=by, purpose=secret)
    ledger.remove_adoption(removed, by=by)
    left = AdoptionFactory()
    Succession.objects.create(old=left.organisation, new=owner)
    return {
        "open adoption": _adoption(seen, by),
        "closed adoption": _adoption(hidden, by),
        "others' adoption": _adoption(theirs, by),
        "removed adoption": {"uuid": removed.uuid, "kind": "adoption"},
        "left adoption": {"uuid": left.uuid, "kind": "adoption"},
    }


def _adoption(adoption: Any, by: User) -> dict[str, Any]:
    """The words that any address about this adoption needs."""
    person = UserFactory(name=f"{SECRET} Colleague")
    adoption.contact = person
    adoption.save()
    ledger.ask_about_version(adoption, version=adoption.practice.current, by=by)
    return {
        "uuid": adoption.uuid,
        "kind": "adoption",
        "key": adoption.practice.key,
        "form": "facts",
        "its adaptation": {"part": AdaptationFactory(adoption=adoption).uuid},
        "its outcome": {"part": OutcomeFactory(adoption=adoption).uuid},
        "its lesson": {"part": LessonFactory(adoption=adoption).uuid},
        "its word": {"word": OwnersWordFactory(adoption=adoption).uuid},
    }


def _need() -> dict[str, Any]:
    """A search that found nothing: specialists alone read of it."""
    needs.note_unanswered(f"{SECRET} courses", "en")
    return {"key": needs.unanswered()[0].key}


def _words() -> dict[str, dict[str, Any]]:
    found = concept()
    return {
        "vocabulary": {"code": found.scheme.code, "form": "csv"},
        "concept": {"uuid": found.uuid, "concept": found.uuid, "kind": "concept"},
    }


def _rubrics(by: User) -> dict[str, dict[str, Any]]:
    """A rubric in force, and the draft of its next version."""
    rubric = RubricFactory(gates=["consent"])
    draft = rubrics.begin_version(rubric, by=by)
    rubrics.save_texts(
        draft,
        facts={"name": TranslatedText.of("en", f"{SECRET} rubric")},
        seen=rubric_content.seen_of_texts(draft),
        by=by,
    )
    return {
        "rubric": {"code": rubric.code, "number": 1, "form": "ttl", "uuid": rubric.uuid, "kind": "rubric"},
        "draft of a rubric": {
            "code": draft.code,
            "number": 2,
            "form": "ttl",
            "uuid": draft.uuid,
            "kind": "rubric",
            "its criterion": {"part": draft.criteria.first().code},
            "its gate": {"part": draft.gates.first().code},
        },
    }


def _arc(by: User) -> dict[str, dict[str, Any]]:
    seen = ElsewhereFactory(created_by=by.uuid)
    hidden = ElsewhereFactory(is_public=False, created_by=by.uuid, title=TranslatedText.of("en", f"{SECRET} need"))
    answer = ElsewhereFactory(station="idea", created_by=by.uuid)
    ends = [(f"elsewhere:{thing.station}", thing.uuid) for thing in (answer, seen, hidden)]
    links = {
        "open link": arc.tie(first=ends[0], type="answers", second=ends[1], by=by),
        "hidden link": arc.tie(first=ends[0], type="answers", second=ends[2], by=by),
    }
    assert all(isinstance(link, Link) for link in links.values())
    return {
        "open elsewhere": {"uuid": seen.uuid, "kind": "elsewhere"},
        "hidden elsewhere": {"uuid": hidden.uuid, "kind": "elsewhere"},
        **{name: {"pk": link.pk} for name, link in links.items()},
    }


def _people_things(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    token = "a token that nobody can guess"
    invitation = Invitation.objects.create(
        organisation=owner,
        email="asked@example.org",
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        expires_at=timezone.now() + timedelta(days=1),
        invited_by=by,
    )
    member = MembershipFactory(organisation=owner)
    place = PlaceFactory()
    return {
        "organisation": {"code": owner.code, "uuid": owner.uuid, "kind": "organisation"},
        "place": {"code": place.code},
        "membership": {"code": owner.code, "pk": member.pk},
        "invitation": {"code": owner.code, "uuid": invitation.uuid, "token": token},
    }


def _days(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """A day one may sign up for, and one that is being prepared; the coordinator holds both."""
    seen = a_day(phase="welcome", facilitator=by, organisation=owner, state="open", people=2)
    name = TranslatedText.of("en", f"{SECRET} day")
    draft = a_day(phase="welcome", facilitator=by, organisation=owner, state="draft", name=name, people=2)
    _one, token = join_now(seen, languages=["fi"])
    things = {
        title: {
            "slug": day.slug,
            "key": day.key,
            "code": day.code,
            "its part": {"pk": day.phases.last().pk},
            "its theme": {"pk": day.themes.last().pk},
            "its participant": {"pk": day.participants.first().pk},
        }
        for title, day in (("open day", seen), ("draft day", draft))
    }
    return {**things, "own link": {"token": token}}


def _epics(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """A day that the coordinator ran: a public epic that she owns, one nobody owns, one that is not public."""
    day = a_day(phase="feedback", facilitator=by, organisation=owner)
    epics = {}
    for number, (name, is_public) in enumerate((("epic", True), ("free epic", True), ("hidden epic", False)), 1):
        epic = Epic.objects.create(day=day, number=number, theme=day.themes.all()[0], is_public=is_public)
        epic.texts.create(part="name", language="en", text="A tea room" if is_public else f"{SECRET} tea room")
        epics[name] = epic
    mine = take_epic(epics["epic"], organisation=owner, role="head", by=by)
    return {
        **{name: {"key": epic.key, "uuid": epic.uuid, "kind": "epic"} for name, epic in epics.items()},
        "letter about an epic": {"token": epic_token(mine, by)},
        "day with epics": {"key": day.key},
        "day with epics' channel": {"channel": day.channel.uuid},
        "day with epics, a file": {"key": day.key, "uuid": UUID(int=0)},
    }


def _follow_up(organisation: Any, by: User) -> dict[str, dict[str, Any]]:
    """The address in a letter to an adopter."""
    adoption = AdoptionFactory(organisation=organisation, by=by, on=timezone.localdate() - timedelta(days=100))
    return {"follow-up": {"token": token_for(adoption.follow_ups.get(months=3), by)}}


def _followed(person: User) -> dict[str, dict[str, Any]]:
    """A search that the coordinator keeps."""
    saved = SavedSearchFactory(user=person, name=SECRET)
    return {
        "saved search": {
            "uuid": saved.uuid,
            "its feed": {"token": saved.token},
            "its letters": {"token": stop_token(saved)},
        }
    }


def _panel(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """A call the coordinator runs, with one member outside the cast; and a seat of the coordinator's on another panel."""
    call = a_call(coordinator=by, organisation=owner)
    submission = a_submission(call=call, title=f"{SECRET} hall")
    seat = a_panel(call, [submission], members=1)[0]
    plan = Plan.objects.create(call=call, per_submission=1, outcome={"objective": "total"})
    assessment = an_assessment(assigned(submission, seat), reason=SECRET)
    asked = ask_by_mail(call, email="asked@example.org", language="fi", by=by)
    own = a_seat(a_call(), by)
    given = assigned(a_submission(call=own.call, title=f"{SECRET} hall"), own)
    return {
        "call with a panel": {
            "key": call.key,
            "its seat": {"uuid": seat.uuid},
            "its invitation": {"pk": asked.pk},
            "its plan": {"uuid": plan.uuid},
            "its submission": {"submission": submission.key},
            "its assessment": {"uuid": assessment.uuid},
        },
        "own seat": {"uuid": own.uuid},
        "own assignment": {"uuid": given.uuid},
    }


def _surveys(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    survey = a_survey(maker=by, organisation=owner)
    waiting = Asked.objects.create(survey=survey, email="asked@example.org", token_digest="0" * 64)
    known = {"key": survey.key, "number": 1, "token": "guessed", "language": "en", "kind": "invitations"}
    return {"open survey": {**known, "its address": {"number": waiting.pk}}, **_answered(owner, by), **_made(owner, by)}


def _answered(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """A survey that five people answered, with a theme that nobody but who runs it knows; and one with a public theme."""
    survey, told = (a_survey(maker=by, organisation=owner) for _number in range(2))
    Asking.objects.filter(survey=survey, type="profession").update(
        settings={"sizes": {"teacher": 9, "nurse": 8, "social-worker": 7}}
    )
    marks = {"language": {"importance": 5, "current": 1}}
    for _number in range(5):
        a_response(survey, needs=marks, what_else=f"{SECRET} words")
    answer = Answer.objects.filter(question__survey=survey, question__code="what-else").first()
    assert answer is not None
    hidden = ThemeFactory(survey=survey, name=TranslatedText.of("en", f"{SECRET} theme"))
    shown = ThemeFactory(survey=told, is_public=True)
    quotation = Quotation.objects.create(answer=answer, text=f"{SECRET} words")
    return {
        "answered survey": {
            "key": survey.key,
            "question": "what-else",
            "mark": mark_of(answer.pk),
            "number": quotation.pk,
            "uuid": hidden.uuid,
            "kind": "needs-theme",
        },
        "survey with public themes": {"key": told.key, "uuid": shown.uuid, "kind": "needs-theme"},
    }


def _made(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """A survey that everybody may know, and a draft."""
    listed = a_survey(maker=by, organisation=owner, is_listed=True)
    name = TranslatedText.of("en", f"{SECRET} survey")
    draft = a_survey(maker=by, organisation=owner, state="draft", opened_at=None, is_listed=True, name=name)
    made = {
        title: {
            "key": one.key,
            "slug": one.slug,
            "uuid": one.uuid,
            "kind": "survey",
            "code": "needs",
            "pk": one.sections.first().pk,
        }
        for title, one in (("listed survey", listed), ("draft survey", draft))
    }
    return made


def _calls(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """A call everybody may read, and a draft; the coordinator makes both, somebody outside the cast chairs them."""
    seen = a_call(coordinator=by, organisation=owner)
    name = TranslatedText.of("en", f"{SECRET} call")
    draft = a_call(coordinator=by, organisation=owner, state=Call.State.DRAFT, published_at=None, name=name)
    return {
        title: {
            "slug": call.slug,
            "key": call.key,
            "uuid": call.uuid,
            "kind": "call",
            "number": 1,
            "its question": {"uuid": call.questions.first().uuid},
        }
        for title, call in (("open call", seen), ("draft call", draft))
    }


def _decisions(owner: Any, by: User) -> dict[str, dict[str, Any]]:
    """A call the coordinator runs and somebody outside the cast chairs: a meeting, and decisions at each stage."""
    call = a_call(coordinator=by)
    criterion = call.rubric.criteria.first().code
    written, final, seen = (a_submission(call=call, title=f"{name} bench") for name in (SECRET, SECRET, "Open"))
    a_decision(written, final=False)
    a_decision(final, label="good")
    practice = a_practice(owner=owner, by=by, title="An open bench")
    public = a_decision(seen, label="good", practice=practice, published_at=timezone.now())
    meeting = plan_meeting(
        call, name=TranslatedText.of("en", f"{SECRET} meeting"), starts_at=timezone.now(), place="Hall", by=None
    )
    item = meeting.items.get(submission=written)
    return {
        "judged call": {"key": call.key},
        "meeting": {"uuid": meeting.uuid},
        "agenda item": {"uuid": item.uuid, "code": criterion},
        "written decision": {"key": written.key},
        "final decision": {"key": final.key},
        "public decision": {"key": seen.key, "uuid": public.uuid, "kind": "panel-decision"},
        **_letters(call, written, by),
    }


def _letters(call: Any, submission: Any, by: User) -> dict[str, dict[str, Any]]:
    """What those who run a call do around a submission: gates, conflicts, letters, a new look asked for."""
    GateFactory(rubric=call.rubric, code="ethics")
    queue_letters(call, by=by)
    conflict = recuse(submission, user=UserFactory(name=f"{SECRET} Judge"), kind="funder", source="ruled", by=by)
    decision = call.submissions.get(decision__state="final", decision__published_at=None).decision
    look = Appeal.objects.create(decision=decision, text=f"{SECRET} is right.")
    return {
        "received submission": {"key": submission.key, "pk": conflict.pk},
        "letters": {"key": call.key, "outcome": "publish", "language": "sv"},
        "one letter": {"uuid": decision.letters.get().uuid},
        "new look": {"uuid": look.uuid},
    }


def _own(person: User, somebody: User) -> dict[str, dict[str, Any]]:
    """What is one person's alone: a session of the coordinator, a passkey of somebody who is not in the cast."""
    session = UserSession.objects.create(user=person, session_key="elsewhere", ip="127.0.0.1", user_agent=SECRET)
    key = Authenticator.objects.create(
        user=somebody, type=Authenticator.Type.WEBAUTHN, data={"name": SECRET, "credential": {}}
    )
    return {"session": {"pk": session.pk}, "passkey": {"pk": key.pk}}
