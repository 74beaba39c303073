"""indexes_explained(): what stands behind every acquaintance index of a round, worked out at once."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

from huibi.collector import collector_paused
from huibi.model.findings import Risk
from huibi.model.register import Register
from huibi.model.rounds import Round
from huibi.network.acquaintance import Acquaintance, Reason
from huibi.network.acquaintance_bulk import Sides
from huibi.network.acquaintance_shown import reasons_of
from huibi.network.kinship import Kinship
from huibi.network.standing import Standing
from huibi.policy import Policy


@collector_paused()
def indexes_explained(
    register: Register, round_: Round, policy: Policy, risks: Iterable[Risk]
) -> dict[tuple[str, str], tuple[Reason, ...]]:
    """Return for each pair (person, unit) that has an index the strongest chains behind it, as `explain` names them."""
    pairs = [(risk.person, risk.unit) for risk in risks]
    persons, units = sorted({person for person, _ in pairs}), sorted({unit for _, unit in pairs})
    with closing(Kinship(register, round_.as_of, replace(policy.switches, mutual=True))) as kinship:
        index = Acquaintance(register, kinship, Standing(register, round_.as_of, round_.end), round_.as_of)
        return reasons_of(index, kinship, Sides(index, persons, units), pairs)
