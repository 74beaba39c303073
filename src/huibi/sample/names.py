"""Invented names by sex and time of birth, and identity numbers that are well formed and nobody's."""

from dataclasses import dataclass, field
from typing import Any

import huibi_data
from huibi.sample.dice import Dice, Weighted

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643, MOD 11-2
CHECKS = "10X98765432"


@dataclass
class Namer:
    """Draws names; children take the surname that they are given."""

    dice: Dice
    _stock: dict[str, Any] = field(default_factory=lambda: huibi_data.load_toml("sample", "names.toml"))

    def __post_init__(self) -> None:
        pairs = [entry.split() for entry in self._stock["surnames"]["list"]]
        self._surnames = Weighted([str(name) for name, _ in pairs], [float(weight) for _, weight in pairs])
        self._double = frozenset(name for name, _ in pairs if len(name) > 1)

    def family(self) -> str:
        """Return a surname."""
        return self._surnames.draw(self.dice)

    def given(self, birth: int, *, male: bool) -> str:
        """Return a given name such as people of that time bear; one in some hundreds has a rare character."""
        dice = self.dice
        era = next(era for era in self._stock["eras"] if birth < era["until"] * 12)
        stock = era["male" if male else "female"]
        rare = self._stock["rare"]
        if dice.chance(rare["share"]):
            return str(dice.pick(rare["characters"]))
        if dice.chance(era["single"]):
            return str(dice.pick(stock["one"]))
        return str(dice.pick(stock["first"]) + dice.pick(stock["second"]))

    def whole(self, birth: int, *, male: bool) -> str:
        """Return a whole name of somebody whose parents we don't know."""
        minority = self._stock["minority"]
        if self.dice.chance(minority["share"]):
            return f"{self.dice.pick(minority['family'])}·{self.dice.pick(minority['male' if male else 'female'])}"
        return self.family() + self.given(birth, male=male)

    def unknown(self, name: str) -> str:
        """Return a name, or another in its place where somebody known to everybody bears it."""
        return str(self._stock["known"].get(name, name))

    def always(self) -> str:
        """Return the rare characters that every sample must hold."""
        return str(self._stock["rare"]["always"])

    def inherited(self, name: str) -> str:
        """Return the surname that children of somebody so named bear."""
        if "·" in name:
            return self.family()
        return name[:2] if name[:2] in self._double else name[:1]


@dataclass
class Numbers:
    """Hands out identity numbers, each once."""

    _used: dict[str, int] = field(default_factory=dict)

    def give(self, region: str, birth: int, day: int, *, male: bool) -> str:
        """Return 18 characters: region, birth, a serial whose last digit is odd for men, and the MOD 11-2 check."""
        stem = f"{region[:6]}{birth // 12:04d}{birth % 12 + 1:02d}{day:02d}"
        key = stem + "fm"[male]
        serial = self._used.get(key, 0)
        self._used[key] = serial + 1
        body = f"{stem}{serial * 2 + male + 10:03d}"
        total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
        return body + CHECKS[total % 11]
