"""Units, regions and who holds what there, straight from "Words", by looking at every row each time."""

from datetime import date

from huibi.model.people import Level, Posting, RegionLevel
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.model.spans import FIRST, LAST

LEADING = (Level.CHIEF, Level.BOARD)


def years_before(day: date, years: int) -> date:
    """The same calendar day years earlier; 29 February becomes 28."""
    if (day.month, day.day) == (2, 29):
        year = day.year - years
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return date(year, 2, 29 if leap else 28)
    return date(day.year - years, day.month, day.day)


def within(end: date | None, day: date, years: int) -> bool:
    """Ended before the day and after the same calendar day years earlier."""
    return end is not None and end < day and end > years_before(day, years)


def spans(start: date | None, end: date | None, day: date) -> bool:
    """From start to end, both included, empty meaning always and still."""
    return (start is None or start <= day) and (end is None or day <= end)


class Places:
    """The register, the round's day and its end."""

    def __init__(self, register: Register, round_: Round) -> None:
        self.register = register
        self.day = round_.as_of
        self.until = round_.end
        self.dead = {person.id for person in register.persons.values() if person.dead_on(self.day)}
        self.postings = [self.closed(row) for row in register.postings]

    def closed(self, row: Posting) -> Posting:
        """An open posting ends at death."""
        died = self.register.persons[row.person].died
        if row.end is None and died is not None and died <= self.day:
            return Posting(
                person=row.person,
                unit=row.unit,
                title=row.title,
                level=row.level,
                oversees=row.oversees,
                start=row.start,
                end=died,
                record=row.record,
            )
        return row

    def above(self, unit: str) -> list[str]:
        """The units above."""
        found = []
        parent = self.register.units[unit].parent
        while parent is not None:
            found.append(parent)
            parent = self.register.units[parent].parent
        return found

    def scope(self, unit: str) -> list[str]:
        """The unit and all units under it."""
        return [other for other in sorted(self.register.units) if other == unit or unit in self.above(other)]

    def line(self, unit: str) -> list[str]:
        """Both."""
        return self.scope(unit) + self.above(unit)

    def now(self, row: Posting) -> bool:
        """Current on the day."""
        return spans(row.start, row.end, self.day)

    def soon(self, row: Posting) -> bool:
        """Current on the day, or beginning between it and the round's end."""
        begins = row.start is not None and self.until is not None and self.day < row.start <= self.until
        return self.now(row) or begins

    def rows(self, person: str) -> list[Posting]:
        """The postings of a person."""
        return [row for row in self.postings if row.person == person]

    def standing(self, unit: str) -> dict[str, str]:
        """Who is what to the unit: chief or board (the two of body), key or staff; the living only."""
        found: dict[str, str] = {}
        scope = self.scope(unit)
        for person in sorted(self.register.persons):
            rows = [row for row in self.rows(person) if self.soon(row)]
            if person in self.dead or not rows:
                continue
            levels = {row.level for row in rows if row.unit == unit}
            leads_under = any(row.level in LEADING and row.unit in scope and row.unit != unit for row in rows)
            oversees = any(set(row.oversees) & set(scope) for row in rows)
            if Level.CHIEF in levels:
                found[person] = "chief"
            elif Level.BOARD in levels:
                found[person] = "board"
            elif Level.KEY in levels or leads_under or oversees:
                found[person] = "key"
            elif any(row.unit in scope for row in rows):
                found[person] = "staff"
        return found

    def upward(self, place: str | None) -> list[str]:
        """The region and the regions above it."""
        found: list[str] = []
        while place is not None and place not in found:
            found.append(place)
            region = self.register.regions.get(place)
            place = None if region is None else region.parent
        return found

    def county(self, place: str | None) -> str | None:
        """The nearest region upward of level county."""
        for code in self.upward(place):
            region = self.register.regions.get(code)
            if region is not None and region.level is RegionLevel.COUNTY:
                return code
        return None

    def township(self, place: str) -> bool:
        """Of township level: says so, or lies in a township and says nothing of its own (a village)."""
        regions = [self.register.regions[code] for code in self.upward(place) if code in self.register.regions]
        levels = [region.level for region in regions if region.level is not None]
        return levels[:1] == [RegionLevel.TOWNSHIP]


def day_set(rows: list[tuple[date | None, date | None]], day: date) -> list[tuple[int, int]]:
    """Spans as day numbers up to the day, joined where they touch or overlap."""
    cut = sorted(
        ((start or FIRST).toordinal(), min(end or LAST, day).toordinal())
        for start, end in rows
        if (start or FIRST) <= min(end or LAST, day)
    )
    joined: list[tuple[int, int]] = []
    for first, last in cut:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def count_days(rows: list[tuple[date | None, date | None]], day: date) -> int:
    """Days in the union of spans up to the day."""
    return sum(last - first + 1 for first, last in day_set(rows, day))


def meet(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> tuple[date, date] | None:
    """The days in both spans."""
    first = max(one[0] or FIRST, other[0] or FIRST)
    last = min(one[1] or LAST, other[1] or LAST)
    return (first, last) if first <= last else None
