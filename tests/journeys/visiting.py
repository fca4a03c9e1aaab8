"""A worker's thumb on the page of one work order: step after step, each waited for."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect


def now(page: Page) -> Locator:
    """Return the one next step."""
    return page.locator('li[data-step][data-state="now"]')


def kind(page: Page) -> str:
    """Return what kind of step is next: accept, tick, sign …"""
    return (now(page).get_attribute("data-key") or "").split("-")[0]


def press(page: Page, name: str = "", *, state: str = "done") -> None:
    """Press the large button of the next step, and wait until the server has it (or the phone)."""
    key = now(page).get_attribute("data-key") or ""
    button = now(page).locator("button.step__big")
    (button.filter(has_text=name) if name else button).first.tap()
    step = page.locator(f'li[data-key="{key}"]')
    expect(step).to_have_attribute("data-state", state, timeout=20_000)


def sign(page: Page) -> None:
    """Write something into the signature pad."""
    canvas = now(page).locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 120, steps=5)
    page.mouse.move(box["x"] + 220, box["y"] + 50, steps=5)
    page.mouse.up()


def picture(folder: Path) -> Path:
    """Return a photo on the disk."""
    path = folder / "现场.jpg"
    Image.new("RGB", (1200, 900), "#7a9").save(path, "JPEG")
    return path


def do(page: Page, photo: Path, *, result: str = "换了阀芯,试水正常", state: str = "done") -> None:
    """Do the next step, whatever it asks; without a network it is `kept`."""
    if now(page).locator("input[name=photo]").count():
        now(page).locator("input[name=photo]").set_input_files(photo)
    if kind(page) == "sign":
        sign(page)
    if kind(page) == "finish":
        now(page).get_by_label("处理结果").fill(result)
    press(page, state=state)


def do_until(page: Page, last: str, photo: Path, **how: str) -> None:
    """Go on step by step until the next one is of this kind: `card` when all is done."""
    for _ in range(40):
        if kind(page) == last:
            return
        do(page, photo, **how)
    raise AssertionError(f"{last} never came")
