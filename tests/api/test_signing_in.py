"""Coming in and staying in."""

import pytest

import serving
from huibi_api import doors
from huibi_api.actions import signing_in
from huibi_api.deps import COOKIE
from huibi_api.errors import NotFoundError, SignInError, TooManyError, UnsoundError
from huibi_api.security.viewer import CONSOLE, NOBODY
from huibi_api.store import accounts
from serving import PASSWORD, Browser, add_account


def tried(house, name: str, password: str, address: str = "10.0.0.1") -> type | None:
    """Return the error of one sign-in, None if it worked."""
    try:
        doors.sign_in(house, name=name, password=password, address=address)
    except (SignInError, TooManyError) as error:
        return type(error)
    return None


def test_a_person_signs_in_by_the_form_and_out_again(house):
    """Name and password open a session whose cookie scripts cannot read; signing out ends it for good."""
    add_account(house, "wang", ["planner"], region=serving.NORTH, password=PASSWORD)
    browser = Browser(house)
    answer = browser.sign_in("wang")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    header = answer.headers["set-cookie"]
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "巡察办" in browser.client.get("/").text
    cookie = browser.cookie
    assert browser.post("/sign-out", page="/").headers["location"] == "/sign-in"
    browser.client.cookies.set(COOKIE, cookie)
    assert browser.client.get("/").headers["location"] == "/sign-in?next=/"


def test_pages_are_chinese_whatever_the_browser_asks_for(house):
    """An English browser shows no page half in English."""
    add_account(house, "wang", ["planner"], region=serving.NORTH, password=PASSWORD)
    browser = Browser(house)
    browser.sign_in("wang")
    pages = [
        browser.client.get("/", headers={"Accept-Language": spoken}).text for spoken in ("en-US,en;q=0.9", "zh-CN")
    ]
    english, chinese = (page.split("csrf-token")[1].split(">", 1)[1] for page in pages)
    assert english == chinese
    assert "planner" not in english


def test_a_wrong_name_and_a_wrong_password_look_the_same(house):
    """Neither words nor status tell whether an account is there, closed or has another password."""
    add_account(house, "wang", password=PASSWORD)
    closed = add_account(house, "zhao", password=PASSWORD)
    with house.database.write(CONSOLE) as session:
        serving.accounts.set_active(session, accounts.by_id(session, closed.account), active=False)
    answers = {}
    for name in ("wang", "zhao", "nobody"):
        password = PASSWORD if name == "zhao" else "wrong"
        answer = Browser(house).post("/sign-in", name=name, password=password)
        text = answer.text.replace(f'value="{name}"', "")
        answers[name] = (answer.status_code, text[text.index("<body>") :].split("csrf_token")[0])
    assert len(set(answers.values())) == 1
    assert answers["wang"][0] == 401
    assert "账号或密码不正确" in answers["wang"][1]


@pytest.mark.parametrize("name", ["wang", "nobody"])
def test_after_five_failures_a_name_is_locked_from_that_address_for_the_window(house, clock, name):
    """A locked name gets the same answer whether it exists or not; others and other addresses still come in."""
    add_account(house, "wang", password=PASSWORD)
    add_account(house, "chen", password=PASSWORD)
    assert [tried(house, name, "wrong") for _ in range(6)] == [SignInError] * 5 + [TooManyError]
    assert tried(house, name, PASSWORD) is TooManyError
    assert tried(house, "chen", PASSWORD) is None
    assert tried(house, "wang", PASSWORD, "10.0.0.2") is None
    clock.forward(minutes=16)
    assert tried(house, "wang", PASSWORD) is None


def test_an_address_that_tries_many_names_is_locked(house):
    """Sixty failures from one address, whatever the names, lock the address and nobody else."""
    add_account(house, "wang", password=PASSWORD)
    for number in range(60):
        assert tried(house, f"name{number}", "wrong") is SignInError
    assert tried(house, "wang", PASSWORD) is TooManyError
    assert tried(house, "wang", PASSWORD, "10.0.0.2") is None


def test_coming_in_forgives_earlier_failures(house):
    """Whoever mistypes four times and then comes in starts counting anew."""
    add_account(house, "wang", password=PASSWORD)
    for _ in range(3):
        assert [tried(house, "wang", "wrong") for _ in range(4)] == [SignInError] * 4
        assert tried(house, "wang", PASSWORD) is None


def test_a_session_ends_when_idle_and_at_its_latest_hour(house, clock):
    """Half an hour without a request ends it, use prolongs it, twelve hours end it in any case."""
    add_account(house, "wang", password=PASSWORD)
    browser = Browser(house)
    browser.sign_in("wang")
    for _ in range(30):
        clock.forward(minutes=24)
        last = browser.client.get("/").status_code
    assert last == 303
    browser.sign_in("wang")
    clock.forward(minutes=29)
    assert browser.client.get("/").status_code == 200
    clock.forward(minutes=29)
    assert browser.client.get("/").status_code == 200
    clock.forward(minutes=31)
    assert browser.client.get("/").status_code == 303


def test_an_unsafe_request_needs_the_form_token(house):
    """A form sent from elsewhere, with the cookie but without the token of our page, changes nothing."""
    add_account(house, "wang", password=PASSWORD)
    browser = Browser(house)
    browser.sign_in("wang")
    forged = browser.client.post("/sign-out", headers={"Origin": "https://elsewhere.example"})
    assert forged.status_code == 403
    assert browser.client.get("/").status_code == 200
    other = Browser(house).token("/sign-in")
    assert browser.client.post("/sign-out", data={"csrf_token": other}).status_code == 403
    right = browser.token("/")
    assert browser.client.post("/sign-out", headers={"X-CSRF-Token": right}).status_code == 303


def test_a_first_password_must_be_changed_before_anything_else(house):
    """Until then every page leads to the form; the new one must be long, not plain, and not hold the name."""
    with house.database.write(CONSOLE) as session:
        account = serving.accounts.create_account(session, name="wang", password_hash=house.passwords.hash(PASSWORD))
    browser = Browser(house)
    browser.sign_in("wang")
    assert browser.client.get("/").headers["location"] == "/password"
    weak = browser.post("/password", old=PASSWORD, new="wang1", again="wang1")
    assert weak.status_code == 422
    assert weak.text.count('class="notice bad"') == 2
    assert browser.post("/password", old="no", new="a-long-good-word", again="a-long-good-word").status_code == 401
    done = browser.post("/password", old=PASSWORD, new="a-long-good-word", again="a-long-good-word")
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert browser.client.get("/").status_code == 200
    assert tried(house, account.name, PASSWORD) is SignInError


def test_a_link_signs_in_once_and_only_by_its_button(house, clock):
    """Looking at the link does not use it up; pressing does; a second time and after the hour it is over."""
    add_account(house, "wang", ["planner"], region=serving.NORTH)
    with house.database.write(CONSOLE) as session:
        account = serving.accounts.find_account(session, "wang")
        first, second = (signing_in.create_link(session, account, house.settings) for _ in range(2))
    browser = Browser(house)
    assert [browser.client.get(f"/link/{first}").status_code for _ in range(3)] == [200] * 3
    assert browser.post(f"/link/{first}").headers["location"] == "/"
    assert "巡察办" in browser.client.get("/").text
    assert Browser(house).post(f"/link/{first}").status_code == 404
    clock.forward(minutes=61)
    with pytest.raises(NotFoundError):
        doors.use_link(house, secret=second, address="")


def test_nobody_is_led_elsewhere_after_signing_in(house):
    """A target outside of the service is replaced by the start page."""
    add_account(house, "wang", password=PASSWORD)
    for target, goes in {
        "//evil.example": "/",
        "https://evil.example": "/",
        "/\\evil.example": "/",
        "/password": "/password",
    }.items():
        answer = Browser(house).post("/sign-in", name="wang", password=PASSWORD, target=target)
        assert answer.headers["location"] == goes


def test_passwords_are_kept_as_argon2id_and_refreshed_when_the_cost_rises(house):
    """What is stored is no password; a sign-in under a higher cost stores a fresh hash."""
    add_account(house, "wang", password=PASSWORD)
    with house.database.read(NOBODY) as session:
        before = accounts.by_name(session, "wang").password
    dearer = serving.make_settings(house.settings.data_dir, argon_time=2)
    later = serving.open_installation(dearer)
    assert tried(later, "wang", PASSWORD) is None
    with later.database.read(NOBODY) as session:
        after = accounts.by_name(session, "wang").password
    later.database.close()
    assert before.startswith("$argon2id$")
    assert ("t=1" in before, "t=2" in after) == (True, True)


def test_weak_passwords_are_refused_with_everything_that_is_wrong(house):
    """Too short, too plain and holding the name are said at once."""
    with pytest.raises(UnsoundError) as refused:
        house.passwords.hash("aaaa", name="aa")
    codes = [fault.code for fault in refused.value.faults]
    assert codes == ["service.password_short", "service.password_plain", "service.password_name"]
