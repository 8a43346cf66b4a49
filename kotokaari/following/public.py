"""What other rooms may use of the following room."""
