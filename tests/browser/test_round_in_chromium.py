"""A whole round by the pages, in Chromium: planner, members, approver, cadre; and the city's over its counties."""

import io
import re
import sqlite3
import subprocess

import openpyxl
import pytest
from playwright.sync_api import expect, sync_playwright

import living
from huibi.sample import write_sample
from walking import PATIENCE, Office, answer_none, chromium, refused, serving_samples

expect.set_options(timeout=PATIENCE)
STALE = "本轮内容已被他人修改。请刷新页面，核对后再办理。"
STAFFING, SELF_CHECK = "采用，进入二次回避", "采用，进入三次回避"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Serve the invented city and a small county once."""
    folder = tmp_path_factory.mktemp("served")
    write_sample(folder / "county", "county", 1, 0.05)
    with serving_samples(folder / "var", folder / "county") as place:
        yield place


@pytest.fixture(scope="module")
def window(place):
    """Start Chromium once; whatever goes wrong in it fails the tests."""
    with sync_playwright() as playwright, chromium(playwright, place) as window:
        yield window


def look_at_a_pair(office: Office) -> None:
    """Open the leaders' matrix and a red cell of it: sentence, chain and article stand there."""
    page = office.page
    page.get_by_role("button", name="组长副组长 × 单位").click()
    page.locator("td.effect-must a").first.click()
    page.wait_for_url("**/pair/**")
    expect(page.locator("article.card p").first).to_contain_text("依据")
    assert page.locator("ol.chain li").count() >= 1
    expect(page.locator(".picture svg")).to_be_visible()
    expect(page.get_by_text("公务员法").or_(page.get_by_text("条例")).first).to_be_visible()
    office.home()


def look_at_reserves(office: Office) -> None:
    """Open who could step in: the tables come from the server then."""
    office.page.get_by_text("后备人员：有人退出时谁可接替").click()
    expect(office.page.locator("#reserves")).to_contain_text("各岗位的接替人选")


def apply_by_phone(phone, place, code: str, unit: str) -> None:
    """Open the form by a code on a phone without script and apply for recusal from a unit, with a reason."""
    page = phone.new_page()
    page.goto(f"{place.address}/declare")
    page.get_by_label("申报码").fill(code)
    page.get_by_role("button", name="继续").click()
    page.get_by_label(unit, exact=True).check()
    page.get_by_text(f"说明 {unit} 的回避事由").click()
    page.locator("details[open] textarea").fill("配偶的弟弟在该单位任副局长")
    page.get_by_label("申请回避以上选中的单位").check()
    page.get_by_role("button", name="提交申报").click()
    expect(page.get_by_text("决定前按回避处理")).to_be_visible()
    page.close()


def team_of(office: Office, number: int) -> tuple[list[str], list[str]]:
    """Return the units of a team's card and its people."""
    card = office.page.locator("article.team").nth(number)
    units = card.locator("p").first.inner_text().removeprefix("被巡察单位：").split("、")
    return units, [cell.inner_text().split("\n")[0] for cell in card.locator("tbody td:nth-child(2)").all()]


def test_a_round_is_taken_from_units_to_published_teams_in_a_browser(place, window):
    """Screened, solved, declared, repaired, approved and published by pages alone; each sees what is the own part."""
    office = Office(window.sign_in("xian-xunchaban"), place, mode="本级")
    office.begin(seconds=3)
    office.screen()
    look_at_a_pair(office)
    office.solve(STAFFING)
    stale = window.open()
    stale.add_cookies(office.page.context.cookies())
    old_form = {**office.hidden(STAFFING)}
    office.take(STAFFING)
    office.sees("重新研判")
    assert refused(stale, f"{office.address}/accept", old_form) == (412, STALE)
    office.screen()
    office.solve(SELF_CHECK, stop=True)
    look_at_reserves(office)
    office.take(SELF_CHECK)
    codes = office.ask()

    (unit, *_), people = team_of(office, 0)
    applicant = people[-1]
    phone = window.open(phone=True, script=False)
    apply_by_phone(phone, place, codes.pop(applicant), unit)
    for code in codes.values():
        assert "没有需要回避的情形" in answer_none(phone, place, code)

    approver = Office(window.sign_in("xian-shenpi"), place, mode="本级")
    application = approver.page.locator("section.application").filter(has_text=applicant)
    application.get_by_label("理由").fill("情况属实")
    application.get_by_role("button", name="同意回避", exact=True).click()
    expect(approver.page.locator("section.application").filter(has_text=applicant)).to_contain_text("已同意")

    office.home()
    office.sees("采用调整方案")
    expect(office.page.locator("#repair tbody th").filter(has_text=applicant)).to_have_count(1)
    office.page.get_by_text("并列查看调整前后的全部分组").click()
    expect(office.page.get_by_role("heading", name="调整前")).to_be_visible()
    office.take("采用调整方案")
    expect(office.page.get_by_role("button", name="提交审批")).to_be_disabled()
    asked_again = office.ask()
    assert len(asked_again) <= 3
    for code in asked_again.values():
        assert "没有需要回避的情形" in answer_none(phone, place, code)
    office.home()
    if office.page.get_by_role("button", name="提交审批").is_disabled():
        office.press("按现有台账重新研判")
    office.press_when_ready("提交审批")
    approver.home()
    approver.press("批准并公布")
    expect(approver.page.get_by_role("heading", name="已公布的编组方案")).to_be_visible()

    office.home()
    with office.page.expect_download() as download:
        office.page.get_by_role("button", name="下载编组方案").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert {"编组", "回避研判台账"} <= set(book.sheetnames)
    see_the_own_assignment(office, place, window)


def see_the_own_assignment(office: Office, place, window) -> None:
    """Sign in as a member: the own team and its units are there, nothing of the round is."""
    option = office.page.locator("select[name=person] option").first
    team = re.search(r"（(.+)）", option.text_content() or "")[1]
    units, people = team_of(office, 0)
    make_a_cadre(place, window, "lu-yuan", option.get_attribute("value"))
    page = window.sign_in("lu-yuan", phone=True)
    page.goto(f"{place.address}/mine")
    task = page.locator("article.card").filter(has=page.get_by_role("heading", name="我的任务"))
    expect(task).to_contain_text(team)
    for unit in units:
        expect(task).to_contain_text(unit)
    assert not any(name in page.locator("main").inner_text() for name in people)
    for rest in ("", "/matrix", "/workbook", "/steps", "/reserves?plan=x"):
        assert page.context.request.get(f"{office.address}{rest}").status in (403, 404)


def make_a_cadre(place, window, name: str, person: str) -> None:
    """The administrator makes an account and may not give it rights; the security officer does, and sees no round."""
    admin = window.first_sign_in("admin", place.house.invented["admin"])
    admin.goto(f"{place.address}/accounts")
    admin.get_by_text("新建账号").click()
    admin.get_by_label("登录名").fill(name)
    admin.get_by_label("不设密码").check()
    admin.get_by_role("button", name="新建（尚无权限）").click()
    expect(admin.get_by_role("heading", name=name)).to_be_visible()
    expect(admin.get_by_role("heading", name="授权")).to_have_count(0)
    security = window.first_sign_in("security", place.house.invented["security"])
    security.goto(f"{place.address}/accounts")
    security.get_by_role("link", name=name).click()
    security.get_by_label("巡察干部", exact=True).check()
    security.get_by_label("区划").select_option("519821")
    security.get_by_label("人员编号（巡察干部必填）").fill(person)
    security.get_by_role("button", name="保存授权").click()
    expect(security.get_by_text("已保存")).to_be_visible()
    for page in (admin, security):
        assert page.context.request.get(f"{place.address}/rounds").status == 403


def test_the_city_runs_one_round_over_its_counties(place, window):
    """The coordinator solves it and sees counties × counties; a county that takes part looks on and changes nothing."""
    city = Office(window.sign_in("shi-tongchou"), place, mode="交叉")
    city.begin(seconds=2)
    city.screen()
    city.solve(STAFFING)
    city.page.goto(f"{city.address}/counties")
    table = city.page.locator("table").first
    assert table.locator("tbody tr").count() >= 6
    counts = [int(cell.inner_text()) for cell in table.locator("tbody td:last-child").all()]
    assert sum(counts) == 12

    seen_by_the_county(place, window)


def test_the_ledger_of_all_that_is_whole_and_a_changed_row_is_found(place, window):
    """After the walk every entry holds; one that is changed behind the service's back is named."""
    assert window.place is place
    folder = place.house.settings.data_dir
    verify = [str(living.HUIBI), "--lang", "en", "audit", "verify", "--data", str(folder)]
    whole = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (whole.returncode, "whole" in whole.stderr) == (0, True), whole.stderr
    with sqlite3.connect(folder / "huibi.db") as database:
        (number,) = database.execute("SELECT max(number) FROM ledger WHERE action = 'round.step'").fetchone()
        database.execute("DROP TRIGGER ledger_no_update")
        database.execute("UPDATE ledger SET name = 'somebody' WHERE number = ?", (number,))
    database.close()
    changed = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (changed.returncode, str(number) in changed.stderr) == (1, True), changed.stderr


def seen_by_the_county(place, window) -> None:
    """The planner of a county finds the own people in their teams, no button, no other county's people, no workbook."""
    county = Office(window.sign_in("xian-xunchaban"), place, mode="交叉")
    main = county.page.locator("main")
    expect(main).to_contain_text("这里只列本地区的人员")
    assert county.page.locator("article.team").count() >= 1
    assert main.locator("button").count() == 0
    county.page.get_by_role("button", name="组长副组长 × 单位").click()
    county.page.wait_for_url("**/matrix**")
    people = county.page.locator("table.matrix tbody th").all_inner_texts()
    assert people
    assert not [person for person in people if not person.split(" ", 1)[1].startswith("安陵县")]
    assert county.page.context.request.get(f"{county.address}/workbook").status == 404
    county.page.goto(f"{county.address}/counties")
    assert county.page.locator("table").first.locator("tbody tr").count() == 1
    token = county.page.locator('meta[name="csrf-token"]').get_attribute("content")
    form = {"csrf_token": token, "version": "3"}  # as the city left it: drafted, changed, begun
    assert refused(county.page.context, f"{county.address}/screen", form)[0] == 403
