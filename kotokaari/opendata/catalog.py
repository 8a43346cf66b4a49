"""The open files described after DCAT-AP 3, so that data portals can find and harvest them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL

from kotokaari import __version__
from kotokaari.foundation.text import LANGUAGES

from .datasets import words

if TYPE_CHECKING:
    from .dumps import Written

DCATAP = Namespace("http://data.europa.eu/r5r/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
PREFIXES = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "spdx": SPDX, "dcatap": DCATAP, "owl": OWL}
EU = "http://publications.europa.eu/resource/authority"
LICENCE = URIRef(f"{EU}/licence/CC_BY_4_0")
DAILY = URIRef(f"{EU}/frequency/DAILY")
PUBLIC = URIRef(f"{EU}/access-right/PUBLIC")
THEMES = (URIRef(f"{EU}/data-theme/SOCI"), URIRef(f"{EU}/data-theme/EDUC"))
FINLAND = URIRef(f"{EU}/country/FIN")
TONGUES = tuple(URIRef(f"{EU}/language/{code}") for code in ("FIN", "SWE", "ENG"))
FORMATS = {"application/ld+json": "JSON_LD", "text/csv": "CSV"}
IANA = "https://www.iana.org/assignments/media-types/"


def graph(files: Sequence[Written], day: datetime.date) -> Graph:
    """The catalogue of these files, with the API as a service."""
    base = settings.BASE_URL
    made = Graph()
    for prefix, space in PREFIXES.items():
        made.bind(prefix, space)
    catalogue, publisher = URIRef(f"{base}/open-data/catalog.ttl#catalog"), URIRef(f"{base}/#publisher")
    service = URIRef(f"{base}/api/v1/#service")
    _publisher(made, publisher)
    made.add((catalogue, RDF.type, DCAT.Catalog))
    for language in LANGUAGES:
        with override(language):
            made.add((catalogue, DCTERMS.title, Literal(_("Kotokaari: open data"), lang=language)))
            about = _("Good practices of integration, who uses them, and the words of the work.")
            made.add((catalogue, DCTERMS.description, Literal(about, lang=language)))
    _common(made, catalogue, publisher, day)
    made.add((catalogue, FOAF.homepage, URIRef(f"{base}/")))
    for name in dict.fromkeys(file.dataset for file in files):
        dataset = URIRef(f"{base}/open-data/catalog.ttl#{name}")
        made.add((catalogue, DCAT.dataset, dataset))
        made.add((service, DCAT.servesDataset, dataset))
        _dataset(made, dataset, publisher, [file for file in files if file.dataset == name], day)
    made.add((catalogue, DCAT.service, service))
    _service(made, service, publisher)
    return made


def _publisher(made: Graph, publisher: URIRef) -> None:
    made.add((publisher, RDF.type, FOAF.Agent))
    made.add((publisher, FOAF.name, Literal(settings.PUBLISHER)))
    made.add((publisher, FOAF.homepage, URIRef(f"{settings.BASE_URL}/")))


def _common(made: Graph, thing: URIRef, publisher: URIRef, day: datetime.date) -> None:
    """What catalogue and datasets say alike."""
    made.add((thing, DCTERMS.publisher, publisher))
    made.add((thing, DCTERMS.license, LICENCE))
    made.add((thing, DCTERMS.modified, Literal(day.isoformat(), datatype=XSD.date)))
    made.add((thing, DCTERMS.spatial, FINLAND))
    for tongue in TONGUES:
        made.add((thing, DCTERMS.language, tongue))


def _dataset(made: Graph, thing: URIRef, publisher: URIRef, files: Sequence[Written], day: datetime.date) -> None:
    name = files[0].dataset
    made.add((thing, RDF.type, DCAT.Dataset))
    for language in LANGUAGES:
        with override(language):
            title, about = words(name)
            made.add((thing, DCTERMS.title, Literal(title, lang=language)))
            made.add((thing, DCTERMS.description, Literal(about, lang=language)))
    _common(made, thing, publisher, day)
    made.add((thing, DCTERMS.identifier, Literal(str(thing))))
    made.add((thing, DCTERMS.accrualPeriodicity, DAILY))
    made.add((thing, DCTERMS.accessRights, PUBLIC))
    made.add((thing, DCAT.landingPage, URIRef(f"{settings.BASE_URL}/open-data/")))
    made.add((thing, URIRef(f"{DCAT}version"), Literal(day.isoformat())))
    for theme in THEMES:
        made.add((thing, DCAT.theme, theme))
    for word in ("integration", "immigrants", "good practices"):
        made.add((thing, DCAT.keyword, Literal(word, lang="en")))
    for word in ("kotoutuminen", "maahanmuuttajat", "hyvät käytännöt"):
        made.add((thing, DCAT.keyword, Literal(word, lang="fi")))
    for word in ("integration", "invandrare", "god praxis"):
        made.add((thing, DCAT.keyword, Literal(word, lang="sv")))
    for file in files:
        _distribution(made, thing, file, day)


def _distribution(made: Graph, dataset: URIRef, file: Written, day: datetime.date) -> None:
    thing = URIRef(f"{settings.BASE_URL}/open-data/catalog.ttl#{file.name}")
    address, checksum = URIRef(f"{settings.BASE_URL}/open-data/{file.name}"), BNode()
    made.add((dataset, DCAT.distribution, thing))
    made.add((thing, RDF.type, DCAT.Distribution))
    made.add((thing, DCTERMS.title, Literal(file.name)))
    made.add((thing, DCAT.accessURL, address))
    made.add((thing, DCAT.downloadURL, address))
    made.add((thing, DCTERMS.license, LICENCE))
    made.add((thing, DCTERMS.issued, Literal(day.isoformat(), datatype=XSD.date)))
    made.add((thing, DCAT.mediaType, URIRef(IANA + file.media_type)))
    made.add((thing, DCTERMS["format"], URIRef(f"{EU}/file-type/{FORMATS[file.media_type]}")))
    made.add((thing, DCAT.byteSize, Literal(file.bytes, datatype=XSD.nonNegativeInteger)))
    made.add((thing, DCATAP.availability, URIRef(f"{EU}/planned-availability/AVAILABLE")))
    made.add((thing, SPDX.checksum, checksum))
    made.add((checksum, RDF.type, SPDX.Checksum))
    made.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    made.add((checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))


def _service(made: Graph, service: URIRef, publisher: URIRef) -> None:
    made.add((service, RDF.type, DCAT.DataService))
    made.add((service, DCTERMS.title, Literal("Kotokaari API v1")))
    made.add((service, DCTERMS.publisher, publisher))
    made.add((service, DCTERMS.license, LICENCE))
    made.add((service, DCTERMS.accessRights, PUBLIC))
    made.add((service, DCAT.endpointURL, URIRef(f"{settings.BASE_URL}/api/v1/")))
    made.add((service, DCAT.endpointDescription, URIRef(f"{settings.BASE_URL}/api/v1/openapi.json")))
    made.add((service, OWL.versionInfo, Literal(__version__)))
