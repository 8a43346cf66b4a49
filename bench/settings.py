"""The house's own settings, with the pages to compare with beside its pages."""

from kotokaari.config.settings import *  # noqa: F403
from kotokaari.config.settings import TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": ["bench/templates"]}]
