"""What somebody tries who means no good: foreign ids in every form, numbers without end, words that are code."""

import csv
import io
import re

import openpyxl
import pytest
from fastapi.routing import APIRoute

import serving
from huibi_api.actions import rounds
from huibi_api.app import create_app
from huibi_api.security.viewer import WORKER
from serving import PASSWORD, Browser, add_account

FOREIGN = "00000000000000000000000000"


def routes(app) -> list[tuple[str, str]]:
    """Return method and path of every page that names a row."""
    found = []

    def walk(entries) -> None:
        for entry in entries:
            if isinstance(entry, APIRoute):
                found.extend((method, entry.path) for method in entry.methods or ())
            else:
                walk(getattr(getattr(entry, "original_router", None), "routes", ()))

    walk(app.routes)
    return sorted(set(found))


def test_every_form_of_a_round_is_closed_to_another_county(office):
    """Whatever page of the round or the register the next county asks for: 404, and no trace is left."""
    office.start_round()
    office.press(office.planner, "screen")
    office.work()
    before = office.page()
    add_account(office.house, "stranger", ["planner", "approver"], region=serving.SOUTH, password=PASSWORD)
    stranger = Browser(office.house)
    stranger.sign_in("stranger")
    token = stranger.token("/")
    imported = re.search(r"/registers/imports/(\w+)", office.planner.client.get("/registers").text)[1]
    ids = {"round_id": office.round.rpartition("/")[2], "register": office.register, "made": imported}
    ids |= {"person": "P000001", "unit": office.units[0], "question": FOREIGN, "plan": FOREIGN}
    fields = {"csrf_token": token, "version": "3", "person": "P000001", "unit": office.units[0], "code": ""}
    fields |= {"decision": "bar", "reason": "无", "plan": FOREIGN, "declaration": FOREIGN, "answer": "none"}
    tried = []
    for method, path in routes(create_app(office.house)):
        names = re.findall(r"{(\w+)}", path)
        if not names or not path.startswith(("/rounds/", "/registers/")):
            continue
        address = path.format(**ids)
        data = {**fields, "decision": "approved"} if path.endswith("/decide") else fields
        files = {"files": ("单位.csv", b"x")} if path.endswith("/imports") else None
        answer = stranger.client.request(method, address, data=data if method == "POST" else None, files=files)
        tried.append((method, path, answer.status_code))
    assert len(tried) >= 25
    assert [entry for entry in tried if entry[2] != 404] == []
    assert office.page() == before


def test_a_register_of_another_county_makes_no_round(office):
    """Its id in the form of a new round is not found, and no round is there afterwards."""
    add_account(office.house, "stranger", ["planner"], region=serving.SOUTH, password=PASSWORD)
    stranger = Browser(office.house)
    stranger.sign_in("stranger")
    told = {"code": "2026-5", "name": "x", "mode": "local", "as_of": "2026-08-15", "start": "2026-09-01"}
    told |= {"end": "2026-11-15", "team_count": "2", "seconded": "2", "units_most": "3", "seconds": "3", "seed": "1"}
    token = stranger.token("/")
    sent = stranger.client.post("/rounds", data={"csrf_token": token, "register": office.register, **told})
    assert sent.status_code == 404
    with office.house.database.read(WORKER) as session:
        assert list(rounds.list_rounds(session)) == []


def test_what_belongs_to_another_round_is_not_found_from_this_one(office):
    """Another round's roster is not taken, nor an application decided that is none of this round."""
    plans = []
    for code in ("2026-4", "2026-5"):
        office.start_round(code=code)
        for action in ("screen", "solve"):
            office.press(office.planner, action)
            office.work()
        plans.append(office.form("accept")["plan"][0])
    before = office.page()
    assert office.press(office.planner, "accept", plan=plans[0], despite="1").status_code == 404
    for action in ("repair/accept", "repair/aside"):  # whatever the plan: this is not the state for it
        assert office.press(office.planner, action, plan=plans[0], reason="无", despite="1").status_code in {404, 409}
    with (office.files / "declarations.csv").open(encoding="utf-8-sig") as file:
        known = next(csv.reader(list(file)[1:]))[0]
    for declaration in (known, FOREIGN, "1 OR 1=1"):
        told = {"declaration": declaration, "decision": "approved", "reason": "无"}
        assert office.press(office.approver, "decide", **told).status_code == 404
    assert office.page() == before
    assert office.press(office.planner, "accept", plan=plans[1], despite="1").status_code == 303


def test_a_ruling_names_somebody_of_the_pool_and_a_unit_of_the_list(office):
    """An invented person or unit is not found, and nothing is written."""
    office.start_round()
    office.press(office.planner, "screen")
    office.work()
    with office.house.database.read(WORKER) as session:
        pool = rounds.register_of(session, rounds.list_rounds(session)[0]).current
    known = re.search(rf"{office.round}/pair/(\w+)/", office.planner.client.get(f"{office.round}/matrix").text)[1]
    for person, unit in (("P9999999", office.units[0]), (known, "U9999"), (known, "'; --")):
        sent = office.press(
            office.approver, "rulings", person=person, unit=unit, code="", decision="bar", reason="了解到有矛盾"
        )
        assert sent.status_code == 404
    with office.house.database.read(WORKER) as session:
        assert rounds.register_of(session, rounds.list_rounds(session)[0]).current == pool


@pytest.mark.parametrize("version", ["", "-1", "x", "²", "9" * 5000, "3.0", "\0003"])
def test_a_version_that_is_no_number_is_an_old_one(office, version):
    """412 and a sentence, whatever is written there."""
    office.make_draft()
    assert office.send_draft(version=[version]).status_code == 412


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 40])
def test_a_page_of_the_ledger_that_cannot_be(office, number):
    """A number without end is the caller's fault, not ours."""
    auditor = Browser(office.house)
    auditor.sign_in("auditor")
    assert auditor.client.get(f"/audit?before={number}").status_code == 422


def test_words_that_are_code_stay_words(office):
    """A name, a reason and a speciality with script or formula in them are shown as they are, in page and workbook."""
    office.make_draft()
    evil, formula = "<script>alert(1)</script>", '=HYPERLINK("http://x","y")'
    sent = office.send_draft(
        name=[evil], **{"name.T01": [formula], "name.T02": [evil]}, unit=office.units[:4], open=["1"]
    )
    assert sent.status_code == 303
    office.to_self_check()
    for path in ("", "/matrix", "/steps"):
        text = office.planner.client.get(f"{office.round}{path}").text
        assert evil not in text
        assert "&lt;script&gt;" in text
    book = openpyxl.load_workbook(io.BytesIO(office.planner.client.get(f"{office.round}/workbook").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert formula in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}


def test_nobody_is_led_elsewhere_and_a_cookie_that_was_planted_is_worth_nothing(office):
    """Targets outside are dropped; a session cookie set beforehand is not the one that signing in gives."""
    browser = Browser(office.house)
    for target in ("//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:x"):
        assert browser.post("/sign-in", name="planner", password=PASSWORD, target=target).headers["location"] == "/"
        browser = Browser(office.house)
    browser.client.cookies.set(serving.COOKIE, "planted", domain="testserver.local")
    assert browser.client.get("/rounds").status_code == 303
    browser.sign_in("planner")
    assert "planted" not in browser.client.cookies.values()
    assert browser.client.get("/rounds").status_code == 200
    first = browser.cookie
    browser.post("/sign-out", page="/")
    later = Browser(office.house)
    later.client.cookies.set(serving.COOKIE, first, domain="testserver.local")
    assert later.client.get("/rounds").status_code == 303
