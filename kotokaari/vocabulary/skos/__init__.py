"""Vocabularies as SKOS: read from Turtle, JSON-LD and RDF/XML, and written as the same three."""

from .reading import read_skos
from .writing import FORMATS, write_skos

__all__ = ["FORMATS", "read_skos", "write_skos"]
