"""A form that is refused comes back as it was typed; a roster that falls short is taken on purpose or not at all."""

import re

from an_office import notices
from huibi_api.actions import rounds
from huibi_api.security.viewer import WORKER

WRONG = re.compile(r'<small class="wrong" id="wrong\.([^"]+)">(.*?)</small>')


def test_a_refused_draft_shows_what_was_typed_with_every_fault_beside_its_field(office):
    """Faults of the form and of the round at once, each under its field; nothing was kept, nothing typed is lost."""
    office.make_draft()
    before = office.page()
    unit = office.units[0]
    wrong = {
        "name": ["改了名的一轮"],
        "seconds": ["soon"],
        "start": ["2026-11-30"],
        "end": ["2026-09-01"],
        "size.T01": ["9", "4"],
        "needs.T02": ["审计一名"],
        "name.T02": ["机动组"],
        "unit": [unit],
        f"workload.{unit}": ["9" * 30],
        "add_team": ["1"],
    }
    sent = office.send_draft(**wrong)
    assert sent.status_code == 422
    beside = dict(WRONG.findall(sent.text))
    assert set(beside) == {"seconds", "end", "size.T01", "needs.T02", f"workload.{unit}"}
    assert "soon" in beside["seconds"]
    assert len(notices(sent.text)) == 1
    for shown in ('value="改了名的一轮"', 'value="soon"', 'value="机动组"', 'value="审计一名"', 'value="2026-11-30"'):
        assert shown in sent.text
    assert re.search(rf'name="unit" value="{unit}"[^>]* checked', sent.text)
    assert re.search(r'name="add_team" value="1" checked', sent.text)
    assert office.page() == before


def test_a_fault_in_a_field_that_the_page_does_not_show_is_told_all_the_same(office):
    """A county round shows no sending county; what was sent for one stands at the end of the form, once."""
    office.make_draft()
    answer = office.send_draft(unit=["U9999999"], **{"workload.U9999999": ["很多"]})
    assert answer.status_code == 422
    (told,) = re.findall(r'<p class="wrong">([^<]+)</p>', answer.text)
    assert "很多" in told
    assert answer.text.count("很多") == 1


def test_a_new_round_that_is_refused_comes_back_as_it_was_typed(office):
    """The same for the first form: each fault beside its field."""
    fields = {"register": office.register, "code": "2026-5", "name": "新的一轮", "mode": "local", "as_of": "2026-02-30"}
    fields |= {"team_count": "0", "seconded": "x", "units_most": "3", "seconds": "3", "seed": "1"}
    sent = office.planner.post("/rounds", page="/rounds/new", **fields)
    assert sent.status_code == 422
    assert set(dict(WRONG.findall(sent.text))) == {"as_of", "team_count", "seconded"}
    assert 'value="新的一轮"' in sent.text


def test_a_roster_that_falls_short_is_taken_only_by_who_says_so(office):
    """409 with the counts until the box is ticked; then it is in the round's record."""
    office.start_round(teams=1, units=4)  # one team takes three of them at most
    office.press(office.planner, "screen")
    office.work()
    office.press(office.planner, "solve")
    office.work()
    assert 'name="despite"' in office.page()
    refused = office.accept()
    assert refused.status_code == 409
    assert "无组承担的单位 1 个" in refused.text
    assert office.accept(despite=["1"]).status_code == 303
    steps = office.planner.client.get(f"{office.round}/steps").text
    assert "已知悉缺口仍采用" in steps
    with office.house.database.read(WORKER) as session:
        assert rounds.list_rounds(session)[0].state == "staffing"
