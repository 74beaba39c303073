"""A thin writer of CP-SAT models: variables are numbers, constraints go straight into the model.

Building a model of a municipality through expressions takes ten times as long as searching a neighbourhood of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

# The binding itself: the layer above it brings in pandas, which takes twenty times as long to load.
from ortools.sat.python import cp_model_helper

Literal = int
LARGE = 10**9


def negate(literal: Literal) -> Literal:
    """Return the literal that holds when this one does not."""
    return -literal - 1


@dataclass(slots=True)
class Sum:
    """A linear expression with a constant; `cap` is an upper bound of what it can be."""

    variables: list[int] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)
    constant: int = 0
    cap: int = 0

    def add(self, variable: int, factor: int = 1, *, most: int = 1) -> None:
        """Add `factor` times a variable that is at most `most`; a negative factor lowers no cap."""
        self.variables.append(variable)
        self.factors.append(factor)
        if factor > 0:
            self.cap += factor * most

    def add_constant(self, amount: int) -> None:
        """Add a constant."""
        self.constant += amount
        self.cap += amount

    def add_sum(self, other: "Sum", factor: int = 1) -> None:
        """Add another sum, multiplied by a positive factor."""
        self.variables.extend(other.variables)
        self.factors.extend(factor * f for f in other.factors)
        self.constant += factor * other.constant
        self.cap += factor * other.cap


class Paper:
    """One model under construction."""

    def __init__(self) -> None:
        self.model: Any = cp_model_helper.CpModelProto()
        self._variables, self._constraints = self.model.variables, self.model.constraints
        self.size = 0

    def boolean(self) -> Literal:
        """Return a new variable of 0 or 1."""
        return self.integer(0, 1)

    def integer(self, least: int, most: int) -> int:
        """Return a new variable between two bounds."""
        self._variables.add().domain.extend((least, most))
        self.size += 1
        return self.size - 1

    def either(self, literals: Iterable[Literal]) -> None:
        """At least one literal holds."""
        self._constraints.add().bool_or.literals.extend(list(literals))

    def one_at_most(self, literals: Sequence[Literal]) -> None:
        """At most one literal holds."""
        if len(literals) > 1:
            self._constraints.add().at_most_one.literals.extend(list(literals))

    def exactly_one(self, literals: Sequence[Literal]) -> None:
        """Exactly one literal holds."""
        self._constraints.add().exactly_one.literals.extend(list(literals))

    def bound(
        self,
        variables: Sequence[int],
        factors: Sequence[int],
        limits: tuple[int, int],
        *,
        given: Iterable[Literal] = (),
    ) -> None:
        """Hold a weighted sum between two limits, only if all `given` literals hold."""
        constraint = self._constraints.add()
        linear = constraint.linear
        linear.vars.extend(list(variables))
        linear.coeffs.extend(list(factors))
        linear.domain.extend(limits)
        constraint.enforcement_literal.extend(list(given))

    def at_most(self, total: Sum, most: int) -> None:
        """Hold a sum at or below a value."""
        self.bound(total.variables, total.factors, (-(10**15), most - total.constant))

    def minimise(self, total: Sum) -> None:
        """Set the objective, in place of any earlier one."""
        self.model.clear_objective()
        objective = self.model.objective
        merged: dict[int, int] = {}
        for variable, factor in zip(total.variables, total.factors, strict=True):
            merged[variable] = merged.get(variable, 0) + factor
        objective.vars.extend(list(merged))
        objective.coeffs.extend(list(merged.values()))
        objective.offset = total.constant

    def hint(self, values: Sequence[int]) -> None:
        """Set the hint for the first variables, in place of any earlier one."""
        self.model.clear_solution_hint()
        self.model.solution_hint.vars.extend(list(range(len(values))))
        self.model.solution_hint.values.extend(list(values))
