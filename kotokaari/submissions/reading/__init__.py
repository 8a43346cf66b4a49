"""What was sent, as it is read: its content, the list of a call, gates, conflicts."""
