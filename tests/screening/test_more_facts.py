"""More facts never remove a must, and other ids change nothing but ids: the whole line with real kinship."""

from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings

from huibi.model.findings import Effect
from huibi.model.people import Role
from huibi.policy import load_policy
from huibi.screening.screen import screen
from plain.twins import renamed_throughout
from strategies import small_offices

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PHASES = [Phase.explicit, Phase.generate]  # making a crowded register smaller takes minutes
EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=SLOW, phases=PHASES)
# A later inspection takes the place of an earlier one, a ruling may waive: these two are no mere facts.
ADDED = ("postings", "ties", "studies", "service", "interests", "declarations")
# Kin that end nothing and fill no place where a parent, a spouse or somebody further up was unknown.
HARMLESS = {"弟弟", "妹妹", "干爹", "干妈", "干儿子", "结拜兄弟", "未婚妻", "未婚夫"}


# A further posting may take a relative from the staff into the body: the must stands, under the other code.
SAME = {"kin.staff": "kin.body"}


def musts(findings):
    """Every person, unit, code and role that a must holds for."""
    return {
        (row.person, row.unit, SAME.get(row.code, row.code), role)
        for row in findings.findings
        if row.effect is Effect.MUST
        for role in row.roles or Role
    }


def screened(register, round_):
    """The findings under the round's policy."""
    return screen(register, round_, load_policy(round_.policy), stage=3)


@EXAMPLES
@given(small_offices())
def test_more_facts_never_remove_a_must(office):
    """A register without half of its facts bars nothing that the whole one does not."""
    register, round_ = office
    fewer = {name: getattr(register, name)[::2] for name in ADDED}
    kin = [row for number, row in enumerate(register.kin) if number % 2 or row.term not in HARMLESS]
    before = screened(replace(register, kin=tuple(kin), **fewer), round_)
    after = screened(register, round_)
    assert musts(before) <= musts(after)
    assert {(entry.people, entry.code) for entry in before.apart} <= {
        (entry.people, entry.code) for entry in after.apart
    }


@EXAMPLES
@given(small_offices())
def test_other_ids_change_nothing_but_ids(office):
    """With every person under another id in the same order, the document is the same under the other ids."""
    register, round_ = office
    names = {key: f"N{key}" for key in register.persons}
    one, other = screened(register, round_), screened(renamed_throughout(register, names), round_)
    assert renamed_document(one.to_json(), names) == other.to_json()


def renamed_document(value, names):
    """Put other names wherever one stands."""
    if isinstance(value, dict):
        return {key: renamed_document(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [renamed_document(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value
