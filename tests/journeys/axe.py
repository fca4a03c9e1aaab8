"""What a checker of accessibility says of a page (WCAG 2.1 AA)."""

import os
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


# What another theme or another width can change of the same page; the rest is in its elements.
OF_LOOKS = ["color-contrast", "scrollable-region-focusable", "link-in-text-block"]


def violations(page: Page, *, looks_only: bool = False) -> list[str]:
    """Return what axe finds, one line per rule with its first element; empty is good.

    :param looks_only: for a page that was checked whole and now looks otherwise.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    only = {"type": "rule", "values": OF_LOOKS} if looks_only else {"type": "tag", "values": TAGS}
    run = "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})"
    found = page.evaluate(run, only)
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]} ({len(rule['nodes'])}×)"
        for rule in found["violations"]
    ]


@cache
def _source() -> str:
    return Path(os.environ["ANJU_AXE"]).read_text()
