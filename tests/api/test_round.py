"""One round from the units to the published teams, by the pages' own forms, with the real library behind them."""

import re

import serving
from huibi_api.actions import rounds, staging
from huibi_api.actions.life import State
from huibi_api.actions.moves import moves
from huibi_api.actions.own_part import own_part
from huibi_api.security.viewer import WORKER
from huibi_api.store.tables.work import Plan
from serving import PASSWORD, Browser, add_account


def test_a_round_goes_from_units_to_published_teams(office):
    """Each step is taken by its form, and refused before its time; the approver is another person."""
    office.start_round()
    assert office.press(office.planner, "solve").status_code == 409
    office.to_self_check()
    assert "三次回避：成员申报" in office.page()
    assert office.press(office.planner, "hand-in").status_code == 409
    codes = office.codes()
    assert len(codes) >= 10
    for code in codes.values():
        _, answered = office.answer(code)
        assert "没有需要回避的情形" in answered.text
    office.press(office.planner, "screen")
    office.work()
    assert "没有未了事项" in office.page()
    assert office.press(office.planner, "hand-in").status_code == 303
    assert office.press(office.planner, "publish").status_code == 403
    assert office.press(office.approver, "publish").status_code == 303
    assert "已公布的编组方案" in office.page()
    book = office.planner.client.get(f"{office.round}/workbook")
    assert book.content.startswith(b"PK")
    reserves = re.search(r'href="([^"]+/reserves[^"]+)"', office.page())[1]
    shown = office.planner.client.get(reserves).text
    assert shown.partition("各岗位的接替人选")[2].count("<tr>") > len(codes)  # a row a place at least, and the head
    assert office.press(office.planner, "begin").status_code == 303
    assert office.press(office.planner, "close").status_code == 303
    steps = office.planner.client.get(f"{office.round}/steps").text
    assert all(word in steps for word in ("一次回避", "二次回避", "三次回避", "审批", "公布", "进驻", "结束"))
    auditor = Browser(office.house)
    auditor.sign_in("auditor")
    ledger = auditor.client.get("/audit").text
    for words in ("轮次进入下一环节", "回避研判结束", "发放申报码", "之前：已公布；之后：进行中", "成员申报", "网页"):
        assert words in ledger


def test_an_approved_application_costs_the_smallest_change(office):
    """An application bars at once, its approval opens a repair; whoever it moves is asked again, others are not."""
    office.start_round()
    office.to_self_check()
    codes = office.codes()
    with office.house.database.read(WORKER) as session:
        round_ = rounds.list_rounds(session)[0]
        before = staging.current_plan(session, round_).roster
    team = next(team for team in before["teams"] if team["units"])
    member = next(seat["id"] for seat in team["people"] if seat["role"] == "member")
    names = office.names
    applicant = names[member]
    unit = team["units"][0]
    fields = {"answer": "applied", "unit": unit, f"reason.{unit}": "配偶的弟弟在该单位任副局长"}
    _, answered = office.answer(codes[applicant], **fields)
    assert "决定前按回避处理" in answered.text
    for name, code in codes.items():
        if name != applicant:
            office.answer(code)
    office.work()
    assert "没有得到可用的调整方案" not in office.page()
    declaration = re.search(r'name="declaration" value="(\w+)"', office.page(office.approver))[1]
    office.press(office.approver, "decide", declaration=declaration, decision="approved", reason="情况属实")
    office.work()
    text = office.page()
    assert "调整方案" in text
    repair = office.form("repair/accept")
    assert office.press(office.planner, "hand-in").status_code == 409
    if 'name="despite"' in text:
        repair["despite"] = ["1"]
    assert office.planner.client.post(f"{office.round}/repair/accept", data=repair).status_code == 303
    with office.house.database.read(WORKER) as session:
        after = staging.current_plan(session, rounds.list_rounds(session)[0]).roster
    moved = moves(before, after)
    assert member in {move.subject for move in moved}
    assert len(moved) <= 3
    assert all(
        unit not in team["units"] or member not in {seat["id"] for seat in team["people"]} for team in after["teams"]
    )
    asked_again = set(office.codes())
    assert asked_again == {names[move.subject] for move in moved if move.after and not move.is_unit}


def test_a_pair_shows_chain_sentence_and_article_and_a_waiver_lifts_it(office):
    """A cell opens what was found with its basis; an approver's waiver takes it away, a planner may not decide."""
    office.start_round()
    office.press(office.planner, "screen")
    office.work()
    matrix = office.planner.client.get(f"{office.round}/matrix?rows=leaders").text
    links = re.findall(r'class="effect-must"><a href="([^"]+)"', matrix)
    assert links
    texts = {link: office.planner.client.get(link).text for link in links}
    assert all("公务员法" in text or "依据" in text for text in texts.values())
    assert all("作出回避决定" not in text for text in texts.values())
    pictured = [text.partition("<h2>关系图</h2>")[2] for text in texts.values()]
    assert all(picture.strip().startswith('<div class="scroll picture"><svg') for picture in pictured)
    assert not any(re.search(r">U\d+<", picture) for picture in pictured)  # units by their names
    person, unit = links[0].split("/")[-2:]
    refused = office.press(
        office.planner, "rulings", person=person, unit=unit, decision="bar", code="", reason="了解到有矛盾"
    )
    assert refused.status_code == 403
    waivable = next(link for link in links if "经研究变通" in office.approver.client.get(link).text)
    text = office.approver.client.get(waivable).text
    code = re.search(r'name="code" value="([^"]+)"', text)[1]
    person, unit = waivable.split("/")[-2:]
    ruling = {"person": person, "unit": unit, "decision": "waive", "code": code}
    assert office.press(office.approver, "rulings", **ruling, reason=" ").status_code == 422
    assert office.press(office.approver, "rulings", **ruling, reason="离任已久，经研究可不回避").status_code == 303
    office.work()
    assert "已变通" in office.planner.client.get(waivable).text


def test_a_county_sees_nothing_of_another(office):
    """A planner of the next county gets 404 for the round, its matrix and the register's import."""
    office.start_round()
    add_account(office.house, "stranger", ["planner"], region=serving.SOUTH, password=PASSWORD)
    stranger = Browser(office.house)
    stranger.sign_in("stranger")
    for path in ("", "/matrix", "/workbook", "/steps", "/reserves?plan=x"):
        assert stranger.client.get(office.round + path).status_code == 404
    assert "2026-4" not in stranger.client.get("/rounds").text


def test_a_county_that_takes_part_sees_its_own_people_and_not_who_comes():
    """Of a plan across counties a county is shown the seats of its own people; units only once it is published."""
    people = [{"id": "P1", "county": "A"}, {"id": "P2", "county": "B"}]
    seats = [{"id": "P1", "role": "leader"}, {"id": "P2", "role": "member"}]
    roster = {"teams": [{"id": "T1", "people": seats, "units": ["U1"]}], "unassigned": ["U2"], "shortfalls": [{}]}
    plan = Plan(id="x", state="done", error=None, problem={"people": people}, roster=roster)
    before = own_part(plan, frozenset({"A"}), State.SELF_CHECK)
    assert before.roster == {
        "teams": [{"id": "T1", "people": seats[:1], "units": []}],
        "unassigned": [],
        "shortfalls": [],
    }
    assert own_part(plan, frozenset({"A"}), State.PUBLISHED).roster["teams"][0]["units"] == ["U1"]
    assert own_part(plan, frozenset({"C"}), State.PUBLISHED).roster["teams"] == []
    assert own_part(plan, None, State.DRAFT) is plan
