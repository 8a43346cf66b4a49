"""What can happen on a panel."""
