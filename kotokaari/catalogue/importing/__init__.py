"""Importing: collections of practices that others have gathered become practices of this house.

A file is read generously (``reading``), its columns are recognised by their names or by a mapping
(``columns``), each row is understood as a record (``rows``), and rows are written some hundreds at a
time (``writing``). ``run`` does it all and tells in a ``Report`` what became of each row.
"""
