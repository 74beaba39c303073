"""The form of a round and the document that it stands for (shaped like `round.toml`)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from huibi.errors import Fault

CORE = 3  # the three full-time people of "3+X": leader, deputy, liaison
MOST_TEAMS = 300
_NUMERALS = "一二三四五六七八九十"
_DIGITS = re.compile(r"[0-9]{1,9}")
_ROW = re.compile(r"(?P<table>teams|units)\[(?P<number>\d+)\]")
_FIELDS = {"round.id": "code"}
_LIST = re.compile(r"[;；、,，\s]+")
_NEEDED = re.compile(r"^(?P<word>[^:：]+)[:：](?P<count>\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A team of "3+X": three full-time people and X seconded."""

    seconded: int = 5
    units_most: int = 3
    spare: int = 2

    def team(self, number: int, *, county: str = "") -> dict[str, Any]:
        """Return the team of this number."""
        size = CORE + self.seconded
        team: dict[str, Any] = {
            "id": f"T{number:02d}",
            "name": f"第{chinese_number(number)}巡察组",
            "size": [size, size + self.spare],
            "full_time": [CORE, size + self.spare],
            "roles": {
                "leader": [1, 1],
                "deputy": [1, 2],
                "liaison": [1, 1],
                "member": [0, self.seconded + self.spare],
            },
            "specialities": {},
            "units": [1, self.units_most],
        }
        if county:
            team |= {"county": county, "people_from": [county]}
        return team


def chinese_number(number: int) -> str:
    """Return 1..99 in Chinese numerals, as teams are named; beyond that the digits."""
    if not 1 <= number < len(_NUMERALS) ** 2:
        return str(number)
    tens, ones = divmod(number, 10)
    unit = _NUMERALS[ones - 1] if ones else ""
    if tens == 0:
        return unit
    return ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" + unit


class RoundForm:
    """Reads the fields of the form; `faults` collects all that cannot be read, each under the name of its field."""

    def __init__(self, form: FormData) -> None:
        self._form = form
        self.faults: list[Fault] = []

    def fresh(self, *, counties: Sequence[str] = ()) -> dict[str, Any]:
        """Return the document of a new round: its head, and teams by the template (dealt out over counties).

        A field that cannot be read stands in it as its least, and in `faults`.
        """
        teams = self._number("team_count", least=1, most=MOST_TEAMS)
        template = Template(seconded=self._number("seconded", most=100), units_most=self._number("units_most", least=1))
        document = self._head()
        document["teams"] = [
            template.team(number, county=counties[(number - 1) % len(counties)] if counties else "")
            for number in range(1, teams + 1)
        ]
        return document

    def whole(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the document that the draft's form stands for; what it does not show stays as it was."""
        document = {**before, **self._head(), "units": self._units(), "teams": self._teams(before)}
        document["limits"] = self._limits()
        document["counties"] = self._counties(before)
        return document

    def located(self, faults: Iterable[Fault], document: Mapping[str, Any]) -> Sequence[Fault]:
        """Return all that is wrong: what could not be read, then what `faults` say of the document, field by field."""
        known = {fault.column for fault in self.faults}
        found = (replace(fault, file=None, column=field_of(fault.column or "", document)) for fault in faults)
        return [*self.faults, *(fault for fault in found if fault.column not in known)]

    def text(self, name: str) -> str:
        """Return a field without the space round it; empty where there is none."""
        value = self._form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def _number(self, name: str, *, least: int = 0, most: int = 10**6, part: int = 0) -> int:
        """Return the whole number in a field; `part`: of two fields of one name, which."""
        given = self._form.getlist(name)
        value = given[part] if part < len(given) else ""
        text = value.strip() if isinstance(value, str) else ""
        if not _DIGITS.fullmatch(text) or not least <= int(text) <= most:
            params = {"least": least, "most": most}
            self.faults.append(Fault(code="form.number", column=name, value=text, params=params))
            return least
        return int(text)

    def _maybe(self, name: str) -> int | None:
        return self._number(name) if self.text(name) else None

    def _day(self, name: str) -> date | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.faults.append(Fault(code="form.day", column=name, value=text))
            return None

    def _head(self) -> dict[str, Any]:
        head: dict[str, Any] = {
            "id": self.text("code"),
            "name": self.text("name"),
            "mode": self.text("mode") or "local",
        }
        for name in ("start", "end", "as_of"):
            day = self._day(name)
            if day is not None:
                head[name] = day.isoformat()
        if organiser := self.text("organiser"):
            head["organiser"] = organiser
        search = {"seconds": self._number("seconds", least=1, most=3600), "seed": self._number("seed")}
        return {"round": head, "search": search}

    def _units(self) -> list[dict[str, Any]]:
        units = []
        for unit in self._form.getlist("unit"):
            if not isinstance(unit, str):
                continue
            row: dict[str, Any] = {"unit": unit, "workload": self._number(f"workload.{unit}")}
            if words := _words(self.text(f"specialities.{unit}")):
                row["specialities"] = words
            units.append(row)
        return units

    def _teams(self, before: Mapping[str, Any]) -> list[dict[str, Any]]:
        known = {team["id"]: team for team in before.get("teams", ())}
        listed = [name for name in self._form.getlist("team") if isinstance(name, str)]
        teams = [self._team(name, known.get(name, {})) for name in listed if not self.text(f"drop.{name}")]
        if self.text("add_team"):
            taken = {team["id"] for team in teams}
            number = next(number for number in range(1, MOST_TEAMS + 2) if f"T{number:02d}" not in taken)
            teams.append(Template().team(number))
        return teams

    def _team(self, name: str, before: Mapping[str, Any]) -> dict[str, Any]:
        def pair(field: str) -> list[int]:
            return [self._number(f"{field}.{name}", part=0), self._number(f"{field}.{name}", part=1)]

        team = dict(before) | {"id": name, "name": self.text(f"name.{name}"), "size": pair("size")}
        team["full_time"], team["units"] = pair("full_time"), pair("units")
        roles = dict(before.get("roles", {}))
        roles["deputy"] = pair("deputy")
        roles["member"] = [roles.get("member", [0, 0])[0], max(team["size"][1] - 1, 0)]
        team["roles"] = roles
        team["specialities"] = self._needed(f"needs.{name}")
        for field in ("county", "people_from"):
            if f"{field}.{name}" not in self._form:
                continue  # the form of a round within one county does not ask for it
            words = _words(self.text(f"{field}.{name}"))
            team.pop(field, None)
            if words:
                team[field] = words[0] if field == "county" else words
        return team

    def _needed(self, name: str) -> dict[str, int]:
        needed = {}
        for word in _words(self.text(name)):
            match = _NEEDED.match(word)
            if match is None:
                self.faults.append(Fault(code="form.needed", column=name, value=word))
            else:
                needed[match["word"]] = int(match["count"])
        return needed

    def _limits(self) -> dict[str, int]:
        found = {name: self._maybe(name) for name in ("same_home_unit", "home_unit_total")}
        return {name: value for name, value in found.items() if value is not None}

    def _counties(self, before: Mapping[str, Any]) -> dict[str, Any]:
        counties = dict(before.get("counties", {}))
        for name in ("own", "mutual"):
            counties.pop(name, None)
            if value := self.text(name):
                counties[name] = value
        return counties


def field_of(place: str, document: Mapping[str, Any]) -> str:
    """Return the name of the form's field for a key of the document: `teams[0].size` is `size.T01`."""
    part, _, rest = place.partition(".")
    match = _ROW.fullmatch(part)
    if match is None:
        return _FIELDS.get(place, rest or place)
    name = rest.split("[")[0].split(".")
    rows = document.get(match["table"], ())
    row = rows[int(match["number"])] if int(match["number"]) < len(rows) else {}
    key = name[1] if name[0] == "roles" and len(name) > 1 else name[0]
    key = "needs" if (match["table"], key) == ("teams", "specialities") else key
    return f"{key or match['table']}.{row.get('id') or row.get('unit') or ''}"


def _words(text: str) -> list[str]:
    return [word for word in _LIST.split(text) if word]
