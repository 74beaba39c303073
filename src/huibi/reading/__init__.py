"""Files to a `Register` and a `Round`: every fault is collected, then one raise."""
