"""A round's life as data: its states, and who may take it from one to the next (service.md, A round's life)."""

from collections.abc import Mapping
from enum import StrEnum

from huibi_api.errors import ClashError
from huibi_api.security.roles import Permission
from huibi_api.security.viewer import Viewer


class State(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    LEADERS = "leaders"
    STAFFING = "staffing"
    SELF_CHECK = "self_check"
    APPROVAL = "approval"
    PUBLISHED = "published"
    RUNNING = "running"
    CLOSED = "closed"


# The stage of recusal that is judged in each state; approval looks with the eyes of the third.
STAGES: Mapping[State, int] = {
    State.DRAFT: 1,
    State.LEADERS: 1,
    State.STAFFING: 2,
    State.SELF_CHECK: 3,
    State.APPROVAL: 3,
    State.PUBLISHED: 3,
    State.RUNNING: 3,
}
_WRITE, _APPROVE = (Permission.ROUNDS_WRITE,), (Permission.ROUNDS_APPROVE,)
# Any one of the permissions is enough. A repair accepted late takes a round back to the third recusal.
STEPS: Mapping[tuple[State, State], tuple[Permission, ...]] = {
    (State.DRAFT, State.LEADERS): _WRITE,
    (State.LEADERS, State.DRAFT): _WRITE,
    (State.LEADERS, State.STAFFING): _WRITE,
    (State.STAFFING, State.LEADERS): _WRITE,
    (State.STAFFING, State.SELF_CHECK): _WRITE,
    (State.SELF_CHECK, State.APPROVAL): _WRITE,
    (State.APPROVAL, State.SELF_CHECK): (*_APPROVE, *_WRITE),
    (State.APPROVAL, State.PUBLISHED): _APPROVE,
    (State.PUBLISHED, State.RUNNING): _WRITE,
    (State.PUBLISHED, State.SELF_CHECK): _WRITE,
    (State.RUNNING, State.SELF_CHECK): _WRITE,
    (State.RUNNING, State.CLOSED): _WRITE,
}


def require_step(who: Viewer, before: State, after: State) -> None:
    """Refuse a transition that there is not (ClashError) or that the viewer may not make (NotAllowedError)."""
    needed = STEPS.get((before, after))
    if needed is None:
        raise ClashError.of("round.no_such_step", before=before.value, after=after.value)
    if not any(who.may(permission) for permission in needed):
        who.require(needed[0])
