"""A round from `round.toml`: every key known, every reference resolved, all faults at once (register.md, The round)."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

from huibi.errors import Fault, InputError
from huibi.messages import reason_of
from huibi.model.register import Register
from huibi.model.rosters import Counties, Limits, Pin, Search, TeamEntry
from huibi.model.rounds import Mode, Round, RoundUnit
from huibi.reading.cells import Bad, read_date
from huibi.reading.keys import Keys, Part
from huibi.reading.references import References, region_names

LARGEST_ROUND = 2 * 2**20  # bytes
MOST_STAGES = 3
_PARTS = frozenset({"round", "units", "teams", "limits", "counties", "pins", "policy", "search"})


def read_round(path: str | Path, register: Register) -> Round:
    """Return the round of a TOML file, references to units, people and regions resolved in `register`.

    Raises InputError with every fault at once; `column` of a fault is the path of the key, as `teams[0].size`.
    The codes under `policy` are left to whoever reads the policy.
    """
    path = Path(path)
    return round_of(_load(path), register, name=path.name)


def round_of(document: Mapping[str, Any], register: Register, *, name: str = "round") -> Round:
    """Return the round of a document shaped like `round.toml`; raises InputError with every fault at once."""
    return _Rounds(Keys(name, deepcopy(dict(document))), register).read()


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST_ROUND:
            raise InputError([Fault(code="read.too_large", file=path.name, params={"limit": LARGEST_ROUND // 2**20})])
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise InputError([Fault(code="read.no_such_path", file=path.name)]) from None
    except OSError as error:
        raise InputError([Fault(code="read.unreadable", file=path.name, params={"reason": reason_of(error)})]) from None
    except UnicodeDecodeError:
        raise InputError([Fault(code="read.encoding", file=path.name, expected="UTF-8")]) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError([Fault(code="round.not_toml", file=path.name, params={"reason": str(error)})]) from None


class _Rounds:
    """One reading of one round."""

    def __init__(self, keys: Keys, register: Register) -> None:
        self.keys = keys
        regions, units, persons = register.regions, register.units, register.persons
        tree = [(row.code, row.name, row.parent) for row in regions.values()]
        self.regions = References("regions", regions, lambda: region_names(tree), open_="regions" in register.absent)
        self.units = References("units", units, lambda: ((row.name, row.id) for row in units.values()))
        self.persons = References("persons", persons, lambda: ((row.name, row.id) for row in persons.values()))
        self.aliases = register.aliases

    def read(self) -> Round:
        """Return the round, or raise all that is wrong with it."""
        keys = self.keys
        whole = keys.whole()
        head = whole.table("round", required=True)
        found = self._head(head)
        mode = found["mode"]
        teams = [self._team(part) for part in whole.tables("teams")]
        names = {str(part.values["id"]): str(part.values["name"]) for part in whole.tables("teams") if part.named()}
        ids = keys.once([(part, "id") for part in whole.tables("teams")])
        found |= {
            "units": self._units(whole.tables("units")),
            "teams": tuple(team for team in teams if team is not None),
            "team_names": names,
            "limits": whole.table("limits").model(Limits) or Limits(),
            "counties": self._counties(whole.table("counties"), mode),
            "pins": tuple(pin for part in whole.tables("pins") if (pin := self._pin(part, ids)) is not None),
            "policy": self._policy(whole.table("policy")),
            "search": whole.table("search").model(Search) or Search(),
        }
        whole.only(_PARTS)
        keys.raise_all()
        return Round(**found)

    def _head(self, head: Part) -> dict[str, Any]:
        start, end = self._day(head, "start"), self._day(head, "end")
        if start and end and end < start:
            head.bad("end", Bad("read.end_before_start", "expect.not_before", {"start": start.isoformat()}))
        stage = head.take("stage", int, 3)
        if not 1 <= stage <= MOST_STAGES:
            head.bad("stage", Bad("round.bad_value", "expect.stage"))
        mode = head.take("mode", str, Mode.LOCAL.value)
        if mode not in list(Mode):
            head.bad("mode", Bad("read.unknown_word", "expect.word", {"words": ", ".join(Mode)}))
            mode = Mode.LOCAL
        found = {
            "id": head.take("id", str, "", required=True),
            "name": head.take("name", str, ""),
            "organiser": head.refer("organiser", self.regions),
            "stage": stage,
            "mode": Mode(mode),
            "start": start,
            "end": end,
            "as_of": self._day(head, "as_of", required=True),
        }
        head.only(frozenset(found))
        return found

    def _day(self, head: Part, key: str, *, required: bool = False) -> date | None:
        value = head.values.get(key)
        if value is None:
            if required:
                head.bad(key, Bad("round.missing_key", "expect.day"))
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        read = read_date(value, typed=True) if isinstance(value, str) else None
        if isinstance(read, date) and read_date(value, last=True) == read:
            return read
        head.bad(key, read if isinstance(read, Bad) else Bad("read.date_form", "expect.day"))
        return None

    def _units(self, parts: list[Part]) -> tuple[RoundUnit, ...]:
        found = []
        for part in parts:
            unit = part.refer("unit", self.units, required=True)
            workload = part.count("workload", 1)
            specialities = part.words("specialities")
            part.only(frozenset({"unit", "workload", "specialities"}))
            if unit is not None:
                found.append((part, RoundUnit(unit=unit, workload=workload, specialities=specialities)))
        self.keys.once([(part, "unit") for part, _ in found], [row.unit for _, row in found])
        return tuple(row for _, row in found)

    def _team(self, part: Part) -> TeamEntry | None:
        part.refer_within("county", self.regions)
        part.refer_within("people_from", self.regions)
        for role in part.inner("roles_from"):
            part.refer_within(("roles_from", role), self.regions)
        part.take("name", str, "")
        return part.model(TeamEntry, besides=frozenset({"name"}))

    def _counties(self, part: Part, mode: Mode) -> Counties:
        for key in ("bars", "travel"):
            for i, pair in enumerate(part.rows(key)):
                for place in range(min(len(pair), 2)):
                    part.refer_within((key, i, place), self.regions)
        for county in part.inner("lend"):
            part.refer_key("lend", county, self.regions)
        if mode is Mode.CROSS:
            part.values.setdefault("own", "forbid")
        return part.model(Counties) or Counties()

    def _pin(self, part: Part, teams: Mapping[str, Part]) -> Pin | None:
        part.refer_within("person", self.persons, aliases=self.aliases)
        part.refer_within("unit", self.units)
        pin = part.model(Pin)
        if pin is None:
            return None
        if (pin.person is None) == (pin.unit is None) or (pin.unit is not None and pin.role is not None):
            part.bad("", Bad("round.bad_pin", "expect.pin"))
        if pin.team not in teams:
            part.bad("team", Bad("round.unknown_team", "expect.team", {"teams": ", ".join(teams)}))
        return pin

    def _policy(self, part: Part) -> dict[str, Mapping[str, Any]]:
        for code, value in part.values.items():
            if not isinstance(value, dict):
                part.bad(code, Bad("round.bad_value", "expect.table"))
        return {code: value for code, value in part.values.items() if isinstance(value, dict)}
