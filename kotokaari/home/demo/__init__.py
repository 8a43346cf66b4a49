"""The demo region: a believable house, built by the same actions a person uses.

What comes from public sources is told in our own words with its source; what was invented carries the
example mark. ``load_demo`` fills an empty house and leaves a filled one alone.
"""

from .load import DEMO_PASSWORD, LOG_INS, load_demo

__all__ = ["DEMO_PASSWORD", "LOG_INS", "load_demo"]
