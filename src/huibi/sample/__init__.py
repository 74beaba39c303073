"""An invented register of any size from a seed; no real person is in it."""
