"""Reasons that people give for what they decide."""

from huibi_api.errors import UnsoundError

LONGEST = 2000


def sound_reason(text: str) -> str:
    """Return a reason without the space round it; raises UnsoundError where there is none or it is a book."""
    reason = text.strip()
    if not reason:
        raise UnsoundError.of("round.reason_needed")
    if len(reason) > LONGEST:
        raise UnsoundError.of("round.declaration_long", most=LONGEST)
    return reason
