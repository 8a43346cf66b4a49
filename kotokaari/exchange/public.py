"""What other rooms may use of the exchange room."""
