"""The region tree and the unit tree of an invented city or county."""

from dataclasses import dataclass
from typing import Any

import huibi_data
from huibi.sample.dice import Dice
from huibi.sample.sizes import Sizes
from huibi.sample.world import Place, Workplace, World

HEADS = {
    "法院": "院长",
    "检察院": "检察长",
    "档案馆": "馆长",
    "委组织部": "部长",
    "委宣传部": "部长",
    "委统战部": "部长",
}
ORDINALS = "一二三四五六七八九"
KEEP = ("village", "company", "inspection")  # kinds whose seats do not grow with the scale
HEADS |= {"委政法委": "书记", "纪委监委": "书记", "总工会": "主席"}


def ordinal(number: int) -> str:
    """Return 一, 十二, 二十八."""
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else ("" if tens == 1 else ORDINALS[tens - 1]) + "十"
    return ten + (ORDINALS[ones - 1] if ones else "")


def settle(world: World, size: Sizes) -> None:
    """Fill the world with regions, places and their workplaces."""
    stock = huibi_data.load_toml("sample", "places.toml")
    dice = world.dice("places")
    _region(world, stock["province"]["code"], stock["province"]["name"], "省", "")
    city = stock["city"]
    _region(world, city["code"], city["name"], "市", stock["province"]["code"])
    names = list(stock["counties"]["names"])
    for number in range(size.counties):
        code = str(stock["counties"]["first_code"] + number)
        place = Place(code, names[number], map_x=dice.between(0, 180), map_y=dice.between(0, 180))
        _region(world, code, place.name, "县", city["code"])
        _towns(world, place, size.towns, dice, stock["towns"])
        world.places.append(place)
    if world.profile == "city":
        own = Place(city["code"], city["name"], is_city=True, map_x=90, map_y=90)
        own.towns = [town for place in world.places for town in place.towns]
        world.places.append(own)
    for row in stock["outside"]:
        level = {"province": "省", "city": "市", "county": "县"}[row["level"]]
        _region(world, row["code"], row["name"], level, row["parent"])
        if level == "县":
            world.outside.append(row["code"])
    _build_all(world, size, dice, stock["villages"])


def _region(world: World, code: str, name: str, level: str, parent: str) -> None:
    world.add("regions", code, name, level, parent)


def _towns(world: World, place: Place, count: int, dice: Dice, parts: dict[str, str]) -> None:
    taken = {name for other in world.places for _, name in other.towns}
    names: dict[str, None] = {"城关街道": None}
    while len(names) < count:
        stem = dice.pick(parts["first"]) + dice.pick(parts["second"])
        name = stem + ("镇" if dice.chance(0.65) else "乡")
        if name not in taken:
            names.setdefault(name)
    for number, name in enumerate(names):
        code = f"{place.code}{101 + number if number else 1:03d}"
        place.towns.append((code, name))
        _region(world, code, name, "乡镇", place.code)


def _build_all(world: World, size: Sizes, dice: Dice, villages: dict[str, str]) -> None:
    builder = _Builder(dice, huibi_data.load_toml("sample", "units.toml"))
    above: Workplace | None = None
    for place in sorted(world.places, key=lambda place: not place.is_city):
        count = round(size.units * 0.7) if place.is_city else size.units
        groups = 1 if place.is_city else max(2, teams_of(world, size, place))
        party = builder.county(place, count, above, groups)
        if place.is_city:
            above = party
        else:
            builder.towns(place, size.villages, villages)
    shares = _shares(world, size)
    for place in world.places:
        _fit(place.workplaces, shares[place.code])


def _shares(world: World, size: Sizes) -> dict[str, int]:
    """Return how many work in each place; counties differ in size by up to a third."""
    counties = list(world.counties())
    weights = [1.0 if len(counties) == 1 else 0.8 + 0.4 * ((7 * index) % 12) / 11 for index in range(len(counties))]
    own = round(size.employees * size.city_share)
    total = sum(weights)
    shares = {
        place.code: round((size.employees - own) * weight / total)
        for place, weight in zip(counties, weights, strict=True)
    }
    return shares | {place.code: own for place in world.places if place.is_city}


def _fit(works: list[Workplace], total: int) -> None:
    """Scale the seats so that the place has about `total`, keeping every unit workable; the smallest keep theirs."""
    if total < 600:
        for work in works:
            if work.kind == "inspection":
                work.seats -= 2
    fixed = sum(work.seats for work in works if work.kind in KEEP)
    free = [work for work in works if work.kind not in KEEP]
    factor = max(0.05, (total - fixed) / sum(work.seats for work in free))
    for work in free:
        work.seats = max(6 if work.style in ("party", "government") else 4, round(work.seats * factor))


def teams_of(world: World, size: Sizes, place: Place) -> int:
    """Return how many teams of the round a place sends: the counties take turns, the city's own offices none."""
    if place.is_city:
        return 0
    counties = list(world.counties())
    return len(range(counties.index(place), size.teams, len(counties)))


@dataclass
class _Builder:
    dice: Dice
    stock: dict[str, Any]
    made: int = 0

    def unit(  # noqa: PLR0913, PLR0917 - a unit has this many columns
        self, place: Place, name: str, kind: str, parent: Workplace | None, system: str, seats: int, region: str = ""
    ) -> Workplace:
        self.made += 1
        style = kind
        if kind not in KEEP:
            seats = round(seats * (0.75 + 0.5 * self.dice.roll()))
        work = Workplace(f"U{self.made:04d}", name, region or place.code, kind, style, parent, system, seats)
        place.workplaces.append(work)
        if parent:
            parent.below.append(work)
        return work

    def county(self, place: Place, count: int, above: Workplace | None, groups: int) -> Workplace:
        """Build the offices of a county or city; `count` counts all but villages and companies."""
        roots, short = self.stock["roots"], place.name
        party = self.unit(
            place, roots["party"]["name"].format(place=short), "department", above, "", roots["party"]["seats"]
        )
        government = self.unit(
            place,
            roots["government"]["name"].format(place=short),
            "department",
            party,
            "",
            roots["government"]["seats"],
        )
        office = roots["inspection"]
        inspection = self.unit(place, office["name"].format(place=short), "inspection", party, "", office["seats"])
        party.style, government.style, inspection.style = "party", "government", "inspection"
        government.head = "市长" if place.is_city else "县长"
        for number in range(groups):
            name = roots["group"]["name"].format(place=short, ordinal=ordinal(number + 1))
            self.unit(place, name, "inspection", party, "", roots["group"]["seats"]).style = "group"
        left = count - 3 - groups - len(place.towns if not place.is_city else [])
        departments = {name: row for name, *row in self.stock["departments"]["list"][: max(12, round(left * 0.6))]}
        made: dict[str, Workplace] = {}
        for name, (system, parent, seats) in departments.items():
            root = party if parent == "party" else government
            made[name] = self.unit(place, short + name, "department", root, system, seats)
            made[name].head = HEADS.get(name, "局长")
        below = [row for row in self.stock["below"]["list"] if row[3] in made]
        for name, kind, system, parent, seats in below[: max(5, left - len(made))]:
            self.unit(place, short + name, kind, made[parent], system, seats)
        for name in self.stock["companies"]["names"]:
            self.unit(place, f"{short}{name}有限公司", "company", None, "", 1)
        return party

    def towns(self, place: Place, villages: int, parts: dict[str, str]) -> None:
        """Build the townships with their villages."""
        government = place.one("government")
        stock = self.stock["town"]
        for code, name in place.towns:
            town = self.unit(place, f"{place.name}{name}", "township", government, "", stock["seats"], code)
            town.head = "主任" if name.endswith("街道") else name[-1:] + "长"
            names: dict[str, None] = {}
            while len(names) < villages:
                if self.dice.chance(0.4):
                    names.setdefault(self.dice.pick(parts["surnames"]) + "家" + self.dice.pick(parts["second"]))
                else:
                    names.setdefault(self.dice.pick(parts["first"]) + self.dice.pick(parts["second"]))
            for village in names:
                suffix = "社区" if name.endswith("街道") else "村"
                self.unit(place, f"{name}{village}{suffix}", "village", town, "", stock["village"], code)
