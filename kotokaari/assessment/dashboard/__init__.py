"""How far a panel is and what it has found so far, for those who run the call."""
