"""The same jobs on files, as commands."""
