"""An office with a register and a round, used by its people through the pages' own forms."""

import re
from pathlib import Path

import serving
from forms import forms_of
from huibi.reading import read_register, read_round
from huibi_api.actions import registers
from huibi_api.jobs import importing, screening, solving
from huibi_api.security.viewer import WORKER
from serving import PASSWORD, Browser, add_account

CHILDREN = {"import": importing.read, "screen": screening.screen, "solve": solving.solve}
COUNTY = "519821"  # of the invented county
CITY = "519800"


def notices(text: str) -> list[str]:
    """Return the sentences over a page."""
    return re.findall(r'<div class="notice[^"]*"[^>]*><p>(.*?)</p>', text)


def add_people(house, files: Path) -> None:
    """Make the places of a register known, and a planner, an approver and an auditor of the county."""
    serving.put_places(house, read_register(files).register.regions.values())
    for name, role in (("planner", "planner"), ("approver", "approver"), ("auditor", "auditor")):
        add_account(house, name, [role], region=COUNTY, password=PASSWORD)


class Office:
    """An office with a planner, an approver and a register, as its people use it."""

    def __init__(self, house, files: Path, clock: serving.Clock) -> None:
        self.house, self.files, self.clock = house, files, clock
        self.planner, self.approver = Browser(house), Browser(house)
        self.planner.sign_in("planner")
        self.approver.sign_in("approver")
        known = read_register(files).register
        self.units = [listed.unit for listed in read_round(files / "round.toml", known).units]
        self.names = {person.id: person.name for person in known.persons.values()}
        with house.database.read(WORKER) as session:
            self.register = next((head.id for head in registers.list_registers(session)), "")

    def import_register(self) -> None:
        """Upload the tables by the form and take them."""
        self.planner.post("/registers", name="安陵县台账")
        with self.house.database.read(WORKER) as session:
            head = registers.list_registers(session)[0].id
        uploads = [("files", (path.name, path.read_bytes())) for path in sorted(self.files.glob("*.csv"))]
        token = self.planner.token("/registers")
        sent = self.planner.client.post(f"/registers/{head}/imports", data={"csrf_token": token}, files=uploads)
        page = sent.headers["location"]
        self.work()
        assert "确认导入" in self.planner.client.get(page).text
        self.planner.post(f"{page}/take", page=page)
        self.work()
        assert "已导入为第 1 版" in self.planner.client.get(page).text
        self.register = head

    def work(self) -> int:
        """Let a worker do what waits."""
        self.clock.forward(seconds=1)  # ids sort by the time at which they were made
        return serving.work(self.house, CHILDREN)

    def press(self, browser: Browser, action: str, **fields: str):
        """Send a form of the round's page, with the version that the page shows."""
        self.clock.forward(seconds=1)
        text = browser.client.get(self.round).text
        version = re.search(r'name="version" value="(\d+)"', text)
        given = {"version": version[1]} if version else {}
        return browser.post(f"{self.round}/{action}", page=self.round, **{**given, **fields})

    def page(self, browser: Browser | None = None) -> str:
        """Return the round's page."""
        return (browser or self.planner).client.get(self.round).text

    def make_draft(self, *, teams: int = 2, code: str = "2026-4", mode: str = "local") -> None:
        """Make a draft by the form."""
        made = self.planner.post(
            "/rounds",
            page="/rounds/new",
            register=self.register,
            code=code,
            name="2026年第四轮巡察",
            mode=mode,
            as_of="2026-08-15",
            start="2026-09-01",
            end="2026-11-15",
            team_count=str(teams),
            seconded="2",
            units_most="3",
            seconds="3",
            seed="1",
        )
        assert made.status_code == 303, notices(made.text)
        self.round = made.headers["location"].split("?")[0]

    def start_round(self, *, teams: int = 2, units: int = 4, code: str = "2026-4", mode: str = "local") -> None:
        """Make a draft, choose units, and begin."""
        self.make_draft(teams=teams, code=code, mode=mode)
        sent = self.send_draft(unit=self.units[:units], open=["1"])
        assert sent.status_code == 303, notices(sent.text)

    def send_draft(self, **changed: list[str]):
        """Send the draft's form as it stands, with some fields filled otherwise."""
        self.clock.forward(seconds=1)
        return self.planner.client.post(f"{self.round}/draft", data={**self.form("draft"), **changed})

    def to_self_check(self) -> None:
        """Judge, solve and accept both stages."""
        for _ in range(2):
            self.press(self.planner, "screen")
            self.work()
            assert "开始编组" in self.page()
            self.press(self.planner, "solve")
            self.work()
            assert self.accept(despite=["1"] if 'name="despite"' in self.page() else []).status_code == 303

    def accept(self, **more: list[str]):
        """Take the stage's roster by its form."""
        self.clock.forward(seconds=1)
        return self.planner.client.post(f"{self.round}/accept", data={**self.form("accept"), **more})

    def form(self, action: str, browser: Browser | None = None) -> dict[str, list[str]]:
        """Return the fields of one of the forms on the round's page."""
        return forms_of(self.page(browser))[f"{self.round}/{action}"]

    def codes(self) -> dict[str, str]:
        """Ask every member; return codes by name."""
        text = self.press(self.planner, "ask").text
        return dict(re.findall(r"<tr><td>([^<]+)</td><td>[^<]*</td><td><code class=\"code\">([^<]+)</code>", text))

    def answer(self, code: str, **fields: str):
        """Answer as a member without an account and without script: the code, then the form."""
        phone = Browser(self.house)
        form = phone.post("/declare", code=code)
        assert form.status_code == 200, notices(form.text)
        return phone, phone.post("/declare", code=code, **(fields or {"answer": "none"}))
