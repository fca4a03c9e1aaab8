"""What a checker of accessibility says of a page (WCAG 2.1 AA)."""

import os
from pathlib import Path

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line per rule with its first element; empty is good."""
    page.evaluate(Path(os.environ["ANJU_AXE"]).read_text())
    run = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
    found = page.evaluate(run, TAGS)
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]} ({len(rule['nodes'])}×)"
        for rule in found["violations"]
    ]
