"""What can be computed of scores, in plain Python: no Django, nothing of the house but its refusals."""
