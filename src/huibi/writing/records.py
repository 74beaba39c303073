"""The rows behind the records of a chain: `table:row` back to the row, looked up once a table."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar

from huibi.messages import say
from huibi.model.findings import Link
from huibi.model.people import Posting, Service, Study
from huibi.model.register import Register
from huibi.model.ties import Declaration, Interest, Kin, Ruling, Served, Tie


class _Row(Protocol):
    @property
    def record(self) -> str:
        """The record id."""


_AnyRow = TypeVar("_AnyRow", bound=_Row)


class Records:
    """Finds the row that a link cites; None for a link without a record, or with one of another table."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._tables: dict[str, dict[str, _Row]] = {}

    def posting(self, link: Link) -> Posting | None:
        """Return the posting of a step to a unit."""
        return self._find(link, "postings", Posting, self._register.postings)

    def kin(self, link: Link) -> Kin | None:
        """Return the row of kin of a step between relatives; it may say it from either end."""
        return self._find(link, "kin", Kin, self._register.kin)

    def tie(self, link: Link) -> Tie | None:
        """Return the stated tie of a step between persons."""
        return self._find(link, "ties", Tie, self._register.ties)

    def study(self, link: Link) -> Study | None:
        """Return the study that makes somebody a classmate."""
        return self._find(link, "studies", Study, self._register.studies)

    def service(self, link: Link) -> Service | None:
        """Return the service that makes somebody a comrade."""
        return self._find(link, "service", Service, self._register.service)

    def interest(self, link: Link) -> Interest | None:
        """Return the interest in a unit."""
        return self._find(link, "interests", Interest, self._register.interests)

    def served(self, link: Link) -> Served | None:
        """Return the earlier inspection."""
        return self._find(link, "history", Served, self._register.history)

    def ruling(self, link: Link) -> Ruling | None:
        """Return the decision."""
        return self._find(link, "rulings", Ruling, self._register.rulings)

    def declaration(self, link: Link) -> Declaration | None:
        """Return the application."""
        return self._find(link, "declarations", Declaration, self._register.declarations)

    def _find(self, link: Link, table: str, kind: type[_AnyRow], rows: Iterable[_AnyRow]) -> _AnyRow | None:
        if link.record is None or link.record.partition(":")[0] != table:
            return None
        if table not in self._tables:
            self._tables[table] = {row.record: row for row in rows if row.record}
        found = self._tables[table].get(link.record)
        return found if isinstance(found, kind) else None


def day_text(day: date, *, is_end: bool = False) -> str:
    """Return a day as an office writes it: a month where only the month was known (first day, as an end the last)."""
    whole_month = (day + timedelta(days=1)).day == 1 if is_end else day.day == 1
    return say("day.month" if whole_month else "day.day", year=day.year, month=day.month, day=day.day)


def span_text(start: date | None, end: date | None) -> str:
    """Return 2016年3月至2019年2月; `至今` for an open end, empty where neither end is known."""
    if start is None and end is None:
        return ""
    if start is None and end is not None:
        return say("span.until", end=day_text(end, is_end=True))
    if start is not None and end is None:
        return say("span.since", start=day_text(start))
    return say("span.both", start=day_text(start or date.min), end=day_text(end or date.max, is_end=True))


def elapsed_text(start: date, end: date) -> str:
    """Return how long lies between two days in full years and months: 3年2个月; whole calendar months count."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    years, rest = divmod(months, 12)
    if years and rest:
        return say("near.gone.both", years=years, months=rest)
    if years:
        return say("near.gone.years", years=years)
    return say("near.gone.months", months=rest) if rest else say("near.gone.days")
