"""The recusal policy: read, validate, override, digest (recusal.md, Default policy)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

import huibi_data
from huibi.errors import Fault, InputError
from huibi.model.findings import Effect
from huibi.model.people import Level
from huibi.model.ties import KinClass, KinSwitches

MOST_YEARS = 100
MOST_WEIGHT = 1000
TEAM_PREFIX = "team."
KIN_SWITCHES: tuple[str, ...] = tuple(f"kin.{switch.name}" for switch in fields(KinSwitches))
KEYS: tuple[str, ...] = ("on", "years", "classes", "levels", "lead", "other")
_SINGLE = "all"  # the tier of a ground that has only one


@dataclass(frozen=True, slots=True)
class Grade:
    """An effect, with its weight where it is a `should`."""

    effect: Effect
    weight: int = 0

    def to_json(self) -> str | int:
        """Return it as the policy writes it: "must", "note", or the weight."""
        return self.weight if self.effect is Effect.SHOULD else self.effect.value


@dataclass(frozen=True, slots=True)
class Grades:
    """The grade for lead roles, and the grade for every other role."""

    lead: Grade
    other: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the policy; `years`, `classes`, `levels` None: the ground is not limited by them."""

    code: str
    basis: str
    on: bool = True
    waivable: bool = True
    tiers: Mapping[str, Grades] = field(default_factory=dict)
    years: int | None = None
    classes: frozenset[KinClass] | None = None
    levels: frozenset[Level] | None = None
    limits: frozenset[str] = frozenset()

    def grades(self, tier: str | None = None) -> Grades:
        """Return the grades of a tier; without a name those of a ground that has no tiers."""
        return self.tiers[tier or _SINGLE]

    def to_json(self) -> dict[str, Any]:
        """Return the row as JSON-ready data, for display and for the digest."""
        data: dict[str, Any] = {"on": self.on, "basis": self.basis, "waivable": self.waivable}
        data["tiers"] = {
            name: {"lead": both.lead.to_json(), "other": both.other.to_json()} for name, both in self.tiers.items()
        }
        if self.years is not None:
            data["years"] = self.years
        if self.classes is not None:
            data["classes"] = [kin_class.value for kin_class in KinClass if kin_class in self.classes]
        if self.levels is not None:
            data["levels"] = [level.value for level in Level if level in self.levels]
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The policy that one screening follows; `rules` in the order in which findings are listed.

    `statutory` are the four kin classes; `switches` is how kinship reads what the law leaves open.
    """

    rules: Mapping[str, Rule]
    statutory: frozenset[KinClass]
    switches: KinSwitches = field(default_factory=KinSwitches)

    def to_json(self) -> dict[str, Any]:
        """Return the merged policy as JSON-ready data."""
        return {
            "kin": {
                "statutory": [kin_class.value for kin_class in KinClass if kin_class in self.statutory],
                **asdict(self.switches),
            },
            "grounds": {code: rule.to_json() for code, rule in self.rules.items()},
        }

    @property
    def digest(self) -> str:
        """The sha256 of the merged policy: two rounds with one digest were judged alike."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def load_policy(overrides: Mapping[str, Mapping[str, Any]] | None = None) -> Policy:
    """Return the default policy with what a round or an office says differently, by code.

    Keys are `on`, `years`, `classes`, `levels`, `lead` and `other`; `lead` and `other` replace the effect in all tiers
    of the code. `team.*` and the kin switches (KIN_SWITCHES) can only be switched `on` or off.
    Raises InputError that lists every unknown code, key and value at once.
    """
    data = huibi_data.load_toml("policy", "recusal.toml")
    statutory = frozenset(KinClass(name) for name in data["kin"]["statutory"])
    rules = {code: _default(code, row, statutory) for code, row in data["grounds"].items()}
    switches = {name: bool(data["kin"][name.removeprefix("kin.")]) for name in KIN_SWITCHES}
    faults: list[Fault] = []
    for code, changes in (overrides or {}).items():
        if not isinstance(changes, Mapping) or (code not in rules and code not in switches):
            faults.append(_unknown_code(code, changes, known=code in rules or code in switches))
            continue
        read = _read_changes(code, changes, _open_keys(rules.get(code)), faults)
        if code in rules:
            rules[code] = _changed(rules[code], read)
        else:
            switches[code] = read.get("on", switches[code])
    if faults:
        raise InputError(faults)
    return Policy(
        rules=MappingProxyType(rules),
        statutory=statutory,
        switches=KinSwitches(**{name.removeprefix("kin."): on for name, on in switches.items()}),
    )


def _default(code: str, row: Mapping[str, Any], statutory: frozenset[KinClass]) -> Rule:
    tiers = row.get("tiers") or ({_SINGLE: row} if "lead" in row else {})
    classes = row.get("classes")
    return Rule(
        code=code,
        basis=row["basis"],
        on=row.get("on", True),
        waivable=row.get("waivable", True),
        tiers={name: Grades(_grade(both["lead"]), _grade(both["other"])) for name, both in tiers.items()},
        years=row.get("years"),
        classes=statutory if classes == "statutory" else None if classes is None else frozenset(map(KinClass, classes)),
        levels=frozenset(map(Level, row["levels"])) if "levels" in row else None,
        limits=frozenset(name for name in ("years", "classes", "levels") if name in row or name in row.get("may", ())),
    )


def _open_keys(rule: Rule | None) -> tuple[str, ...]:
    if rule is None or rule.code.startswith(TEAM_PREFIX):
        return ("on",)
    return tuple(key for key in KEYS if key in ("on", "lead", "other") or key in rule.limits)


def _changed(rule: Rule, read: Mapping[str, Any]) -> Rule:
    tiers = {
        name: Grades(read.get("lead", both.lead), read.get("other", both.other)) for name, both in rule.tiers.items()
    }
    limits = {key: value for key, value in read.items() if key not in ("lead", "other")}
    return replace(rule, tiers=tiers, **limits)


def _read_changes(code: str, changes: Mapping[str, Any], keys: tuple[str, ...], faults: list[Fault]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in changes.items():
        if key not in keys:
            known = "policy.key_not_here" if key in KEYS else "policy.unknown_key"
            faults.append(_fault(known, code, key, value, " | ".join(keys)))
            continue
        reader, expected = _READERS[key]
        try:
            read[key] = reader(value)
        except (ValueError, TypeError):
            faults.append(_fault("policy.bad_value", code, key, value, expected))
    return read


def _unknown_code(code: str, changes: object, *, known: bool) -> Fault:
    if known:
        return _fault("policy.bad_row", code, "", changes, "{ " + ", ".join(KEYS) + " }")
    return _fault("policy.unknown_code", code, "", "", "")


def _fault(message: str, code: str, key: str, value: object, expected: str) -> Fault:
    return Fault(code=message, params={"ground": code, "key": key}, value=str(value), expected=expected)


def _grade(value: object) -> Grade:
    if value in (Effect.MUST.value, Effect.NOTE.value):
        return Grade(Effect(value))
    return Grade(Effect.SHOULD, _whole(value, MOST_WEIGHT))


def _whole(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(value)
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _classes(value: object) -> frozenset[KinClass]:
    found = frozenset(KinClass(name) for name in _names(value))
    if KinClass.NONE in found:
        raise ValueError(value)
    return found


def _levels(value: object) -> frozenset[Level]:
    return frozenset(Level(name) for name in _names(value))


def _names(value: object) -> list[str]:
    if not isinstance(value, list | tuple) or not value:
        raise TypeError(value)
    return list(value)


_READERS: Mapping[str, tuple[Callable[[object], object], str]] = {
    "on": (_switch, "true | false"),
    "years": (lambda value: _whole(value, MOST_YEARS), f"1..{MOST_YEARS}"),
    "classes": (_classes, "[" + " | ".join(kind.value for kind in KinClass if kind is not KinClass.NONE) + "]"),
    "levels": (_levels, "[" + " | ".join(level.value for level in Level) + "]"),
    "lead": (_grade, f"must | note | 1..{MOST_WEIGHT}"),
    "other": (_grade, f"must | note | 1..{MOST_WEIGHT}"),
}
