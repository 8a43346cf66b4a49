"""What other rooms may use of the opendata room."""

from .dumps import daily as write_open_files

__all__ = ["write_open_files"]
