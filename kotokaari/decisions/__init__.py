"""What the panel decides: the meeting, decisions with reasons, letters, appeals, publication, statistics."""
