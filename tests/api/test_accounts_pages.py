"""Accounts and rights by pages: who makes them, who grants them, and that neither can do the other's work."""

import re

import pytest

import serving
from forms import forms_of
from huibi_api.security.roles import AccountRole
from serving import NORTH, PASSWORD, Browser, add_account


@pytest.fixture
def people(house):
    """Return browsers of an administrator and of a security officer."""
    found = []
    for name in ("admin", "security"):
        add_account(house, f"{name}-li", [name], password=PASSWORD)
        browser = Browser(house)
        browser.sign_in(f"{name}-li")
        found.append(browser)
    return found


def secret_of(page: str) -> str:
    """Return what a page shows this once."""
    return re.search(r'<code class="code secret">([^<]+)</code>', page)[1]


def account_page(browser: Browser, name: str) -> str:
    """Return the address of an account's page."""
    return re.search(rf'<a href="(/accounts/\w+)">{name}</a>', browser.client.get("/accounts").text)[1]


def test_an_account_is_made_by_one_and_given_its_rights_by_another(house, people):
    """Its first password is shown once and must be changed; then it sees what its role and region say."""
    admin, security = people
    made = admin.post("/accounts", name="wang", display="王立")
    password, page = secret_of(made.text), account_page(admin, "wang")
    assert password not in admin.client.get(page).text
    wang = Browser(house)
    assert wang.sign_in("wang", password).headers["location"] == "/"
    assert wang.post("/password", old=password, new=PASSWORD, again=PASSWORD).headers["location"] == "/"
    assert wang.client.get("/rounds").status_code == 403
    granted = security.client.post(
        f"{page}/grant", data={**grant_form(security, page), "role": ["planner"], "region": NORTH}
    )
    assert granted.status_code == 303
    wang.sign_in("wang")
    assert wang.client.get("/rounds").status_code == 200
    shown = admin.client.get(page).text
    assert "巡察办" in shown
    assert "北溪县" in shown


def grant_form(browser: Browser, page: str):
    """Return the fields of the form that grants."""
    return forms_of(browser.client.get(page).text)[f"{page}/grant"]


def test_neither_does_the_work_of_the_other_nor_sees_any_data(house, people):
    """The administrator grants nothing, the officer makes nobody; registers, rounds, ledger and places are closed."""
    admin, security = people
    add_account(house, "wang", password=PASSWORD)
    page = account_page(admin, "wang")
    assert admin.post(f"{page}/grant", page=page, role="planner", region=NORTH, version="1").status_code == 403
    assert admin.post(f"{page}/tokens", page=page, name="x", days="3").status_code == 403
    assert security.post("/accounts", page=page, name="x").status_code == 403
    for deed in ("reset", "link", "close"):
        assert security.post(f"{page}/{deed}", page=page, version="1").status_code == 403
    for browser in people:
        assert [browser.client.get(path).status_code for path in ("/rounds", "/registers", "/audit", "/mine")] == [
            403
        ] * 4
    assert admin.client.get("/places").status_code == 403
    add_account(house, "planner", ["planner"], region=NORTH, password=PASSWORD)
    planner = Browser(house)
    planner.sign_in("planner")
    assert [planner.client.get(path).status_code for path in ("/accounts", page, "/places")] == [403] * 3


@pytest.mark.parametrize("second", [role for role in AccountRole if role not in ("security", "system")])
def test_the_three_are_three(house, people, second):
    """Beside security an account may be a cadre and nothing else; the fault is told over what was asked for."""
    _, security = people
    add_account(house, "wang", password=PASSWORD)
    page = account_page(security, "wang")
    wanted = {"role": ["security", second.value], "region": NORTH, "person": "P1"}
    sent = security.client.post(f"{page}/grant", data={**grant_form(security, page), **wanted})
    assert sent.status_code == (303 if second == "cadre" else 422)


def test_nobody_grants_or_resets_the_own_account_or_takes_over_one_of_the_three(house, people):
    """The own account is closed to both; the administrator comes in as neither the officer nor the auditor."""
    admin, security = people
    add_account(house, "dudao", ["auditor"], region=NORTH, password=PASSWORD)
    own = account_page(security, "security-li")
    assert f"{own}/grant" not in forms_of(security.client.get(own).text)
    assert security.post(f"{own}/grant", page="/places", role="planner", region=NORTH, version="2").status_code == 422
    for name in ("security-li", "dudao", "admin-li"):
        page = account_page(admin, name)
        for deed in ("reset", "link"):
            assert admin.post(f"{page}/{deed}", page="/accounts").status_code == 403
    auditor = Browser(house)
    assert auditor.sign_in("dudao").status_code == 303


def test_a_grant_on_an_older_page_is_refused(house, people):
    """A lost update is 412, never silent."""
    _, security = people
    add_account(house, "wang", password=PASSWORD)
    page = account_page(security, "wang")
    old = grant_form(security, page)
    assert security.client.post(f"{page}/grant", data={**old, "role": ["planner"], "region": NORTH}).status_code == 303
    assert security.client.post(f"{page}/grant", data={**old, "role": ["approver"], "region": NORTH}).status_code == 412


def test_a_token_is_made_and_revoked_by_the_security_officer(house, people):
    """Shown once with its scopes; revoked it is worthless; one of another account is not found there."""
    _, security = people
    add_account(house, "personnel", ["system"], region=NORTH)
    add_account(house, "other", ["system"], region=NORTH)
    page, other = account_page(security, "personnel"), account_page(security, "other")
    made = security.client.post(
        f"{page}/tokens",
        data={"csrf_token": security.token(page), "name": "人事系统", "scope": ["rosters:read"], "days": "30"},
    )
    caller = {"Authorization": f"Bearer {secret_of(made.text)}"}
    stranger = Browser(house).client
    assert stranger.get("/api/v1/rosters", headers=caller).status_code == 200
    revoke = next(action for action in forms_of(security.client.get(page).text) if action.endswith("/revoke"))
    assert security.post(revoke.replace(page, other), page=other).status_code == 404
    assert security.post(revoke, page=page).status_code == 303
    assert stranger.get("/api/v1/rosters", headers=caller).status_code == 401
    refused = security.post(f"{page}/tokens", page=page, name="x", scope="grants:write", days="999")
    assert refused.status_code == 422


def test_places_are_kept_by_the_security_officer(people):
    """A place with its parent; one that is none is refused in words."""
    _, security = people
    fields = {"code": "511523", "name": "江门县", "level": "county", "parent": serving.CITY}
    assert security.post("/places", **fields).status_code == 303
    assert "江门县" in security.client.get("/places").text
    assert security.post("/places", **{**fields, "parent": "999999"}).status_code == 422
    assert security.post("/places", **{**fields, "code": "十"}).status_code == 422
