"""What other rooms may use of the adoption room."""
