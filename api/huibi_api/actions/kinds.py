"""Every kind of job there is: importing this makes all of them known, to servers and workers alike."""

from huibi_api.actions import registers, rosters, screenings
from huibi_api.actions.jobs import KINDS

__all__ = ["ALL"]
ALL = tuple(sorted({registers.KIND, rosters.KIND, screenings.KIND}))
if set(ALL) != set(KINDS):
    raise LookupError("a kind of job stands elsewhere than in actions/kinds.py")
