"""What holds for the explanation of anybody: it agrees with the screening, and there is a word for all it says."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huibi.explaining.words import Words
from huibi.messages import language
from huibi.plan import account, compile_problem, find
from strategies import small_offices

FEW = settings(max_examples=25, deadline=None)


@FEW
@given(small_offices(), st.data())
def test_an_explanation_finds_what_the_screening_finds(office, data):
    """The same grounds with the same deciding finding; barred are the roles that compiling bars."""
    register, round_ = office
    assume(register.pool)
    person = data.draw(st.sampled_from(sorted(register.pool)))
    found = find(register, round_, stage=3, person=person)
    made = account(register, round_, person)
    for unit in made.units:
        deciding = [ground.found[0] for ground in unit.grounds if ground.found]
        screened = {finding.code: finding for finding in reversed(found.findings) if finding.unit == unit.unit}
        assert {finding.code: finding for finding in deciding} == screened
    problem = compile_problem(register, round_, found, stage=3)
    serving = {entry.id: entry for entry in problem.people}
    if person in serving:
        counties = {entry.id: entry.county for entry in problem.units}
        barred = {bar.unit: bar.roles or serving[person].roles for bar in problem.bars if bar.person == person}
        for unit in made.units:
            whole = counties[unit.unit] in serving[person].barred_counties
            assert set(unit.barred) == set(serving[person].roles if whole else barred.get(unit.unit, ()))


@FEW
@given(small_offices(), st.sampled_from(["zh", "en"]), st.data())
def test_there_is_a_word_for_everything(office, tongue, data):
    """No code without a sentence in either language; each unit has its verdict, its index and what was compared."""
    register, round_ = office
    person = data.draw(st.sampled_from(sorted(register.persons)))
    token = language.set(tongue)
    try:
        lines = list(Words(register, round_).lines(account(register, round_, person)))
    finally:
        language.reset(token)
    assert sum(line.startswith("■") for line in lines) == len({listed.unit for listed in round_.units})
