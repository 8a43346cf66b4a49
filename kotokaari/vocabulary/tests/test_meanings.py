"""What people type, on the house vocabulary itself."""

import pytest

from kotokaari.search.public import find
from kotokaari.vocabulary.public import concept_book, load_house_vocabulary

pytestmark = pytest.mark.django_db


QUESTIONS = [
    ("kielikahviloihin", "fi", "language-cafe"),
    ("juttuklubi", "fi", "language-cafe"),
    ("juttuklubissa", "en", "language-cafe"),
    ("language café", "fi", "language-cafe"),
    ("språkkaféer", "sv", "language-cafe"),
    ("kotoutumiskoulutuksessa", "fi", "integration-training"),
    ("kotouttaminen", "fi", "integration-promotion"),
    ("perheenyhdistämisen", "fi", "family-reunification"),
    ("maahanmuuttajanaisten", "fi", "immigrant-woman"),
    ("luku- ja kirjoitustaidoton", "fi", "low-literacy-adult"),
    ("unaccompanied minors", "en", "unaccompanied-minor"),
    ("ensamkommande barn", "sv", "unaccompanied-minor"),
    ("paperittomat", "fi", "undocumented-person"),
]


def test_a_question_leads_to_its_concept():
    load_house_vocabulary()
    book = concept_book()

    astray = [
        (query, code)
        for query, language, code in QUESTIONS
        if book.get(code).uuid not in [hit.uuid for hit in find(query, language, limit=5).results]
    ]

    assert astray == []
