"""Where in a unit of the round somebody stands."""

from dataclasses import dataclass
from enum import StrEnum

from huibi.model.people import Posting


class Group(StrEnum):
    """Where in a unit somebody stands; declared from the strongest down."""

    BODY = "body"
    KEYS = "keys"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Place:
    """That somebody is in body, keys or staff of a unit of the round, and the postings that put the person there."""

    unit: str
    group: Group
    postings: tuple[Posting, ...]
