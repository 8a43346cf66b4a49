"""The following room: saved searches, digests, feeds."""
