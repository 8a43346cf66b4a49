"""What other rooms may use of the opendata room."""
