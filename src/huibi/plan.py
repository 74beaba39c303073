"""READ FIRST: register + round → screening → problem → roster → checked plan."""
