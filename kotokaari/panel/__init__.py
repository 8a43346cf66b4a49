"""Who judges: experts, seats on a panel, declared conflicts, and who gets which submission."""
