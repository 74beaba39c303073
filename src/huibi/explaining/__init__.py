"""Why somebody may or may not inspect a unit: every ground that was looked at, also those that do not hold."""
