"""Benchmarks: what pages cost, as ratios measured in one run on one server (``python -m bench``)."""
