"""What other rooms may use of the vocabulary."""

from .actions import load_house_vocabulary
from .book import ConceptBook, ConceptEntry, concept_book, legal_rule
from .kinds import KINDS, kind_label
from .models import Concept, Label, LegalRegime, LegalRule, Scheme
from .registries import register_concept_section, register_editors
from .words import value_in_words

__all__ = [
    "KINDS",
    "Concept",
    "ConceptBook",
    "ConceptEntry",
    "Label",
    "LegalRegime",
    "LegalRule",
    "Scheme",
    "concept_book",
    "kind_label",
    "legal_rule",
    "load_house_vocabulary",
    "register_concept_section",
    "register_editors",
    "value_in_words",
]
