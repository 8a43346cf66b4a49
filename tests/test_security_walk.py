"""Everybody walks to every address of the house, reading and sending, and meets what the table says.

The table stands in two parts: RIGHTS says in one line who gets which answer; WALK says which right holds for
which page on which thing. Pages come from the resolver: one that is not in the table fails the test. What
each person is stands in security_cast.py.
"""

import shutil
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation
from django.utils.http import urlencode

from kotokaari.foundation.models import AuditEvent
from kotokaari.people.tests.factories import UserFactory

from .security_cast import SECRET, build

pytestmark = pytest.mark.django_db

PEOPLE = "nobody  stranger  head-elsewhere  onlooker  member  coordinator  administrator  above  specialist  house"
# ok: the page, or a step on after an act. in: sign in first. 403, 404, 405, 410: that answer.
RIGHTS = {
    "everybody":       "ok   ok   ok   ok   ok   ok   ok   ok   ok   ok",
    "nobody at all":   "404  404  404  404  404  404  404  404  404  404",
    "nobody at all, closed": "in 404 404 404 404 404 404 404 404 404",
    "gone":            "410  410  410  410  410  410  410  410  410  410",
    "not so":          "405  405  405  405  405  405  405  405  405  405",
    "not so, closed":  "in   405  405  405  405  405  405  405  405  405",
    "signed in":       "in   ok   ok   ok   ok   ok   ok   ok   ok   ok",
    "told so":         "in   401  401  401  401  401  401  401  401  401",
    "sent on":         "in   in   in   in   in   in   in   in   in   in",
    "house":           "in   403  403  403  403  403  403  403  403  ok",
    # A practice that was never published: its own organisation's.
    "insiders":        "404  404  404  ok   ok   ok   ok   404  404  ok",
    "writers":         "in   404  404  403  ok   ok   ok   404  404  ok",
    "publishers":      "in   404  404  403  403  ok   ok   404  404  ok",
    "begins there":    "in   no   no   no   ok   ok   ok   no   no   ok",  # no: gets the page, without this organisation
    # A public practice: everybody may know it.
    "its writers":     "in   403  403  403  ok   ok   ok   403  403  ok",
    "its publishers":  "in   403  403  403  403  ok   ok   403  403  ok",
    "its translators": "in   403  403  403  ok   ok   ok   403  ok   ok",
    "the one asked":   "in   404  404  404  404  404  404  404  404  404",
    # Things kept elsewhere, and links: whoever wrote them down, here the coordinator.
    "who knows":       "404  404  404  404  404  ok   404  404  404  ok",
    "who wrote":       "in   404  404  404  404  ok   404  404  404  ok",
    "its owner alone": "in   403  403  403  403  ok   403  403  403  403",
    "who may change":  "in   403  403  403  403  ok   403  403  403  ok",
    "specialists":     "in   403  403  403  403  403  403  403  ok   ok",
    # Drafts of rubrics.
    "its writers alone": "404 404 404 404 404 404 404 404 ok ok",
    "not so, for specialists": "in 405 405 405 405 405 405 405 405 405",
    # Organisations and their people.
    "founders":        "in   403  ok   403  403  ok   ok   ok   ok   ok",
    "heads":           "in   403  403  403  403  ok   ok   ok   403  ok",
    "administrators":  "in   403  403  403  403  403  ok   ok   403  ok",
    "colleagues":      "in   403  403  ok   ok   ok   ok   ok   403  ok",
    # Questions: whoever speaks for the practice, and the asker, who is none of these.
    "who answer":      "in   404  404  404  404  ok   ok   404  404  ok",
    "not the asker":   "in   404  404  404  404  403  403  404  404  403",
    "they answer":     "in   403  403  403  403  ok   ok   403  403  ok",
    "the house here":  "in   404  404  404  404  403  403  404  404  ok",
    "asker alone":     "in   403  403  403  403  403  403  403  403  403",
    # What the chair of a call decides, and what only members of its panel say; the coordinator runs the call.
    "who decide":      "in   404  404  404  404  403  404  404  404  ok",
    "its panel":       "in   404  404  404  404  403  404  404  404  403",
    # What is one person's alone, here the coordinator's.
    "its person":      "in   404  404  404  404  ok   404  404  404  404",
    "its person, open": "404  404  404  404  404  ok   404  404  404  404",
    # Pages of a day that goes on: its phones, and whoever runs it, here the coordinator.
    "on the day":      "403  403  403  403  403  ok   403  403  403  ok",
    "on the day, empty": "403 403 403 403 403 422 403 403 403 422",
    "signed in, api":  "401  ok   ok   ok   ok   ok   ok   ok   ok   ok",
    "who wrote, api":  "401  404  404  404  404  ok   404  404  404  ok",
    "no ticket":       "401  401  401  401  401  401  401  401  401  401",
    "nobody, api":     "401  404  404  404  404  404  404  404  404  404",
    "who has none":    "in   404  404  404  404  404  404  404  404  404",
}  # fmt: skip

SAME = "as when read"
PUBLIC, DRAFT, GONE = "public practice", "draft practice", "withdrawn practice"
READ = ("practice", "versions", "card", "paper")
WRITING = ("draft", "draft-preview", "draft-discard", "draft-sheet")
AROUND = ("partners", "contacts", "draft-publish", "status")
PARTS = ("adaptation", "outcome", "lesson")
LEDGER = (
    "write",
    "status",
    "step-back",
    "facts",
    "contact",
    "version",
    "visibility",
    *(f"{part}-add" for part in PARTS),
)
CALLS = (
    "texts",
    "terms",
    "rounds",
    "extend",
    "questions",
    "question-new",
    "rubric",
    "people",
    "cancel",
    "delete",
    "copy",
)
SURVEY_READ = ("make", "make-files", "make-preview", "make-xlsform")
SURVEY_MADE = (
    *(f"make-{page}" for page in ("texts", "questions", "words", "terms", "people")),
    *("question-new", "question", "question-remove", "section-new", "section", "section-remove"),
    *("close", "more-time", "copy", "delete"),
)
SUBMISSION = ("preview", "send", "time", "translate", "authors", "files", "withdraw", "restore", "discard")
RECEIVED = ("gates", "return", "not-eligible", "verdict-take-back", "conflict-rule", "conflict-own", "conflict-lift")
# page; thing; who may read; who may send
WALK = [
    # The live log: whoever has a day's ticket, which none of these carries
    *[(f"live:{page}", "day with epics' channel", "no ticket", "not so") for page in ("log", "state")],
    ("live:acts", "day with epics' channel", "not so", "no ticket"),
    # The front door
    *[(page, "-", "everybody", SAME) for page in ("choose-language", "robots", "health-live", "health-ready")],
    *[(f"home:{page}", "-", "everybody", SAME) for page in ("front", "near", "duties", "about", "privacy", "accessibility")],
    ("home:work", "-", "signed in", SAME),
    ("home:trail", "-", "house", SAME),
    *[(f"home:{page}", "-", "specialists", SAME) for page in ("spread", "spread-csv")],
    ("home:need-settle", "need", "specialists", SAME),
    *[(f"ui:{page}", "-", "everybody", SAME) for page in ("gallery", "confirm")],
    ("ui:autosave", "-", "not so", "everybody"),
    # Open data
    *[(page, "-", "everybody", "not so") for page in ("open-data", "opendata:front", "opendata:index", "sitemap")],
    ("sitemap-part", "part of the map", "everybody", "not so"),
    ("opendata:letter", "letter", "everybody", "not so"),
    ("open-data-file", "open file", "nobody at all", "not so"),  # none is written yet
    ("oembed", "-", "nobody at all", "not so"),  # without the address of a practice
    *[(page, thing, right, "not so") for page in ("embed", "opendata:share") for thing, right in ((PUBLIC, "everybody"), (DRAFT, "nobody at all"))],
    ("embed", GONE, "gone", "not so"),
    ("opendata:share", GONE, "everybody", "not so"),  # sent on to what is left of it
    # Practices, read
    *[(f"catalogue:{page}", "-", "everybody", SAME) for page in ("list", "list-csv", "list-json", "projects")],
    ("catalogue:project", "project", "everybody", SAME),
    *[(f"catalogue:{page}", PUBLIC, "everybody", SAME) for page in (*READ, "compare", "version")],
    *[(f"catalogue:{page}", GONE, "gone", SAME) for page in (*READ, "version")],
    *[(f"catalogue:{page}", DRAFT, "insiders", SAME) for page in (*READ, "compare")],
    ("catalogue:version", DRAFT, "nobody at all", SAME),
    ("catalogue:file", f"{PUBLIC}, its file", "everybody", SAME),
    ("catalogue:file", f"{DRAFT}, its file", "insiders", SAME),
    ("catalogue:file", f"{GONE}, its file", "insiders", SAME),
    # Practices, written
    ("catalogue:write", "-", "signed in", SAME),
    *[(f"catalogue:{page}", DRAFT, "writers", SAME) for page in (*WRITING, "files", "translate")],
    *[(f"catalogue:{page}", PUBLIC, "its writers", SAME) for page in WRITING],
    ("catalogue:import", "-", "founders", SAME),
    *[(f"catalogue:import-{page}", "import", "who wrote", SAME) for page in ("run", "columns", "forget", "rejected")],
    *[(f"catalogue:import-{page}", "import", "not so, closed", "who wrote") for page in ("begin", "stop")],
    ("catalogue:translate", PUBLIC, "its translators", SAME),
    ("catalogue:files", PUBLIC, "its publishers", SAME),
    *[(f"catalogue:{page}", DRAFT, "publishers", SAME) for page in AROUND],
    *[(f"catalogue:{page}", PUBLIC, "its publishers", SAME) for page in AROUND],
    ("catalogue:status", GONE, "its publishers", SAME),
    ("catalogue:draft-autosave", DRAFT, "not so, closed", "writers"),
    ("catalogue:draft-autosave", PUBLIC, "not so, closed", "its writers"),
    ("catalogue:correct", DRAFT, "not so, closed", "writers"),
    ("catalogue:correct", "finished practice", "not so, closed", "its writers"),
    ("catalogue:confirm", DRAFT, "not so, closed", "publishers"),
    ("catalogue:confirm", PUBLIC, "not so, closed", "its publishers"),
    ("catalogue:file-remove", f"{DRAFT}, its file", "writers", SAME),
    ("catalogue:file-remove", f"{PUBLIC}, its file", "its publishers", SAME),
    *[(f"catalogue:{part}-remove", f"{DRAFT}, its {part}", "not so, closed", "publishers") for part in ("partner", "grant", "contact")],
    *[(f"catalogue:{part}-remove", f"{PUBLIC}, its {part}", "not so, closed", "its publishers") for part in ("partner", "grant", "contact")],
    *[("catalogue:contact-answer", practice, "the one asked", SAME) for practice in (DRAFT, PUBLIC)],
    ("catalogue:still-so", f"{PUBLIC}, its letter", "everybody", SAME),  # whoever has the letter
    # From person to person
    ("exchange:ask", PUBLIC, "everybody", SAME),
    ("exchange:ask-keep", PUBLIC, "not so", "everybody"),
    ("exchange:practice-questions", PUBLIC, "everybody", SAME),
    *[(f"exchange:{page}", practice, "nobody at all", SAME) for page in ("ask", "practice-questions") for practice in (DRAFT, GONE)],
    ("exchange:my-questions", "-", "signed in", SAME),
    ("exchange:question", "open question", "everybody", "they answer"),
    ("exchange:question", "closed question", "who answer", SAME),
    ("exchange:question-keep", "closed question", "not so, closed", "who answer"),
    *[(f"exchange:question-{page}", "open question", "they answer", SAME) for page in ("close", "hide")],
    *[(f"exchange:question-{page}", "closed question", "who answer", SAME) for page in ("close", "hide")],
    ("exchange:question-withdraw", "open question", "asker alone", SAME),
    ("exchange:question-withdraw", "closed question", "not the asker", SAME),
    ("exchange:question-open", "open question", "not so, closed", "asker alone"),
    ("exchange:question-open", "closed question", "not so, closed", "not the asker"),
    ("exchange:message-edit", "open question", "asker alone", SAME),
    ("exchange:message-edit", "closed question", "not the asker", SAME),
    # Adoptions, read
    *[(f"adoption:{page}", "-", "everybody", SAME) for page in ("list", "list-csv", "list-json")],
    ("adoption:adoption", "open adoption", "everybody", SAME),
    ("adoption:adoption", "closed adoption", "insiders", SAME),
    # The ledger
    ("adoption:follow-up", "follow-up", "everybody", SAME),  # whoever has the letter
    # Innovation days: the coordinator holds one that takes sign-up, and prepares another
    *[(f"innovation:{page}", "-", "everybody", *sending) for page, sending in (("list", ["not so"]), ("join", [SAME]))],
    ("innovation:new", "-", "signed in", SAME),
    *[(f"innovation:{page}", "open day", "everybody", "not so") for page in ("day", "calendar")],
    *[(f"innovation:{page}", "draft day", "who knows", "not so") for page in ("day", "calendar")],
    ("innovation:sign-up", "open day", "everybody", SAME),
    ("innovation:sign-up", "draft day", "who knows", SAME),
    ("innovation:join-code", "open day", "everybody", SAME),
    *[(f"innovation:{page}", "own link", "everybody", SAME) for page in ("mine", "withdraw")],  # whoever has the link
    *[(f"innovation:{page}", "own link", "everybody", "not so") for page in ("own-data", "own-calendar")],
    *[
        (f"innovation:{page}", f"{thing}{more}", right, SAME)
        for thing, right in (("open day", "who may change"), ("draft day", "who wrote"))
        for more, pages_ in (
            ("", ("texts", "terms", "programme", "day-themes", "staff", "finish", "cancel", "copy", "delete", "participants")),
            (", its part", ("phase", "phase-remove")),
            (", its theme", ("day-theme", "day-theme-remove")),
            (", its participant", ("participant-link",)),
        )
        for page in pages_
    ],
    *[
        (f"innovation:{page}", thing, right, "not so, closed")
        for thing, right in (("open day", "who may change"), ("draft day", "who wrote"))
        for page in ("prepare", "poster", "groups", "groups-print")
    ],
    *[
        (f"innovation:{page}", f"{thing}{more}", "not so, closed", right)
        for thing, right in (("open day", "who may change"), ("draft day", "who wrote"))
        for more, pages_ in (
            ("", ("open", "start", "groups-make", "groups-change", "groups-pair")),
            (", its part", ("phase-move",)),
            (", its participant", ("participant-mark",)),
        )
        for page in pages_
    ],
    # Epics of innovation days: the coordinator ran the day and owns one; nobody owns the other
    ("innovation:epics", "-", "everybody", "not so"),
    ("innovation:epics-csv", "-", "everybody", "not so"),
    ("innovation:epic", "epic", "everybody", "not so"),
    ("innovation:epic", "hidden epic", "who knows", "not so"),
    *[(f"innovation:epic-{page}", "epic", "its publishers", SAME) for page in ("give", "let-go", "tell", "write", "carry")],
    *[(f"innovation:epic-{page}", "hidden epic", "who wrote", SAME) for page in ("give", "let-go", "tell", "write", "carry")],
    ("innovation:epic-take", "free epic", "signed in", SAME),
    ("innovation:epic-named", "epic", "not so, closed", "its owner alone"),
    ("innovation:epic-publish", "epic", "not so, closed", "who may change"),
    ("innovation:epic-publish", "hidden epic", "not so, closed", "who wrote"),
    ("innovation:epic-tell-by-letter", "letter about an epic", "everybody", SAME),
    ("innovation:here", "day with epics", "on the day", "not so"),
    ("innovation:portfolio", "day with epics", "who knows", "not so"),
    ("innovation:act", "day with epics", "not so", "on the day, empty"),
    ("innovation:desk", "day with epics", "who wrote", "not so"),
    ("innovation:wall", "day with epics", "who knows", "not so"),
    ("innovation:ideas", "day with epics", "on the day", "not so"),
    ("innovation:idea-files", "day with epics", "not so", "on the day, empty"),
    ("innovation:idea-file", "day with epics, a file", "nobody at all", "not so"),
    ("innovation:epics-of-day", "day with epics", "who wrote", "not so, closed"),
    # Rehearsing a day: who prepares it
    *[(f"innovation:{page}", "day with epics", "who may change", SAME) for page in ("rehearse", "rehearse-end")],
    ("innovation:rehearse-act", "day with epics", "not so, closed", "who may change"),
    # The report of a day: those who run it; the open version of a day that is done
    *[(f"innovation:{page}", "day with epics", "who wrote", "not so, closed") for page in ("report", "report-pdf", "report-docx", "report-log", "report-data")],
    *[(f"innovation:{page}", "day with epics", "nobody at all", "not so") for page in ("open-report", "open-report-pdf", "open-report-data")],
    # Fits us
    ("adoption:fits-us", "-", "everybody", "not so"),
    ("adoption:fit", PUBLIC, "everybody", "not so"),
    *[("adoption:fit", thing, "nobody at all", "not so") for thing in (DRAFT, GONE)],
    ("adoption:situation", "organisation", "heads", SAME),
    # Adoptions, written: by the adopter's people (here the organisation of the cast), and by the practice's owner
    ("adoption:start", PUBLIC, "signed in", SAME),
    *[(f"adoption:{page}", "open adoption", "its writers", SAME) for page in LEDGER],
    *[(f"adoption:{page}", "closed adoption", "writers", SAME) for page in LEDGER],
    *[(f"adoption:{part}-{act}", f"open adoption, its {part}", "its writers", SAME) for part in PARTS for act in ("edit", "remove")],
    *[(f"adoption:{part}-{act}", f"closed adoption, its {part}", "writers", SAME) for part in PARTS for act in ("edit", "remove")],
    *[(f"adoption:{page}", "open adoption", "not so, closed", "its writers") for page in ("typed", "typed-throw-away")],
    *[(f"adoption:{page}", "closed adoption", "not so, closed", "writers") for page in ("typed", "typed-throw-away")],
    *[("adoption:contact-answer", thing, "the one asked", SAME) for thing in ("open adoption", "closed adoption")],
    ("adoption:remove", "open adoption", "its publishers", SAME),
    ("adoption:remove", "closed adoption", "publishers", SAME),
    ("adoption:restore", "removed adoption", "publishers", SAME),
    ("adoption:carry-on", "left adoption", "its publishers", SAME),
    *[(f"adoption:{page}", "others' adoption", "house", SAME) for page in LEDGER],
    *[(f"adoption:{page}", "others' adoption", "its publishers", SAME) for page in ("users", "owner")],
    *[(f"adoption:{page}", "open adoption", "house", SAME) for page in ("users", "owner")],
    *[(f"adoption:owner-{act}", "others' adoption, its word", "its publishers", SAME) for act in ("edit", "remove")],
    *[(f"adoption:owner-{act}", "open adoption, its word", "house", SAME) for act in ("edit", "remove")],
    *[(page, "open adoption", "everybody", SAME) for page in ("arc:arc", "identity")],
    *[(page, "closed adoption", "insiders", SAME) for page in ("arc:arc", "identity")],
    *[(f"exchange:{page}", "-", "everybody", SAME) for page in ("times", "times-ics")],
    *[(f"exchange:{page}", "visit", "everybody", SAME) for page in ("time", "time-ics", "organisation-ics")],
    ("exchange:book", "visit", "signed in", SAME),
    ("exchange:time-new", PUBLIC, "its publishers", SAME),
    *[("exchange:time-new", practice, "nobody at all, closed", SAME) for practice in (DRAFT, GONE)],
    *[(f"exchange:{page}", "visit", "its publishers", SAME) for page in ("time-edit", "time-cancel")],
    ("exchange:booking-cancel", "booking", "who answer", SAME),
    ("exchange:thank", PUBLIC, "signed in", SAME),
    *[("exchange:thank", practice, "nobody at all, closed", SAME) for practice in (DRAFT, GONE)],
    ("exchange:thanks-hide", "open thanks", "its publishers", SAME),
    ("exchange:thanks-hide", "closed thanks", "who answer", SAME),
    ("exchange:thanks-withdraw", "open thanks", "house", SAME),
    ("exchange:thanks-withdraw", "closed thanks", "the house here", SAME),
    # Calls: whoever makes them, here the coordinator
    *[(f"calls:{page}", "-", "everybody", "not so") for page in ("list", "feed", "calendar")],
    ("calls:new", "-", "founders", SAME),
    *[(f"calls:{page}", "open call", "everybody", "not so") for page in ("call", "call-calendar")],
    *[(f"calls:{page}", "draft call", "who knows", "not so") for page in ("call", "call-calendar")],
    *[(f"calls:{page}", "open call", "who may change", SAME) for page in CALLS],
    *[(f"calls:{page}", "draft call", "who wrote", SAME) for page in CALLS],
    *[(f"calls:{page}", "open call", "who may change", "not so, closed") for page in ("work", "making", "preview")],
    *[(f"calls:{page}", "draft call", "who wrote", "not so, closed") for page in ("work", "making", "preview")],
    *[(f"calls:{page}", "open call, its question", "who may change", SAME) for page in ("question", "question-remove")],
    *[(f"calls:{page}", "draft call, its question", "who wrote", SAME) for page in ("question", "question-remove")],
    ("calls:publish", "open call", "not so, closed", "who may change"),
    ("calls:publish", "draft call", "not so, closed", "who wrote"),
    *[(page, "open call", "everybody", SAME) for page in ("arc:arc", "identity")],
    *[(page, "draft call", "who knows", SAME) for page in ("arc:arc", "identity")],
    # Following
    *[(f"following:{page}", "-", "everybody", "not so") for page in ("practices-feed", "adoptions-feed")],
    ("following:organisation-feed", "organisation", "everybody", "not so"),
    ("following:list", "-", "signed in", "not so, closed"),
    ("following:save", "-", "signed in", SAME),
    ("following:practice", PUBLIC, "signed in", SAME),
    *[("following:practice", practice, "who has none", SAME) for practice in (DRAFT, GONE)],
    *[(f"following:{page}", "saved search", "its person", SAME) for page in ("edit", "delete", "renew")],
    ("following:feed", "saved search, its feed", "everybody", "not so"),  # whoever has the address
    ("following:stop", "saved search, its letters", "everybody", SAME),
    # The arc
    *[(page, thing, "everybody", SAME) for page in ("arc:arc", "arc:prov", "identity") for thing in (PUBLIC, GONE, "project", "open elsewhere")],
    *[(page, DRAFT, "insiders", SAME) for page in ("arc:arc", "arc:prov", "identity")],
    *[(page, "hidden elsewhere", "who knows", SAME) for page in ("arc:arc", "arc:prov", "identity", "arc:elsewhere")],
    ("identity", "organisation", "everybody", SAME),
    ("arc:elsewhere", "open elsewhere", "everybody", SAME),
    *[(f"arc:{page}", DRAFT, "writers", SAME) for page in ("tie", "note")],
    *[(f"arc:{page}", PUBLIC, "its writers", SAME) for page in ("tie", "note")],
    *[(f"arc:{page}", "open elsewhere", "who may change", SAME) for page in ("tie", "note", "elsewhere-edit", "elsewhere-forget")],
    *[(f"arc:{page}", "hidden elsewhere", "who wrote", SAME) for page in ("tie", "note", "elsewhere-edit", "elsewhere-forget")],
    ("arc:untie", "open link", "who may change", SAME),
    ("arc:untie", "hidden link", "who wrote", SAME),
    # Judging: each member's own, and the dashboard of those who run the call
    *[(f"assessment:{page}", "-", "signed in", "not so, closed") for page in ("mine", "next")],
    *[(f"assessment:{page}", "own assignment", "its person", SAME) for page in ("assess", "hand-in")],
    ("assessment:others", "own assignment", "its person", "not so, closed"),
    *[(f"assessment:{page}", "own assignment", "not so, closed", "its person") for page in ("typed", "new-version")],
    *[(f"assessment:{page}", "call with a panel", "who may change", "not so, closed") for page in ("progress", "members", "progress-csv")],
    ("assessment:submission", "call with a panel, its submission", "who may change", "not so, closed"),
    *[(f"assessment:{page}", "call with a panel", "who may change", SAME) for page in ("remind", "share")],
    ("assessment:plan", "call with a panel", "not so, closed", "who may change"),
    ("assessment:give-back", "call with a panel, its assessment", "who wrote", SAME),
    # What panels decide
    # The panel: those who run the call, and each member's own seat
    ("panel:experts", "-", "who may change", "not so, closed"),
    ("panel:profile", "-", "signed in", SAME),
    *[(f"panel:{page}", "-", "signed in", SAME) for page in ("profile-delete", "consent")],
    ("panel:panel", "call with a panel", "who may change", "not so, closed"),
    *[(f"panel:{page}", "call with a panel", "who may change", SAME) for page in ("ask", "assignment")],
    *[(f"panel:{page}", "call with a panel, its seat", "who may change", SAME) for page in ("terms", "take-back")],
    ("panel:call-off", "call with a panel, its invitation", "who may change", SAME),
    ("panel:remind", "call with a panel, its seat", "not so, closed", "who may change"),
    ("panel:plan", "call with a panel, its plan", "who may change", SAME),
    ("panel:pairs", "call with a panel, its submission", "who may change", SAME),
    *[(f"panel:{page}", "own seat", "its person", SAME) for page in ("seat", "declare", "leave")],
    # Calibration and weightings: those who run the call
    *[
        (f"assessment:{page}", "call with a panel", "who may change", "not so, closed")
        for page in ("calibration", "calibration-json", "calibration-csv", "calibration-ratings", "weightings", "weightings-csv")
    ],
    ("assessment:weightings-for-meeting", "call with a panel", "not so, closed", "who may change"),
    ("decisions:list", "-", "everybody", "not so"),
    ("decisions:of-call", "judged call", "everybody", "not so"),
    *[(f"decisions:statistics{part}", "judged call", "who knows", "not so") for part in ("", "-csv", "-json", "-pdf")],  # until all is decided
    *[(f"decisions:{page}", "judged call", "who wrote", SAME) for page in ("meeting-plan",)],
    ("decisions:work", "judged call", "who wrote", "not so, closed"),
    *[(f"decisions:{page}", "meeting", "who wrote", SAME) for page in ("meeting-change", "minutes")],
    *[(f"decisions:{page}", "meeting", "who wrote", "not so, closed") for page in ("meeting", "screen", "meeting-ics", "minutes-pdf")],
    *[(f"decisions:{page}", "meeting", "not so, closed", "who wrote") for page in ("meeting-act", "attendance", "minutes-autosave")],
    *[(f"decisions:{page}", "agenda item", "who wrote", "not so, closed") for page in ("item", "item-clock")],
    *[(f"decisions:item-{page}", "agenda item", "not so, closed", "who wrote") for page in ("act", "note", "note-autosave", "agree")],
    ("decisions:item-dissent", "agenda item", "not so, closed", "its panel"),
    ("decisions:decision", "public decision", "everybody", "not so"),
    *[("decisions:decision", thing, "who knows", "not so") for thing in ("written decision", "final decision")],
    ("decisions:decide", "written decision", "who wrote", SAME),
    ("decisions:decide-autosave", "written decision", "not so, closed", "who wrote"),
    ("decisions:reopen", "final decision", "who decide", SAME),
    ("decisions:publish", "final decision", "who wrote", SAME),
    ("decisions:publish-translate", "final decision", "not so, closed", "who wrote"),
    *[(page, "public decision", "everybody", SAME) for page in ("arc:arc", "identity")],
    # What was sent, for those who run the call; letters and new looks
    *[(f"submissions:{page}", "judged call", "who wrote", "not so, closed") for page in ("received", "received-csv", "received-xlsx", "conflicts")],
    ("submissions:enter", "judged call", "who wrote", SAME),
    *[(f"submissions:{page}", "received submission", "who wrote", "not so, closed") for page in ("read", "compare")],
    *[(f"submissions:{page}", "received submission", "who wrote", SAME) for page in RECEIVED],
    *[(f"decisions:{page}", "letters", "who wrote", "not so, closed") for page in ("letters", "appeals")],
    *[(f"decisions:{page}", "letters", "who wrote", SAME) for page in ("letter-template", "letter-template-forget", "letters-send", "letters-unqueue")],
    *[(f"decisions:letters-{page}", "letters", "not so, closed", "who wrote") for page in ("queue", "stop")],
    ("decisions:letter", "one letter", "who wrote", "not so, closed"),
    ("decisions:letter-settle", "one letter", "not so, closed", "who wrote"),
    ("decisions:appeal", "received submission", "nobody at all, closed", SAME),  # its authors are outside the cast
    ("decisions:appeal-answer", "new look", "who wrote", "who decide"),
    # Words
    *[(f"vocabulary:{page}", "-", "everybody", SAME) for page in ("front", "law")],
    ("vocabulary:scheme", "vocabulary", "everybody", SAME),
    ("vocabulary:export", "vocabulary", "everybody", SAME),
    ("vocabulary:concept", "concept", "everybody", SAME),
    ("vocabulary:concept-edit", "concept", "specialists", SAME),
    ("identity", "concept", "everybody", SAME),
    ("search:page", "-", "everybody", SAME),
    ("search:suggestions", "-", "everybody", "not so"),
    ("search:need", "-", "everybody", SAME),
    # Rubrics
    ("rubrics:list", "-", "everybody", "everybody"),
    *[(f"rubrics:{page}", "rubric", "everybody", "everybody") for page in ("rubric", "compare", "export")],
    *[(f"rubrics:{page}", "draft of a rubric", "its writers alone", SAME) for page in ("rubric", "export")],
    *[(f"rubrics:{page}", "draft of a rubric", "specialists", SAME) for page in ("begin", "draft", "texts", "crosswalk", "put-in-force", "discard")],
    *[(f"rubrics:{part}{act}", f"draft of a rubric, its {part}", "specialists", SAME) for part in ("criterion", "gate") for act in ("", "-remove")],
    *[(f"rubrics:{part}-move", f"draft of a rubric, its {part}", "not so, for specialists", "specialists") for part in ("criterion", "gate")],
    *[("identity", thing, right, SAME) for thing, right in (("rubric", "everybody"), ("draft of a rubric", "its writers alone"))],
    # Organisations, their people, places
    ("people:organisations", "-", "everybody", "not so"),
    ("people:organisation", "organisation", "everybody", "not so"),
    ("people:places", "-", "everybody", "not so"),
    ("people:place", "place", "everybody", "not so"),
    ("people:organisation-create", "-", "founders", SAME),
    ("people:organisation-edit", "organisation", "heads", SAME),
    ("people:organisation-end", "organisation", "administrators", SAME),
    ("people:organisation-reopen", "organisation", "administrators", SAME),
    ("people:members", "organisation", "colleagues", "not so, closed"),
    ("people:role-grant", "organisation", "administrators", SAME),
    ("people:invite", "organisation", "administrators", SAME),
    ("people:invitation-withdraw", "invitation", "administrators", SAME),
    ("people:invitation-resend", "invitation", "not so, closed", "administrators"),
    ("people:membership-end", "membership", "administrators", SAME),
    ("people:invitation", "invitation", "everybody", SAME),
    # One's own
    *[(f"people:{page}", "-", "signed in", SAME) for page in ("account", "erase")],
    *[(f"people:{page}", "-", "signed in", "not so, closed") for page in ("sessions", "data")],
    *[(f"people:{page}", "-", "not so, closed", "signed in") for page in ("sessions-end-others", "data-download")],
    ("people:session-end", "session", "not so, closed", "its person"),
    # Sign-in
    *[(f"account_{page}", "-", "everybody", SAME) for page in ("login", "logout", "signup", "reset_password")],
    *[(f"account_{page}", "-", "everybody", "not so") for page in ("inactive", "email_verification_sent", "reset_password_from_key_done", "reset_password_done")],
    *[(f"account_{page}", "-", "signed in", SAME) for page in ("reauthenticate", "email", "change_password", "set_password", "confirm_login_code")],
    *[(f"mfa_{page}", "-", "signed in", SAME) for page in ("reauthenticate", "activate_totp", "generate_recovery_codes", "add_webauthn", "reauthenticate_webauthn", "authenticate", "login_webauthn")],
    *[(f"mfa_{page}", "-", "signed in", "not so, closed") for page in ("index", "list_webauthn")],
    *[(f"mfa_{page}", "-", "who has none", SAME) for page in ("deactivate_totp", "download_recovery_codes")],
    ("mfa_view_recovery_codes", "-", "who has none", "not so, closed"),
    *[(f"mfa_{page}_webauthn", "passkey", "who has none", SAME) for page in ("remove", "edit")],
    ("socialaccount_login_cancelled", "-", "everybody", "not so"),
    ("socialaccount_login_error", "-", "told so", "not so, closed"),
    ("socialaccount_signup", "-", "sent on", SAME),
    ("socialaccount_connections", "-", "signed in", SAME),
    # Submissions, written: the coordinator's own, which nobody else may know of before they are sent
    ("submissions:mine", "-", "signed in", SAME),
    ("submissions:start", "open call", "signed in", SAME),
    *[(f"submissions:{page}", "own draft", "its person", SAME) for page in ("submission", "part", *SUBMISSION)],
    *[(f"submissions:{page}", "own submission", "its person", SAME) for page in ("part", "version", "receipt", *SUBMISSION)],
    ("submissions:submission", "own submission", "who wrote", SAME),  # those who run the call are led to what was sent
    ("submissions:autosave", "own draft", "not so", "its person"),
    *[("submissions:develop", thing, "not so, closed", "its person") for thing in ("own draft", "own submission")],
    *[(f"submissions:author-{act}", "own draft, its author", "its person", SAME) for act in ("end", "lead")],
    ("submissions:invitation-withdraw", "own draft, its invitation", "not so, closed", "its person"),
    ("submissions:invitation", "own draft, its invitation", "everybody", SAME),  # whoever has the letter
    ("submissions:file-remove", "own draft, its file", "its person", SAME),
    ("submissions:sent-file", "own draft, its file", "its person", SAME),
    *[(page, "own draft", "its person, open", SAME) for page in ("arc:arc", "identity")],
    # Surveys: the list, and the desk of those who make them, here the coordinator
    ("needs:list", "-", "everybody", "not so"),
    *[("needs:survey", thing, right, "not so") for thing, right in (("listed survey", "everybody"), ("draft survey", "who knows"))],
    *[(f"needs:{page}", "-", "signed in", SAME) for page in ("new", "from-file")],
    *[(f"needs:{page}", "draft survey", "who wrote", "not so, closed") for page in SURVEY_READ],
    *[(f"needs:{page}", "listed survey", "who may change", "not so, closed") for page in SURVEY_READ],
    *[(f"needs:{page}", "draft survey", "who wrote", SAME) for page in SURVEY_MADE],
    *[(f"needs:{page}", "listed survey", "who may change", SAME) for page in SURVEY_MADE],
    *[("needs:open", thing, "not so, closed", right) for thing, right in (("listed survey", "who may change"), ("draft survey", "who wrote"))],
    *[(page, thing, right, SAME) for page in ("arc:arc", "identity") for thing, right in (("listed survey", "everybody"), ("draft survey", "who knows"))],
    # Surveys: answering, by anybody; the ways in, for who runs it, here the coordinator
    *[(f"needs:{page}", "open survey", "everybody", SAME) for page in ("answer", "answer-page", "answer-check", "answer-later")],
    ("needs:answer-thanks", "open survey", "everybody", "not so"),
    ("needs:answer-discard", "open survey", "not so", "everybody"),
    *[(f"needs:{page}", "open survey", "nobody at all", "not so") for page in ("answer-resume", "invited")],  # with a wrong code
    ("needs:refuse", "open survey", "nobody at all", SAME),
    *[(f"needs:{page}", "open survey", "who wrote", "not so, closed") for page in ("ways", "code-file", "paper-print", "paper-pdf")],
    *[(f"needs:{page}", "open survey", "not so, closed", "who wrote") for page in ("invitations-settle", "paper-undo")],
    ("needs:invite", "open survey", "not so, closed", "who wrote"),
    ("needs:uninvite", "open survey, its address", "not so, closed", "who wrote"),
    ("needs:invitations-send", "open survey", "who wrote", SAME),
    ("needs:paper-enter", "open survey", "who wrote", SAME),
    # What was answered, for who runs it; published themes are everybody's
    *[
        (f"needs:{page}", "answered survey", "who wrote", "not so, closed")
        for page in ("results", "results-csv", "results-json", "results-xlsx", "responses-csv", "sizes-csv", "coding")
    ],
    *[
        (f"needs:{page}", "answered survey", "not so, closed", "who wrote")
        for page in ("sizes", "quotation-new", "quotation-act", "themes-propose", "themes-wanted", "themes-publish", "theme-new", "theme-split", "theme-evidence")
    ],
    *[(f"needs:{page}", "answered survey", "not so, closed", "nobody at all, closed") for page in ("code-act", "theme-act", "theme-merge")],  # says nothing
    *[(f"needs:{page}", "answered survey", "who wrote", SAME) for page in ("code-answer", "theme")],
    ("needs:themes", "answered survey", "who knows", "not so"),
    ("needs:themes", "survey with public themes", "everybody", "not so"),
    *[(page, "answered survey", "who knows", SAME) for page in ("arc:arc", "identity")],
    *[(page, "survey with public themes", "everybody", SAME) for page in ("arc:arc", "identity")],
    # The API
    ("api:openapi-json", "-", "everybody", SAME),
    *[(f"api:{page}", "-", "everybody", "not so") for page in ("practices", "adoptions", "calls", "organisations", "concepts")],
    *[(f"api:{page}", thing, "everybody", "not so") for page, thing in (("organisation", "organisation"), ("concept", "concept"))],
    ("api:rubrics", "-", "everybody", "not so"),
    *[("api:rubric", thing, right, "not so") for thing, right in (("rubric", "everybody"), ("draft of a rubric", "nobody at all"))],
    ("api:submissions", "-", "signed in, api", "not so"),
    ("api:submission", "own submission", "who wrote, api", "not so"),
    ("api:submission", "own draft", "nobody, api", "not so"),
    ("api:adoption", "open adoption", "everybody", "not so"),
    ("api:adoption", "closed adoption", "nobody at all", "not so"),
    ("api:call", "open call", "everybody", "not so"),
    ("api:call", "draft call", "nobody at all", "not so"),
    ("api:decisions", "-", "everybody", "not so"),
    ("api:decision", "public decision", "everybody", "not so"),
    *[(f"api:{page}", PUBLIC, "everybody", "not so") for page in ("practice", "versions", "version")],
    *[(f"api:{page}", GONE, "gone", "not so") for page in ("practice", "versions", "version")],
    *[(f"api:{page}", DRAFT, "nobody at all", "not so") for page in ("practice", "versions", "version")],
]  # fmt: skip
# Pages that take words which nobody can know, or that only a provider of sign-in reaches.
NOT_WALKED = {
    "api:api-root": "no page of its own",
    "account_confirm_email": "the key stands in a letter",
    "account_reset_password_from_key": "the key stands in a letter",
    "openid_connect_login": "there is no provider here; people/tests have one",
    "openid_connect_callback": "there is no provider here; people/tests have one",
}


def pages(patterns=None, space="", words=()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every page of the house: its name with namespaces, and the words its address wants."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        wanted = (*words, *entry.pattern.converters, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from pages(entry.url_patterns, inner, wanted)
        else:
            yield f"{space}{entry.name or entry.pattern}", tuple(dict.fromkeys(wanted))


def room_of(page: str) -> str:
    return page.partition(":")[0] if ":" in page else page.partition("_")[0].partition("-")[0]


ROOMS = sorted({room_of(row[0]) for row in WALK})


def client_of(user, **how) -> Client:
    """A browser in which this person has just signed in."""
    client = Client(raise_request_exception=False, **how)
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


class Walk:
    """Everybody with a browser, in a house that forgets each step."""

    def __init__(self) -> None:
        self.house = build()
        self.words = dict(pages())
        self.clients = {who: [client_of(user) for user in users] for who, users in self.house.people.items()}
        self.events = AuditEvent.objects.count()  # after every step as many again, for nothing of it stays

    def address(self, page: str, thing: str) -> str:
        known = self.house.things[thing]
        with translation.override("en"):
            return reverse(page, kwargs={word: known[word] for word in self.words[page]})

    def step(self, client: Client, method: str, address: str, body=None):
        """The answer, its text, and what was written down in the audit trail; nothing of it stays."""
        cache.clear()  # how often something was tried
        cookies = SimpleCookie(client.cookies)
        try:
            with transaction.atomic():
                response = getattr(client, method)(address, body or {})
                text = response.getvalue().decode(errors="replace")
                done = AuditEvent.objects.count() - self.events
                transaction.set_rollback(True)
        finally:
            client.cookies = cookies
        return response, text, done

    def those(self, wanted: dict[str, str]) -> Iterator[tuple[str, Client]]:
        """Everybody; where all get the same answer, three of them, to save time."""
        few = ("nobody", "stranger", "house") if len(set(wanted.values())) == 1 else self.clients
        return ((who, client) for who in few for client in self.clients[who])


@pytest.fixture
def walk():
    shutil.rmtree(settings.DATA / "open-data", ignore_errors=True)  # other tests may have written files
    return Walk()


def expected(right: str) -> dict[str, str]:
    return dict(zip(PEOPLE.split(), RIGHTS[right].split(), strict=True))


def in_words(response) -> str:
    """An answer in the words of the table."""
    if response.status_code in (301, 302, 303):
        return "in" if response["Location"].startswith("/en/account/login/") else "ok"
    return "ok" if response.status_code in (200, 204) else str(response.status_code)


def test_every_page_stands_in_the_table():
    named = {row[0] for row in WALK}

    assert {name for name, _words in pages()} - set(NOT_WALKED) == named


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_gets_the_answer_of_the_table(walk, room):
    wrong = []

    for page, thing, reading, sending in (row for row in WALK if room_of(row[0]) == room):
        for method, right in (("get", reading), ("post", reading if sending == SAME else sending)):
            wanted, address = expected(right), walk.address(page, thing)
            for who, client in walk.those(wanted):
                response, text, done = walk.step(client, method, address)
                asked = f"{method} {page} ({thing}) as {who}: "
                if in_words(response) != wanted[who]:
                    wrong.append(f"{asked}{in_words(response)} instead of {wanted[who]}")
                if wanted[who] != "ok" and SECRET in text:
                    wrong.append(f"{asked}the secret name is told")
                if wanted[who] != "ok" and done:
                    wrong.append(f"{asked}something was changed")

    assert not wrong, "\n".join(wrong)


# What the right body does, and for whom: the others change nothing by sending it.
ACTS = [
    ("catalogue:write", "-", "begins there", lambda house: {"owner": house.owner.pk, "language": "en"}),
    ("catalogue:correct", "finished practice", "its writers", lambda house: {}),
    ("catalogue:draft-publish", DRAFT, "publishers", lambda house: {"change_note": "First."}),
    ("catalogue:draft-discard", DRAFT, "writers", lambda house: {}),
    ("catalogue:status", PUBLIC, "its publishers", lambda house: {"reason": "It ended."}),
    ("catalogue:contacts", PUBLIC, "its publishers", lambda house: {"email": house.people["member"][1].email, "role": "Host"}),
    ("exchange:question", "closed question", "who answer", lambda house: {"text": "So it is.", "signed": "name"}),
    ("exchange:time-cancel", "visit", "its publishers", lambda house: {"reason": "The hosts are ill."}),
    ("exchange:booking-cancel", "booking", "who answer", lambda house: {"reason": "The hosts are ill."}),
    ("exchange:thanks-withdraw", "closed thanks", "the house here", lambda house: {}),
    ("exchange:question-hide", "open question", "they answer", lambda house: {"reason": "It names a client."}),
    ("adoption:start", PUBLIC, "begins there", lambda house: {"organisation": house.owner.pk, "status": "in_use", "on": "2026-01-07", "version": 1}),
    ("adoption:status", "closed adoption", "writers", lambda house: {"status": "stopped", "on": "2026-02-07", "reason": "No money."}),
    ("adoption:facts", "open adoption", "its writers", lambda house: {"purpose": "For parents"}),
    ("adoption:lesson-add", "closed adoption", "writers", lambda house: {"kind": "advice", "text": "Begin small."}),
    ("adoption:version", "open adoption", "its writers", lambda house: {"follows": "yes"}),
    ("adoption:remove", "open adoption", "its publishers", lambda house: {}),
    ("adoption:owner", "others' adoption", "its publishers", lambda house: {"kind": "confirms"}),
    ("calls:delete", "draft call", "who wrote", lambda house: {}),
    ("calls:cancel", "open call", "who may change", lambda house: {"reason": "No money."}),
    ("calls:texts", "draft call", "who wrote", lambda house: {"en:name": "Another name"}),
    ("arc:elsewhere-forget", "open elsewhere", "who may change", lambda house: {}),
    ("arc:untie", "open link", "who may change", lambda house: {}),
    ("people:organisation-end", "organisation", "administrators", lambda house: {"on": "2030-01-01"}),
    ("people:invite", "organisation", "administrators", lambda house: {"email": "new@example.org", "role": "member", "language": "fi"}),
    ("people:membership-end", "membership", "administrators", lambda house: {}),
]  # fmt: skip


@pytest.mark.parametrize(("page", "thing", "right", "body"), ACTS, ids=[row[0] for row in ACTS])
def test_an_act_is_done_only_by_those_who_may(walk, page, thing, right, body):
    wanted, address = expected(right), walk.address(page, thing)

    acted = {who for who, client in walk.those(wanted) if walk.step(client, "post", address, body(walk.house))[2]}

    assert acted == {who for who, answer in wanted.items() if answer == "ok"}


def test_nobody_gives_the_role_that_reaches_over_all(walk):
    address, administrator = walk.address("people:invite", "organisation"), walk.clients["administrator"][0]
    body = {"email": "new@example.org", "role": "specialist", "language": "fi"}

    assert walk.step(administrator, "post", address, body)[2] == 0
    assert walk.step(walk.clients["house"][0], "post", address, body)[2] == 1


def every_address(walk):
    """One address of each page, on the first thing that the table names."""
    first = {}
    for page, thing, *_rights in WALK:
        first.setdefault(page, thing)
    return {page: walk.address(page, thing) for page, thing in first.items()}


def test_a_form_without_its_token_is_refused_everywhere(walk):
    house = client_of(walk.house.people["house"][0], enforce_csrf_checks=True)
    answers = {page: walk.step(house, "post", address)[0].status_code for page, address in every_address(walk).items()}

    by_the_api = {page: status for page, status in answers.items() if page.startswith("api:")}
    assert answers.pop("following:stop") == 200  # mail programs send it; the signed address is the proof
    assert answers.pop("live:acts") == 401  # a ticket and a page of the house stand in for the token (decision 30)
    assert {page: status for page, status in answers.items() if page not in by_the_api and status != 403} == {}
    assert set(by_the_api.values()) <= {200, 403, 405}  # it only reads


def test_every_page_carries_the_headers(walk):
    poor, nobody = [], Client(raise_request_exception=False)

    for page, address in {**every_address(walk), "a page that is not": "/en/no-such-page/"}.items():
        for client in (nobody, walk.clients["house"][0]):
            headers = walk.step(client, "get", address)[0].headers
            policy = headers.get("Content-Security-Policy", "")
            good = (
                "default-src 'self'" in policy
                and ("frame-ancestors *" if page == "embed" else "frame-ancestors 'none'") in policy
                and "unsafe" not in policy
                and headers.get("X-Content-Type-Options") == "nosniff"
                and headers.get("Referrer-Policy") == "same-origin"
                and headers.get("X-Frame-Options") == (None if page == "embed" else "DENY")
            )
            if not good:
                poor.append(f"{page}: {dict(headers)}")

    assert not poor, "\n".join(poor)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_change_nothing_and_break_nothing(walk, method):
    house = walk.clients["house"][0]
    broken = []

    for page, address in every_address(walk).items():
        response, _text, done = walk.step(house, method, address)
        if response.status_code >= 500 or done:
            broken.append(f"{page}: {response.status_code}, {done} changes")

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
@pytest.mark.parametrize("word", ["next", "url", "to", "back"])
def test_no_address_leads_out_of_the_house(client, db, word, elsewhere):
    user = UserFactory(password="a long enough password")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    with translation.override("en"):
        address = reverse("account_login")
    signed_in = client.post(
        f"{address}?{urlencode({word: elsewhere})}",
        {"login": user.email, "password": "a long enough password", word: elsewhere},
    )
    already = client.get(f"{address}?{urlencode({word: elsewhere})}")
    out = client.post(reverse("account_logout"), {word: elsewhere})

    for response in (signed_in, already, out):
        assert response.status_code == 302
        assert response["Location"].startswith("/")
        assert "evil" not in response["Location"]
        assert "javascript" not in response["Location"]


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(client, db):
    user = UserFactory(password="a long enough password")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key

    client.post(reverse("account_login"), {"login": user.email, "password": "a long enough password"})
    key = client.session.session_key
    assert client.session["_auth_user_id"] == str(user.pk)
    assert key != planted
    client.post(reverse("account_logout"))

    again = Client()
    for stale in (planted, key):
        again.cookies[settings.SESSION_COOKIE_NAME] = stale
        assert again.get(reverse("home:work")).status_code == 302


def test_cookies_are_for_the_server_alone(client, db):
    user = UserFactory(password="a long enough password")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": user.email, "password": "a long enough password"})

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert bool(cookie["secure"]) == settings.HTTPS, name


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1:80@evil.example"])
def test_a_strange_host_is_refused(client, db, host):
    for address in ("/", "/en/", "/api/v1/practices"):
        response = client.get(address, headers={"host": host})
        assert response.status_code == 400
        assert "evil" not in response.content.decode()


# Open pages with a form on them, which needs the cookie that guards forms.
WITH_A_FORM = (
    "account_",
    "adoption:follow-up",
    "innovation:epic-tell-by-letter",
    "innovation:join",
    "innovation:mine",
    "innovation:sign-up",
    "innovation:withdraw",
    "needs:answer",
    "catalogue:still-so",
    "exchange:ask",
    "search:need",
    "mfa_",
    "people:invitation",
    "submissions:invitation",
    "socialaccount_",
    "ui:",
)


def test_no_page_sets_a_cookie_for_somebody_who_only_reads(walk):
    with_cookie = [
        page
        for page, thing, reading, _sending in WALK
        if reading == "everybody"
        and not page.startswith(WITH_A_FORM)
        and Client().get(walk.address(page, thing)).cookies
    ]

    assert with_cookie == [], " ".join(with_cookie)
