"""The people of an outside list as profiles, and whom of the register each comes into question for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from huibi.matching.by_birth import born_apart
from huibi.matching.comparing import Comparer, Pair
from huibi.matching.names import Name, read_name, simplified
from huibi.matching.numbers import like
from huibi.matching.profiles import Precision, Profile
from huibi.model.outside import Listed

_MARK = "\0"  # no id of a register holds it: reading refuses control characters
MOST_NAMESAKES = 60  # of one name; beyond, something besides the name must agree
_OLD_NUMBER = 15
_FEW = 3  # one name of so many, or more, is in traditional characters where a list is


class OutsideProfiles:
    """Profiles of the people of a list under keys of their own."""

    def __init__(self, comparer: Comparer, people: Sequence[Listed]) -> None:
        self._comparer = comparer
        self._rows = {f"{_MARK}{place:08d}": row for place, row in enumerate(people)}
        written = simplified if _is_traditional(people) else str
        self._made = {key: _profile(key, row, written(row.name)) for key, row in self._rows.items()}

    def has(self, key: str) -> bool:
        """Whether a key is one of the list."""
        return key in self._rows

    def of(self, key: str) -> Profile:
        """Return a profile of the list."""
        return self._made[key]

    def row(self, key: str) -> Listed:
        """Return the row of a key."""
        return self._rows[key]

    def pairs(self) -> list[Pair]:
        """Return (person, key) of everybody who comes into question, in the order of the list."""
        alike = self._persons_alike()
        found: list[Pair] = []
        for key, profile in self._made.items():
            named = [person for way in ways(profile.name) for person in alike[way]]
            if profile.number:
                named += alike["number", _stem(profile.number)]
            some = list(dict.fromkeys(named))
            found += [(person, key) for person in some if len(some) <= MOST_NAMESAKES or self._agrees(profile, person)]
        return found

    def _persons_alike(self) -> dict[tuple[str, str], list[str]]:
        """Return the persons of the register by the ways in which the list asks for them."""
        asked = {way for profile in self._made.values() for way in ways(profile.name)}
        asked |= {("number", _stem(profile.number)) for profile in self._made.values() if profile.number}
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for person in self._comparer.register.persons.values():
            for way in ways(read_name(person.name)):
                if way in asked:
                    found[way].append(person.id)
            if person.id_number and ("number", _stem(person.id_number)) in asked:
                found["number", _stem(person.id_number)].append(person.id)
        return found

    def _agrees(self, profile: Profile, person: str) -> bool:
        """Whether more than the name agrees: the number, the birth, or a unit that the list names."""
        row = self._comparer.register.persons[person]
        if profile.number and row.id_number:
            return like(profile.number, row.id_number) is not None
        if profile.birth is not None and row.birth is not None:
            other = Profile(id=person, name=profile.name, birth=row.birth, precision=Precision.MONTH)
            return not born_apart(profile, other)
        units = self._comparer.scales.units
        posts: Iterable[str] = {post.unit for post in self._comparer.postings.get(person, ())}
        return any(units.named_in(unit, text) for unit in posts for text in profile.texts)


def ways(name: Name) -> list[tuple[str, str]]:
    """Return under what a name is looked up: its one writing, its sound, what is left where a character is unread."""
    found = [("plain", name.plain), ("sound", name.sound)]
    found += [("part", part) for part in name.parts]
    if name.is_open or len(name.plain) > 2:  # noqa: PLR2004 - one of three characters may be wrong
        found += [(f"but {i} of {len(name.plain)}", name.plain[:i] + name.plain[i + 1 :]) for i in _open_places(name)]
    return found


def _open_places(name: Name) -> range:
    return range(len(name.surname), len(name.plain))


def _stem(number: str) -> str:
    """Return what all writings of a number share: the district and birth as far as an old number says them."""
    return number[:6] + (number[6:12] if len(number) == _OLD_NUMBER else number[8:14])


def _is_traditional(people: Sequence[Listed]) -> bool:
    """Whether a list is written in traditional characters: then they say nothing against a name."""
    return _FEW * sum(simplified(row.name) != row.name for row in people) > len(people)


def _profile(key: str, row: Listed, name: str) -> Profile:
    precision = Precision.NONE
    if row.birth is not None:
        precision = Precision.YEAR if row.year_only else Precision.MONTH if row.birth.day == 1 else Precision.DAY
    texts = tuple(dict.fromkeys(text for text in (row.unit, row.unit + row.title) if text))
    return Profile(
        id=key,
        name=read_name(name),
        sex=row.sex,
        birth=row.birth,
        precision=precision,
        number=row.id_number,
        texts=texts,
        listed=True,
    )
