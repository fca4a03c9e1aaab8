"""An office with its old workbook: uploaded, mended by what is marked, applied, undone."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.imports.books import book, one_sheet, unit_row
from tests.journeys.axe import violations

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]


def upload(page: Page, path: Path) -> None:
    page.goto("/p/lvyuan/imports/load/")
    page.get_by_label("工作簿").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()


def test_a_faulty_workbook_is_mended_by_what_is_marked_in_it(
    sit_down: Browsers, tmp_path: Path
) -> None:
    page = sit_down("chen")
    rows = [
        unit_row(1, building=91.0, built="abc"),
        unit_row(2, building=91.0, phone=1390001000.0),
        unit_row(3, building=91.0, name="测试庚"),
    ]
    faulty = tmp_path / "老台账.xlsx"
    faulty.write_bytes(one_sheet(*rows))

    upload(page, faulty)
    expect(page.locator("#findings-error")).to_contain_text("第 2 行 I 列“建筑面积”")
    expect(page.locator("#findings-error")).to_contain_text("这里是 10 位")
    expect(page.get_by_role("button", name="全部导入")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注好的表格").click()
    marked = load_workbook(BytesIO(download.value.path().read_bytes()))
    sheet = marked["资产信息"]
    assert "不是面积" in sheet["I2"].comment.text
    sheet["I2"], sheet["O3"] = 94.56, "13900010002"
    mended = tmp_path / "老台账(已改).xlsx"
    marked.save(mended)

    upload(page, mended)
    expect(page.locator("#findings-error")).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="全部导入").click()
    expect(page.locator("flash-area")).to_contain_text("已全部导入")
    row = page.locator("[data-row]", has_text="房屋").first
    expect(row).to_contain_text("3")
    page.get_by_role("link", name="看房态图").click()
    expect(page.locator("main")).to_contain_text("91栋")

    page.goto("/p/lvyuan/imports/")
    page.get_by_role("link", name="老台账(已改).xlsx").click()
    page.get_by_role("link", name="撤销导入").click()
    page.get_by_role("button", name="撤销导入").click()
    expect(page.locator("flash-area")).to_contain_text("恢复到导入之前")


def test_a_column_is_corrected_and_a_question_answered_by_keyboard(
    sit_down: Browsers, tmp_path: Path
) -> None:
    page = sit_down("chen")
    path = tmp_path / "别家系统.xlsx"
    path.write_bytes(
        book({"表": [("房号", "面积", "谁"), ("92-101", 90, "测试甲"), ("92-102", 88, "测试辛")]})
    )

    upload(page, path)
    expect(page.locator("main")).to_contain_text("没有认出这一列")
    page.get_by_label("表 C 列认作").select_option("name")
    page.get_by_role("button", name="按所选重新核对").press("Enter")
    expect(page.locator("[data-row]", has_text="住户").first).to_contain_text("2")
    page.get_by_role("button", name="全部导入").press("Enter")

    expect(page.locator("flash-area")).to_contain_text("已全部导入")
    assert violations(page) == []


@pytest.mark.parametrize(
    "how", [{}, {"dark": True}, {"phone": True}, {"phone": True, "dark": True}]
)
def test_reads_well(sit_down: Browsers, tmp_path: Path, how: dict[str, bool]) -> None:
    page = sit_down("chen", **how)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(one_sheet(unit_row(1, building=93.0, built="abc"), unit_row(2, building=93.0)))
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for address in ("/p/lvyuan/imports/", "/p/lvyuan/imports/load/"):
        page.goto(address)
        complaints += violations(page)
    upload(page, path)
    expect(page.locator("#findings-error")).to_be_visible()
    complaints += violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        complaints.append("wider than the screen")

    assert complaints == []
    page.get_by_role("button", name="放弃这次导入").click()
    expect(page.locator("flash-area")).to_contain_text("已清除")
