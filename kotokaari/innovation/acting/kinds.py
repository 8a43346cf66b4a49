"""Every module whose acts a day takes: importing this one makes them known."""

from . import epics  # noqa: F401
