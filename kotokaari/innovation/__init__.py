"""Innovation days: groups, ideas, choosing, weighing, epics."""
