"""What was accepted becomes a version of a practice, with its decision; nothing is typed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.arc import public as arc
from kotokaari.catalogue import public as catalogue
from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation import audit
from kotokaari.foundation.dates import written_day
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import User
from kotokaari.search.public import index

from .. import mails, publication, queries
from ..models import Decision

KIND = "panel-decision"
Outcome, State = Decision.Outcome, Decision.State


def locked_decision(decision: Decision) -> Decision:
    """The decision as it now is, locked. Refuses one that is not final, does not publish, or was withdrawn."""
    found = Decision.objects.select_for_update(of=("self",)).select_related(
        "submission__call", "submission__practice", "submission__organisation", "version", "rubric", "practice"
    )
    now = found.get(pk=decision.pk)
    if now.state != State.FINAL:
        raise DomainError(_("The decision is not final yet."))
    if now.outcome != Outcome.PUBLISH:
        raise DomainError(_("Only what the panel chose is published."))
    if now.submission.withdrawn_at is not None:
        raise DomainError(_("This submission was withdrawn. It is not published."))
    return now


@transaction.atomic
def prepare_practice(decision: Decision, *, by: User | None, over: bool = False) -> Version:
    """Put what was judged into the draft of its practice, or of a new one; nothing appears to readers yet.

    Refuses a practice with a draft that others write, and one that was changed since the submission was sent,
    unless ``over`` says that the judged words take its place.
    """
    now = locked_decision(decision)
    if now.published_at is not None:
        raise DomainError(_("This decision is public already."))
    changed = publication.changed_meanwhile(now)
    if changed is not None and not over:
        raise DomainError(_("The practice was changed after the submission was sent. Compare the two and choose."))
    practice = now.practice or now.submission.practice
    draft = _new_practice(now, by) if practice is None else _into(practice, now, by, over=over)
    now.practice = draft.practice
    now.save(update_fields=["practice"])
    audit.record("practice prepared", target=now, by=by, practice=str(draft.practice.uuid))
    return draft


def _new_practice(decision: Decision, by: User | None) -> Version:
    practice = catalogue.create_practice(
        decision.submission.organisation,
        by=by,
        record=decision.version.record,
        source_language=decision.version.source_language,
        is_example=decision.is_example,
    )
    return practice.versions.get()


def _into(practice: Practice, decision: Decision, by: User | None, *, over: bool) -> Version:
    draft = practice.versions.filter(state=Version.State.DRAFT).first()
    others = draft is not None and practice.current_id is not None and decision.practice_id is None
    if others and not over:
        raise DomainError(
            _("This practice has a draft that its owner writes. Ask them to publish or discard it first.")
        )
    if draft is None:
        draft = catalogue.start_correction(practice, by=by)
    return catalogue.store_record(draft, record=publication.judged_whole(decision, draft.whole), by=by)


@transaction.atomic
def ask_to_publish(decision: Decision, *, by: User, as_it_is: bool = False) -> Decision:
    """Publish now, or, under an embargo, when it ends.

    Refuses until everything is there in Finnish and Swedish, and a draft that says something else than was judged
    unless ``as_it_is``.
    """
    now = locked_decision(decision)
    draft = _ready(now, as_it_is=as_it_is)
    embargo = now.submission.call.embargo_until
    if embargo is None or embargo <= timezone.now():
        return publish_decision(now, by=by, as_it_is=as_it_is)
    now.publish_asked_at, now.publish_asked_by = timezone.now(), by
    now.publish_mark = publication.mark_of_differences(now, draft)
    now.save(update_fields=["publish_asked_at", "publish_asked_by", "publish_mark"])
    audit.record("publication asked for", target=now, by=by, embargo=embargo.isoformat(), as_it_is=as_it_is)
    return now


@transaction.atomic
def call_off_publishing(decision: Decision, *, by: User) -> Decision:
    """It does not appear when the embargo ends after all. Refuses one that does not wait."""
    now = locked_decision(decision)
    if now.publish_asked_at is None or now.published_at is not None:
        raise DomainError(_("This does not wait to be published."))
    now.publish_asked_at, now.publish_asked_by = None, None
    now.save(update_fields=["publish_asked_at", "publish_asked_by"])
    audit.record("publication called off", target=now, by=by)
    return now


def publish_as_asked(decision: Decision, *, by: User | None) -> Decision:
    """Publish what waited for the end of an embargo, in the name of who asked, if it still says what was agreed to when it was asked for.

    Refuses a draft that was changed since, and everything ``publish_decision`` refuses.
    """
    draft = publication.draft_of(decision)
    same = draft is not None and publication.mark_of_differences(decision, draft) == decision.publish_mark
    return publish_decision(decision, by=by, as_it_is=same)


@transaction.atomic
def tell_of_held_back(refused: Iterable[int], *, by: User | None) -> int:
    """Write once to those who run a call what keeps its decisions from appearing though the embargo has ended.

    These decisions, and those nobody could ask for because a language is missing. Returns how many.
    """
    now = timezone.now()
    by_call: dict[int, list[int]] = defaultdict(list)
    refused = set(refused)
    for decision in queries.to_tell_of(now, refused):
        if decision.pk not in refused and not publication.lacking(decision, publication.draft_of(decision)):
            continue
        mine = Decision.objects.filter(pk=decision.pk, publish_told_at=decision.publish_told_at)
        if mine.update(publish_told_at=now):  # several processes look at the same moment: one writes
            audit.record("told of what is held back", target=decision, by=by)
            by_call[decision.submission.call_id].append(decision.pk)
    for call, decisions in by_call.items():
        transaction.on_commit(partial(mails.held_back, call, decisions), robust=True)
    return sum(map(len, by_call.values()))


@transaction.atomic
def publish_decision(decision: Decision, *, by: User | None, as_it_is: bool = False) -> Decision:
    """The practice's draft becomes what readers see, and the decision is public with it, tied on the arc.

    Refuses before the embargo ends, and everything ``ask_to_publish`` refuses.
    """
    now = locked_decision(decision)
    embargo = now.submission.call.embargo_until
    if embargo is not None and embargo > timezone.now():
        day = written_day(timezone.localtime(embargo).date(), "fi")
        raise DomainError(_("Nothing of this call is shown before %(day)s.") % {"day": day})
    draft = _ready(now, as_it_is=as_it_is)
    version = _published(draft, by)
    now.practice_version, now.published_at = version, timezone.now()
    now.publish_asked_at, now.publish_asked_by = now.publish_asked_at or now.published_at, now.publish_asked_by or by
    now.save()
    if now.practice is not None:
        now.practice.refresh_from_db()
    if now.submission.practice_id is None:
        now.submission.practice = version.practice
        now.submission.save(update_fields=["practice"])
    _tie(now, by)
    index("practice", [version.practice.uuid])
    audit.record("decision published", target=now, by=by, practice=str(version.practice.uuid), version=version.number)
    return now


@transaction.atomic
def translate_for_publishing(decision: Decision, *, path: str, language: str, text: str, by: User) -> Decision:
    """Put one text of the practice's draft, or of the decision, into a language it lacks.

    Refuses while there is no draft, a text that is there already, and what is not asked for.
    """
    now = locked_decision(decision)
    draft = publication.draft_of(now)
    lacks = {(lack.name, lack.language): lack for lack in publication.lacking(now, draft)}
    lack = lacks.get((path, language))
    if lack is None:
        raise DomainError(_("This text is there already. Read the page again."))
    if lack.of_decision:
        return _translate_decision(now, path, language, text.strip(), by)
    if draft is None:
        raise DomainError(_("Prepare the practice first."))
    catalogue.translate(draft, path=path, language=language, text=text, by=by)
    return now


def _translate_decision(decision: Decision, name: str, language: str, text: str, by: User) -> Decision:
    if name.startswith("reason-"):
        code = name.removeprefix("reason-")
        said = TranslatedText.from_json(decision.criterion_reasons.get(code)).with_translation(language, text)
        decision.criterion_reasons = {**decision.criterion_reasons, code: said.to_json()}
    else:
        setattr(decision, name, getattr(decision, name).with_translation(language, text))
    decision.revision += 1
    decision.save()
    audit.record("decision translated", target=decision, by=by, text=name, language=language)
    return decision


def _ready(decision: Decision, *, as_it_is: bool) -> Version:
    if decision.published_at is not None:
        raise DomainError(_("This decision is public already."))
    draft = publication.draft_of(decision)
    if draft is None:
        raise DomainError(_("Prepare the practice first."))
    lacks = publication.lacking(decision, draft)
    if lacks:
        raise DomainError(
            _("Finnish and Swedish must both be complete. Missing: %(fields)s.")
            % {"fields": publication.in_words(lacks)}
        )
    if not as_it_is and publication.differs(decision, draft):
        raise DomainError(_("The practice says something else than what was judged. Compare the two and choose."))
    return draft


def _published(draft: Version, by: User | None) -> Version:
    """Raises DomainError with the fields the catalogue still wants."""
    try:
        return catalogue.publish(draft, by=by, change_note=_note())
    except DomainError as error:
        problems: dict[str, str] = getattr(error, "problems", {})
        if not problems:
            raise
        labels = [str(catalogue.RECORD_FIELDS[name].label) for name in problems if name in catalogue.RECORD_FIELDS]
        raise DomainError(_("Fill in these fields first: %(fields)s.") % {"fields": ", ".join(labels)}) from error


def _note() -> TranslatedText:
    return TranslatedText.of(
        "en", "Published by the decision of an expert panel.", fi="Julkaistu asiantuntijapaneelin päätöksellä.",
        sv="Publicerad genom expertpanelens beslut.",
    )  # fmt: skip


def _tie(decision: Decision, by: User | None) -> None:
    """The chain call, submission, decision, practice: each step with its own word, and the practice to the call for all.

    Who may not read a submission meets the other three only: they hang together without it.
    """
    practice = decision.practice
    if practice is None:
        return
    submission, links = decision.submission, arc.LinkType
    own, sent, call = (KIND, decision.uuid), ("submission", submission.uuid), ("call", submission.call.uuid)
    shown = ("practice", practice.uuid)
    arc.tie(first=shown, type=links.JUDGED_BY, second=own, by=by)
    arc.tie(first=shown, type=links.ANSWERS, second=call)
    arc.tie(first=own, type=links.FOLLOWS, second=call)
    tie_answered(decision)
    sources = list(arc.Link.objects.filter(first=submission.uuid, type=links.GREW_FROM))
    if not any(link.second == practice.uuid for link in sources):
        arc.tie(first=shown, type=links.GREW_FROM, second=sent)
    for link in sources:
        if link.second != practice.uuid:
            arc.tie(first=shown, type=links.GREW_FROM, second=(link.second_kind, link.second))


def tie_answered(decision: Decision) -> None:
    """The submission was decided by it. Said once its authors may know: with the letters, or with publication."""
    arc.tie(first=("submission", decision.submission.uuid), type=arc.LinkType.JUDGED_BY, second=(KIND, decision.uuid))
