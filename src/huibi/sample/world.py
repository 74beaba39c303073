"""What the invented place is made of while it grows; months are counted as 12 * year + month - 1."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from huibi.sample.dice import Dice

NOW = 2026 * 12 + 7  # August 2026, in which the round's `as_of` lies
AS_OF = "2026-08-15"
OPEN = 0  # an end that has not come

Row = tuple[str, ...]


def month(year: int, of_year: int = 1) -> int:
    """Return the count of a month."""
    return year * 12 + of_year - 1


def show_month(count: int) -> str:
    """Return `2019-03`."""
    return f"{count // 12}-{count % 12 + 1:02d}"


@dataclass(slots=True)
class Place:
    """A county, or the offices of the city itself, with all that lies in it."""

    code: str
    name: str
    is_city: bool = False
    towns: list[tuple[str, str]] = field(default_factory=list)
    workplaces: list["Workplace"] = field(default_factory=list)
    people: list["Human"] = field(default_factory=list)
    employees: list["Human"] = field(default_factory=list)
    retired: list["Human"] = field(default_factory=list)
    map_x: int = 0
    map_y: int = 0

    def one(self, kind: str) -> "Workplace":
        """Return the only workplace of a kind (party, government, inspection)."""
        return next(work for work in self.workplaces if work.style == kind)


@dataclass(slots=True, eq=False)
class Workplace:
    """A unit: `kind` as the register says it, `style` the stock of titles, `seats` how many work there."""

    id: str
    name: str
    region: str
    kind: str
    style: str
    parent: "Workplace | None"
    system: str
    seats: int
    head: str = ""
    below: list["Workplace"] = field(default_factory=list)
    staff: int = 0
    leaders: list["Human"] = field(default_factory=list)

    def scope_size(self) -> int:
        """Return how many work here and in all units under it."""
        return self.staff + sum(work.scope_size() for work in self.below)


@dataclass(slots=True, eq=False)
class Union:
    """A marriage."""

    husband: "Human"
    wife: "Human"
    since: int
    ended: int = OPEN


class Human:
    """A person; `number` 0 is somebody whom no form ever named."""

    __slots__ = (
        "birth",
        "children",
        "day",
        "died",
        "father",
        "job",
        "male",
        "mother",
        "name",
        "number",
        "place",
        "town",
        "unions",
    )

    def __init__(self, number: int, name: str, birth: int, day: int, *, male: bool) -> None:
        self.number = number
        self.name = name
        self.male = male
        self.birth = birth
        self.day = day
        self.died = OPEN
        self.father: Human | None = None
        self.mother: Human | None = None
        self.children: list[Human] = []
        self.unions: list[Union] = []
        self.town = ""
        self.place = ""
        self.job: list[Job] | None = None

    @property
    def id(self) -> str:
        """The person's id in the register."""
        return f"P{self.number:06d}"

    def age(self, at: int = NOW) -> int:
        """Return the full years at a month."""
        return (at - self.birth) // 12

    def alive(self, at: int = NOW) -> bool:
        """Whether the person is alive at a month."""
        return self.died == OPEN or self.died > at

    def spouse(self, at: int = NOW) -> "Human | None":
        """Return the living husband or wife whose marriage stands at a month."""
        for union in self.unions:
            other = union.wife if self.male else union.husband
            if union.since <= at and union.ended == OPEN and other.alive(at):
                return other
        return None


@dataclass(slots=True, eq=False)
class Job:
    """A posting."""

    work: Workplace
    title: str
    level: str
    start: int
    end: int = OPEN
    oversees: tuple[Workplace, ...] = ()

    @property
    def current(self) -> bool:
        """Whether it holds now."""
        return self.start <= NOW and (self.end == OPEN or self.end > NOW)


@dataclass(slots=True)
class World:
    """Everything; `tables` gathers finished rows by table, in the order of the columns that `write` knows."""

    seed: int
    profile: str
    places: list[Place] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    people: list[Human] = field(default_factory=list)
    extra_people: list[Row] = field(default_factory=list)
    extra_postings: list[Row] = field(default_factory=list)
    doubles: list[Row] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    alias: Mapping[int, str] = field(default_factory=dict)

    def dice(self, *words: object) -> Dice:
        """Return the stream of chance of one part, so that a change in one part leaves the others as they were."""
        return Dice(self.seed, self.profile, *words)

    def add(self, table: str, *row: str) -> None:
        """Add a finished row."""
        self.tables.setdefault(table, []).append(row)

    def counties(self) -> Iterator[Place]:
        """Return the counties, without the city's own offices."""
        return (place for place in self.places if not place.is_city)
