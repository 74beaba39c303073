"""Remakes docs/pictures: the pages of a round on the invented places, as `make screenshots` calls it."""

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from huibi.sample import write_sample
from walking import Office, Place, Watched, answer_none, chromium, serving_samples

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 64  # enough for pages of flat colours, and a quarter of the size
STAFFING, SELF_CHECK = "采用，进入二次回避", "采用，进入三次回避"


def take(page: Page, name: str, *, height: int = 0) -> None:
    """Keep what the page shows, cut to a height, in few colours."""
    path = PICTURES / f"{name}.png"
    size = page.viewport_size or {"width": 1280, "height": 860}
    page.evaluate("scrollTo(0, 0)")
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
    page.screenshot(path=path, full_page=True, clip=clip)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def of_the_county(place: Place, window: Watched) -> None:
    """Take the county's round from draft to publication."""
    office = Office(window.sign_in("xian-xunchaban"), place, mode="本级")
    take(office.page, "draft")
    office.begin(seconds=3)
    office.screen()
    office.page.get_by_role("button", name="组长副组长 × 单位").click()
    take(office.page, "matrix")
    office.page.locator("td.effect-must a").first.click()
    office.page.wait_for_url("**/pair/**")
    take(office.page, "pair", height=1000)
    office.home()
    office.solve(STAFFING)
    office.take(STAFFING)
    office.screen()
    office.solve(SELF_CHECK)
    take(office.page, "teams", height=1180)
    office.take(SELF_CHECK)
    codes = office.ask()
    applicant = office.page.locator("article.team").first.locator("tbody tr").last.locator("td").nth(1).inner_text()
    applicant = applicant.split("\n")[0]
    phone = window.open(phone=True)
    declare(phone.new_page(), place, codes.pop(applicant))
    for code in codes.values():
        answer_none(phone, place, code)
    approve_and_publish(office, place, window, applicant)


def declare(page: Page, place: Place, code: str) -> None:
    """Apply on a phone."""
    page.goto(f"{place.address}/declare")
    page.get_by_label("申报码").fill(code)
    page.get_by_role("button", name="继续").click()
    page.get_by_role("checkbox").first.check()
    page.locator("summary").first.click()
    page.locator("details[open] textarea").fill("配偶的弟弟在该单位任副局长")
    page.get_by_label("申请回避以上选中的单位").check()
    take(page, "declaration")
    page.get_by_role("button", name="提交申报").click()


def approve_and_publish(office: Office, place: Place, window: Watched, applicant: str) -> None:
    """Decide the application, accept the repair, publish."""
    approver = Office(window.sign_in("xian-shenpi"), place, mode="本级")
    application = approver.page.locator("section.application").filter(has_text=applicant)
    application.get_by_label("理由").fill("情况属实")
    application.get_by_role("button", name="同意回避", exact=True).click()
    office.home()
    office.sees("采用调整方案")
    office.page.locator("#repair summary").first.click()
    box = office.page.locator("#repair").bounding_box() or {"height": 900}
    office.page.locator("#repair").evaluate("part => document.querySelector('main').prepend(part)")
    take(office.page, "repair", height=min(int(box["height"]) + 90, 1300))
    office.take("采用调整方案")
    for code in office.ask().values():
        answer_none(approver.page.context, place, code)
    office.home()
    office.press_when_ready("提交审批")
    approver.home()
    approver.press("批准并公布")
    approver.page.get_by_role("heading", name="已公布的编组方案").wait_for()
    take(approver.page, "published", height=1000)


def of_the_city(place: Place, window: Watched) -> None:
    """Take counties × counties of the city's round."""
    city = Office(window.sign_in("shi-tongchou"), place, mode="交叉")
    city.begin(seconds=2)
    city.screen()
    city.solve(STAFFING)
    city.page.goto(f"{city.address}/counties")
    take(city.page, "counties", height=760)


def of_an_account(place: Place, window: Watched) -> None:
    """Take the page on which the security officer grants."""
    page = window.first_sign_in("security", place.house.invented["security"])
    page.goto(f"{place.address}/accounts")
    page.get_by_role("link", name="xian-xunchaban").click()
    page.wait_for_url("**/accounts/*")
    take(page, "account", height=1000)


def main() -> None:
    """Make them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        county = Path(folder) / "county"
        write_sample(county, "county", 1, 0.05)  # small, so that whole tables can be seen
        _walk(Path(folder) / "var", county)


def _walk(data: Path, county: Path) -> None:
    with (
        serving_samples(data, county) as place,
        sync_playwright() as playwright,
        chromium(playwright, place) as window,
    ):
        of_an_account(place, window)
        of_the_county(place, window)
        of_the_city(place, window)


if __name__ == "__main__":
    main()
