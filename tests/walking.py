"""The service as people use it: its own processes on the invented places, and Chromium in front of them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

import living
import serving
from huibi_api.actions import accounts, signing_in
from huibi_api.commands import demo
from huibi_api.installation import Installation, open_installation
from huibi_api.security.viewer import CONSOLE

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
PATIENCE = 300_000  # milliseconds: a loaded machine is slow, and no test asserts a time


@dataclass
class Place:
    """A running service with its samples."""

    address: str
    house: Installation

    def link(self, name: str) -> str:
        """Return a one-time sign-in for an account."""
        with self.house.database.write(CONSOLE) as session:
            account = accounts.find_account(session, name)
            return f"{self.address}/link/{signing_in.create_link(session, account, self.house.settings)}"


@contextmanager
def serving_samples(folder: Path, county: Path | None = None) -> Iterator[Place]:
    """Serve the invented places as `huibi serve --demo` loads them, with one worker; a smaller `county` if given."""
    house = open_installation(serving.make_settings(folder))
    demo.load(house, {"county": county} if county else {})
    with living.server(folder) as (_, address, _):
        yield Place(address, house)
    house.database.close()


@dataclass
class Watched:
    """Chromium whose every console error, page error and step outside is written down."""

    browser: Browser
    place: Place
    wrongs: list[str] = field(default_factory=list)

    def open(self, *, phone: bool = False, script: bool = True) -> BrowserContext:
        """Open a window of its own: nobody's cookies but the own."""
        size = PHONE if phone else WIDE
        context = self.browser.new_context(
            viewport=size,
            locale="zh-CN",
            java_script_enabled=script,
            is_mobile=phone,
            has_touch=phone,
            reduced_motion="reduce",  # a moving bar drawn without a graphics card takes a processor of its own
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda told: told.type == "error" and self.wrongs.append(f"console: {told.text}"))
        context.on("weberror", lambda error: self.wrongs.append(f"page: {error.error}"))
        context.on("request", lambda request: self._inside(request.url))
        return context

    def sign_in(self, name: str, *, phone: bool = False) -> Page:
        """Return a page on which this account has signed in by its one-time link."""
        page = self.open(phone=phone).new_page()
        page.goto(self.place.link(name))
        page.locator("main").get_by_role("button", name="登录").click()
        page.wait_for_url(f"{self.place.address}/")
        return page

    def first_sign_in(self, name: str, password: str) -> Page:
        """Return a page on which this account has signed in by its first password and changed it."""
        page = self.open().new_page()
        page.goto(f"{self.place.address}/sign-in")
        page.get_by_label("账号").fill(name)
        page.get_by_label("密码").fill(password)
        page.locator("main").get_by_role("button", name="登录").click()
        page.wait_for_url("**/password")
        page.get_by_label("原密码").fill(password)
        for label in ("新密码", "再次输入新密码"):
            page.get_by_label(label, exact=True).fill(serving.PASSWORD)
        page.get_by_role("button", name="修改").click()
        page.wait_for_url(f"{self.place.address}/")
        return page

    def _inside(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname != "127.0.0.1":
            self.wrongs.append(f"outside: {url}")


@contextmanager
def chromium(playwright: Playwright, place: Place) -> Iterator[Watched]:
    """Start Debian's Chromium; at the end nothing may have gone wrong in it."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    watched = Watched(browser, place)
    try:
        yield watched
        assert not watched.wrongs, "\n".join(watched.wrongs)
    finally:
        browser.close()


class Office:
    """A round's page in front of somebody of the office, and what is pressed on it."""

    def __init__(self, page: Page, place: Place, *, mode: str) -> None:
        self.page, self.place = page, place
        page.goto(f"{place.address}/rounds")
        page.get_by_role("row").filter(has_text=mode).get_by_role("link").click()
        page.wait_for_url("**/rounds/*")
        self.address = page.url

    def home(self) -> None:
        """Go back to the round's page."""
        self.page.goto(self.address)

    def take(self, name: str) -> None:
        """Take a result; where it falls short, say that this is known."""
        known = self.page.get_by_label("已知悉上述缺口")
        if known.count():
            known.first.check()
        self.press(name)

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def press_when_ready(self, name: str) -> None:
        """Press a button that a job of the background makes ready; the page follows it by itself or is opened anew."""
        button = self.page.get_by_role("button", name=name, exact=True)
        living.wait_for(lambda: button.is_enabled() or self.home(), PATIENCE / 1000)
        button.click()

    def hidden(self, button: str) -> dict[str, str]:
        """Return the hidden fields of a button's form."""
        form = self.page.locator("form").filter(has=self.page.get_by_role("button", name=button, exact=True))
        fields = form.locator("input[type=hidden]").all()
        return {field.get_attribute("name") or "": field.input_value() for field in fields}

    def begin(self, *, seconds: int) -> None:
        """Shorten the search and begin the first recusal."""
        self.page.get_by_label("编组用时上限（秒）").fill(str(seconds))
        self.press("保存并开始一次回避")
        self.sees("开始研判")

    def sees(self, button: str) -> None:
        """Wait for a button."""
        self.page.get_by_role("button", name=button, exact=True).wait_for()

    def screen(self, *, next_button: str = "开始编组") -> None:
        """Screen the stage and wait for what comes after it."""
        self.page.get_by_role("button", name=re.compile("^(开始|重新)研判$")).click()
        self.sees(next_button)

    def solve(self, accept: str, *, stop: bool = False) -> None:
        """Solve the stage, stop it if asked and still at work, and wait until the result can be accepted."""
        self.press("开始编组")
        if stop:
            result = self.page.get_by_role("heading", name="编组结果")
            self.page.locator("#solving tbody tr").or_(result).first.wait_for()
            button = self.page.get_by_role("button", name="停止，保留已得到的最好结果")
            if button.is_visible():
                button.click()
        self.sees(accept)

    def ask(self) -> dict[str, str]:
        """Ask the members; return their codes by name."""
        self.page.get_by_role("button", name=re.compile("申报码$")).click()
        self.page.locator("#codes").wait_for()
        rows = self.page.locator("#codes tbody tr").all()
        return {row.locator("td").nth(0).inner_text(): row.locator("code").inner_text() for row in rows}


def answer_none(context: BrowserContext, place: Place, code: str) -> str:
    """Answer 'none' by the form's own requests; return the page that says so."""
    address = f"{place.address}/declare"
    token = re.search(r'name="csrf_token" value="(\w+)"', context.request.get(address).text())
    assert token
    answer = {"csrf_token": token[1], "code": code, "answer": "none"}
    return context.request.post(address, form=answer).text()


def refused(context: BrowserContext, address: str, form: Mapping[str, str]) -> tuple[int, str]:
    """Send a form; return the status of the page that refuses it and its first sentence."""
    answer = context.request.post(address, form=dict(form))
    sentence = re.search(r"</h1>\s*<p>(.*?)</p>", answer.text())
    return answer.status, sentence[1] if sentence else ""
