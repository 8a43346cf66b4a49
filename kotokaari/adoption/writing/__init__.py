"""The ledger over HTTP, for those who write in it: the adopter's people, and the practice's owner."""
