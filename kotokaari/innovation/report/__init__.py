"""The report of a day, its log and its open version."""
