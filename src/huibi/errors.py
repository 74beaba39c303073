"""Errors: a code, parameters, and where. The sentence stands in the message catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Self


class Exit(IntEnum):
    """Exit status of every command."""

    DONE = 0
    NO = 1  # done, and the answer is no: faults, a broken rule, a shortfall, not verified
    USAGE = 2
    STOPPED = 3  # stopped or timed out with nothing to show
    OURS = 4  # our own fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in the input, with its place.

    `row` is 1-based as a spreadsheet shows it (the head is row 1); `value` is the cell as found, already
    masked where it is an identity number; `params` fill the sentence `code` of the catalogue.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    sheet: str | None = None
    table: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the fault as JSON-ready data, absent places left out."""
        data: dict[str, Any] = {"code": self.code, "params": dict(self.params)}
        for name in ("file", "sheet", "table", "row", "column", "value", "expected"):
            if (value := getattr(self, name)) is not None:
                data[name] = value
        return data


class HuibiError(Exception):
    """Base of every error that we raise on purpose; `faults` lists all of what is wrong at once."""

    status: Exit = Exit.NO

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("; ".join(fault.code for fault in self.faults))

    @classmethod
    def of(cls, code: str, **params: Any) -> Self:  # noqa: ANN401 - sentence parameters are of any type
        """Return an error of one fault without a place."""
        return cls([Fault(code=code, params=params)])


class InputError(HuibiError):
    """The data is not sound: exit status 1."""


class UsageError(HuibiError):
    """The command was called wrongly: exit status 2."""

    status = Exit.USAGE


class StoppedError(HuibiError):
    """Stopped or out of time with nothing to show: exit status 3."""

    status = Exit.STOPPED


class OursError(HuibiError):
    """Two of our own rooms contradict each other: exit status 4, and nothing leaves."""

    status = Exit.OURS
