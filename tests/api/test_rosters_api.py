"""`/api/v1/rosters`: what another system sees."""

import json
import re

import pytest
from fastapi.testclient import TestClient

import fake_solver
import serving
from huibi_api.app import create_app
from huibi_api.jobs.worker import Worker
from rosters_api import BOTH, PATH, client, document
from serving import NORTH, SOUTH, add_account, add_token


@pytest.fixture
def caller(house):
    """Make a system of the north county that may read and write rosters."""
    return client(house, add_token(house, "system", BOTH))


def work(house, solver=fake_solver.quick) -> None:
    assert Worker(house, {"solve": solver}).run_one()


def test_a_problem_goes_in_and_a_roster_comes_out(house, caller):
    """202 with a place to look, then waiting, then done with levels, roster and times in UTC."""
    taken = caller.post(PATH, json=document())
    assert taken.status_code == 202
    place = taken.headers["location"]
    assert caller.get(place).json()["status"] == "waiting"
    work(house)
    told = caller.get(place).json()
    assert (told["status"], told["roster_status"], told["attempts"]) == ("done", "optimal", 1)
    assert told["roster"]["problem"] == told["problem"] == "2026-3"
    assert told["levels"] == told["roster"]["levels"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["finished_at"])


def test_every_fault_of_a_problem_is_said_at_once(caller):
    """422 with a problem document that lists each fault with code, sentence and place; nothing is stored."""
    wrong = document(units=[{"id": "U1", "size": 3}, {"id": "U1"}], bars=[{"person": "P9", "unit": "U1"}])
    answer = caller.post(PATH, json=wrong)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    told = answer.json()
    assert told["status"] == 422
    assert told["instance"] == PATH
    assert len(told["errors"]) >= 3
    assert all(error["code"].startswith("roster.") and error["message"] for error in told["errors"])
    assert caller.get(PATH).json()["items"] == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"format": "other"}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_problem_at_all_is_refused_politely(caller, body):
    """Whatever the bytes are, the answer is a problem document of the caller's fault."""
    answer = caller.post(PATH, content=body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["errors"]


def test_a_repeated_request_gets_the_first_answer(house, caller):
    """One key and problem make one roster; another problem under it is refused; another system has its own keys."""
    first, again = (caller.post(PATH, json=document(), headers={"Idempotency-Key": "k1"}) for _ in range(2))
    assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    other = caller.post(PATH, json=document(id="other"), headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["errors"][0]["code"]) == (409, "service.key_reused")
    stranger = client(house, add_token(house, "second", BOTH))
    assert stranger.post(PATH, json=document(), headers={"Idempotency-Key": "k1"}).json()["id"] != first.json()["id"]
    assert len(caller.get(PATH).json()["items"]) == 2


def test_a_list_is_read_page_by_page(caller):
    """The youngest first, each once, with a cursor to the next page and none on the last."""
    made = [caller.post(PATH, json=document(id=f"p{number}")).json()["problem"] for number in range(5)]
    seen, address, pages = [], f"{PATH}?limit=2", 0
    while address:
        page = caller.get(address)
        seen += [item["problem"] for item in page.json()["items"]]
        address = page.links["next"]["url"] if "next" in page.links else ""
        assert (page.json().get("next") is not None) == bool(address)
        pages += 1
    assert (sorted(seen), pages) == (sorted(made), 3)
    assert caller.get(f"{PATH}?cursor=%21").status_code == 422
    assert caller.get(f"{PATH}?limit=0").status_code == 422
    assert caller.get(f"{PATH}?status=done").json() == {"items": []}


def test_an_entity_tag_changes_with_what_is_shown(house, caller):
    """Unchanged: 304 without a body; after progress the tag is another; stopping on an old tag is refused."""
    place = caller.post(PATH, json=document()).headers["location"]
    tag = caller.get(place).headers["etag"]
    same = caller.get(place, headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    work(house)
    later = caller.get(place, headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert later.headers["etag"] != tag
    assert caller.delete(place, headers={"If-Match": tag}).status_code == 412
    assert caller.delete(place, headers={"If-Match": later.headers["etag"]}).status_code == 200


def test_stopping_a_waiting_roster_ends_it(caller):
    """It ends at once, and stopping it again changes nothing."""
    place = caller.post(PATH, json=document()).headers["location"]
    assert caller.delete(place).json()["status"] == "stopped"
    assert caller.delete(place).json()["status"] == "stopped"
    assert caller.get(place).json()["roster"] is None


def events(answer) -> list[tuple[int, str, dict]]:
    """Return the events of a stream that has ended."""
    told = []
    for block in answer.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            told.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return told


def test_the_course_is_sent_as_events_that_end_with_the_job(house, caller):
    """Every line once and in order; after a break the rest follows what was last heard."""
    place = caller.post(PATH, json=document()).headers["location"]
    work(house)
    whole = caller.get(f"{place}/events")
    assert whole.headers["content-type"].startswith("text/event-stream")
    told = events(whole)
    assert [number for number, _, _ in told] == [1, 2, 3, 4, 5]
    assert [kind for _, kind, _ in told] == ["state", "state", "progress", "progress", "end"]
    assert told[-1][2]["state"] == "done"
    assert events(caller.get(f"{place}/events", headers={"Last-Event-ID": "3"})) == told[3:]
    assert caller.get(f"{place}/events", headers={"Last-Event-ID": "5"}).text == ""


def test_an_edit_is_tried_without_being_stored(house, caller):
    """What it breaks, what every term becomes and by how much it changes; the roster stays as it is."""
    place = caller.post(PATH, json=document()).headers["location"]
    early = caller.post(f"{place}/check", json={"format": "huibi.edit/1", "moves": []})
    assert (early.status_code, early.json()["errors"][0]["code"]) == (409, "service.no_roster_yet")
    work(house, fake_solver.seating)
    before = caller.get(place).json()
    swap = {
        "format": "huibi.edit/1",
        "moves": [{"person": "P2", "team": None}, {"person": "P1", "team": "T1", "role": "leader"}],
    }
    told = caller.post(f"{place}/check", json=swap).json()
    assert not told["ok"]
    assert [violation["rule"] for violation in told["violations"]] == [3]
    assert told["delta"]["burden"] == -1
    assert told["terms"]["unassigned"] == 1
    fine = caller.post(
        f"{place}/check", json={"format": "huibi.edit/1", "moves": [{"unit": "U2", "team": "T1"}]}
    ).json()
    assert (fine["ok"], fine["delta"]["unassigned"]) == (True, -1)
    wrong = {"format": "huibi.edit/1", "moves": [{"person": "P9", "team": "T1"}, {"unit": "U9", "team": "T1"}]}
    assert [error["code"] for error in caller.post(f"{place}/check", json=wrong).json()["errors"]] == [
        "edit.unknown"
    ] * 2
    assert caller.get(place).json() == before


def test_a_roster_of_another_county_is_not_there(house, caller):
    """404 for reading, watching, trying and stopping: the same as for one that never was."""
    place = caller.post(PATH, json=document()).headers["location"]
    foreign = client(house, add_token(house, "foreign", BOTH, region=SOUTH))
    edit = {"format": "huibi.edit/1", "moves": []}
    answers = [
        foreign.get(place),
        foreign.get(f"{place}/events"),
        foreign.post(f"{place}/check", json=edit),
        foreign.delete(place),
    ]
    never = foreign.get(f"{PATH}/00000000000000000000000000")
    assert [answer.status_code for answer in answers] == [404] * 4
    assert {answer.json()["title"] for answer in answers} == {never.json()["title"]}
    assert foreign.get(PATH).json()["items"] == []
    assert caller.get(place).json()["status"] == "waiting"


def test_a_token_does_what_its_scopes_say_and_no_more(house):
    """Without one 401; reading only: no writing; worthless, revoked or over: 401."""
    reader = client(house, add_token(house, "reader", ["rosters:read"]))
    assert client(house).get(PATH).status_code == 401
    assert client(house).post(PATH, json=document()).status_code == 401
    assert reader.get(PATH).status_code == 200
    refused = reader.post(PATH, json=document())
    assert (refused.status_code, refused.json()["errors"][0]["params"]) == (403, {"permission": "rosters:write"})
    assert reader.post(PATH, content=b"{").status_code == 403
    bad = client(house, "huibi_nothing").get(PATH)
    assert (bad.status_code, bad.headers["www-authenticate"]) == (401, "Bearer")


def test_a_token_ends_by_its_day_and_by_being_revoked(house, clock):
    """Both make it worthless at once."""
    first = client(house, add_token(house, "one", ["rosters:read"], days=2))
    second = client(house, add_token(house, "two", ["rosters:read"], days=30))
    assert [first.get(PATH).status_code, second.get(PATH).status_code] == [200, 200]
    clock.forward(days=2)
    assert [first.get(PATH).status_code, second.get(PATH).status_code] == [401, 200]
    with house.database.write(serving.CONSOLE) as session:
        account = serving.accounts.find_account(session, "two")
        token = serving.tokens.tokens_of(session, account)[0]
        serving.tokens.revoke_token(session, token.id)
    assert second.get(PATH).status_code == 401


def test_a_planner_with_a_session_needs_the_form_token_to_write(house):
    """The same routes serve the pages: the cookie alone reads, only with the token it writes."""
    add_account(house, "wang", ["planner"], region=NORTH, password=serving.PASSWORD)
    browser = serving.Browser(house)
    browser.sign_in("wang")
    assert browser.client.get(PATH).status_code == 200
    assert browser.client.post(PATH, json=document()).status_code == 403
    token = browser.token("/")
    assert browser.client.post(PATH, json=document(), headers={"X-CSRF-Token": token}).status_code == 202


@pytest.mark.parametrize("address", [f"{PATH}/%00", f"{PATH}/a%00b", f"{PATH}?key=%00", "/rounds/%00"])
def test_nothing_has_a_name_with_a_zero_byte(caller, address):
    """No database is asked for it."""
    answer = caller.get(address)
    assert answer.status_code == 404
    assert answer.json()["errors"]


def test_bodies_have_a_limit(house, caller):
    """A body beyond it is refused before it is read whole, whether its length is announced or not."""
    small = serving.replace_settings(house, house.settings.model_copy(update={"body_limit_mb": 1}))
    caller = client(small, caller.headers["authorization"].removeprefix("Bearer "))
    big = b'{"id": "' + b"x" * (1 << 20) + b'"}'
    answers = [caller.post(PATH, content=big), caller.post(PATH, content=iter([big]))]
    assert [answer.status_code for answer in answers] == [413, 413]
    assert all(answer.json()["errors"] for answer in answers)


def test_every_answer_is_a_problem_document_and_carries_the_headers(house, caller):
    """Unknown routes, wrong methods and refusals alike; no page of ours is ever framed, guessed at or cached."""
    answers = [
        caller.get("/api/v1/nothing"),
        caller.put(PATH),
        caller.get(f"{PATH}/nothing"),
        client(house).get(PATH),
    ]
    assert [answer.status_code for answer in answers] == [404, 405, 404, 401]
    for answer in answers:
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "instance"} <= answer.json().keys()
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers


def test_refusals_speak_the_callers_language(house):
    """English where it is asked for, else Chinese."""
    zh, en = client(house), client(house, **{"Accept-Language": "en-GB,zh;q=0.5"})
    assert (zh.get(PATH).json()["title"], en.get(PATH).json()["title"]) == ("请先登录。", "Please sign in first.")


def test_what_goes_wrong_inside_is_not_shown(caller, monkeypatch):
    """A mistake of ours is 500 with a sentence and nothing of the mistake; the next request is served."""
    monkeypatch.setattr("huibi_api.actions.rosters.page", lambda *_, **__: 1 // 0)
    answer = caller.get(PATH)
    assert answer.status_code == 500
    assert "division" not in answer.text
    assert answer.json()["errors"][0]["code"] == "service.inside"
    monkeypatch.undo()
    assert caller.get(PATH).status_code == 200


def test_what_is_told_is_committed(house, caller):
    """When the answer is sent the write is in the database: another connection finds it from inside the sending."""
    app = create_app(house)
    found = []

    async def looking(scope, receive, send):
        async def told(message):
            if message["type"] == "http.response.start" and scope["method"] == "POST":
                with house.database.read(serving.CONSOLE) as session:
                    found.append(len(serving.all_plans(session)))
            await send(message)

        await app(scope, receive, told)

    with TestClient(looking, headers=dict(caller.headers)) as other:
        assert other.post(PATH, json=document()).status_code == 202
    assert found == [1]


@pytest.mark.parametrize(
    ("limit", "said"), [("0", "应不小于 1"), ("9999", "应不大于 200"), ("x", "应为整数"), ("", "应为整数")]
)
def test_a_wrong_parameter_is_told_in_the_language_of_the_caller(caller, limit, said):
    """What is wanted is said in Chinese, and in English to who asks for it."""
    answer = caller.get(f"{PATH}?limit={limit}")
    assert answer.status_code == 422
    assert said in answer.json()["errors"][0]["message"]
    english = caller.get(f"{PATH}?limit={limit}", headers={"Accept-Language": "en"})
    assert "wanted" in english.json()["errors"][0]["message"]
