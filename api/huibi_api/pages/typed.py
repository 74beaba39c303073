"""A form as it is shown: what is kept, or what was typed before it was refused; what is wrong beside each field."""

from collections.abc import Container, Sequence

from starlette.datastructures import FormData

from huibi.errors import Fault
from huibi.messages import describe
from huibi_api.pages.page import Note


class Typed:
    """Known to the templates of forms as `typed`; faults carry the name of their field in `column`."""

    def __init__(self, form: FormData | None = None, faults: Sequence[Fault] = ()) -> None:
        self._form = form
        self._faults = faults
        self._told: set[str] = set()

    @property
    def refused(self) -> bool:
        """Whether this is a form that came back."""
        return self._form is not None

    def value(self, name: str, kept: object = "") -> str:
        """Return what stands in a field."""
        if self._form is None:
            return "" if kept is None else str(kept)
        given = self._form.get(name, "")
        return given if isinstance(given, str) else ""

    def part(self, name: str, number: int, kept: object) -> str:
        """Return what stands in one of several fields of a name."""
        if self._form is None:
            return str(kept)
        given = self._form.getlist(name)
        value = given[number] if number < len(given) else ""
        return value if isinstance(value, str) else ""

    def chosen(self, name: str, value: str, *, kept: bool = False) -> bool:
        """Whether a box or an option is chosen."""
        return kept if self._form is None else value in self._form.getlist(name)

    def wrong(self, *names: str) -> list[str]:
        """Return the sentences of what is wrong with these fields; they stand beside them."""
        self._told.update(names)
        return [describe(_bare(fault)) for fault in self._faults if fault.column in names]

    def left(self) -> list[str]:
        """Return what is wrong with fields that the page has not shown up to here: asked at the end of a form."""
        return [describe(fault) for fault in self._faults if (fault.column or "") not in self._told]

    def notes(self, known: Container[str]) -> list[Note]:
        """Return as notes over the form what belongs to none of the fields of these names (before the first dot)."""
        over = [fault for fault in self._faults if (fault.column or "").partition(".")[0] not in known]
        self._told.update(fault.column or "" for fault in over)
        return [Note(describe(fault), "bad") for fault in over]


def _bare(fault: Fault) -> Fault:
    """Return a fault without its place: it stands there."""
    return Fault(code=fault.code, params=fault.params, value=fault.value, expected=fault.expected)
