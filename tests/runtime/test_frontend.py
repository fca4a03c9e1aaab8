from pathlib import Path
from xml.etree import ElementTree

import pytest

from runtime.frontend import FILES, ICONS, build_frontend
from runtime.home import Home
from runtime.refusal import Refusal
from runtime.sprite import build_sprite, read_names

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def icons(tmp_path: Path) -> Path:
    folder = tmp_path / "outline"
    folder.mkdir()
    for name in ("home", "phone-call"):
        (folder / f"{name}.svg").write_text(
            '<svg class="icon" width="24">\n'
            '  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n'
            f'  <path d="{name}" />\n</svg>'
        )
    return folder


def test_holds_a_symbol_for_each_name(tmp_path: Path, icons: Path) -> None:
    names = tmp_path / "icons.txt"
    names.write_text("phone-call  # the desk\n\nhome\nhome\n")

    sprite = ElementTree.fromstring(build_sprite(names, icons))  # noqa: S314  # our own text

    symbols = sprite.findall(f"{SVG}symbol")
    assert [symbol.get("id") for symbol in symbols] == ["i-home", "i-phone-call"]
    assert {symbol.get("viewBox") for symbol in symbols} == {"0 0 24 24"}
    assert {symbol.get("stroke") for symbol in symbols} == {"currentColor"}
    assert [path.get("d") for path in symbols[0]] == ["home"]


@pytest.mark.parametrize("name", ["phone-cal", "../home", "home.svg"])
def test_refuses_an_unknown_name_and_tells_near_ones(
    tmp_path: Path, icons: Path, name: str
) -> None:
    names = tmp_path / "icons.txt"
    names.write_text(name)

    with pytest.raises(Refusal, match="which Tabler does not have") as refused:
        build_sprite(names, icons)

    assert "Near it: " in str(refused.value)


def test_lays_out_named_files_only(home: Home) -> None:
    build_frontend(home, development=True)
    vendor = home.folder / "frontend" / "vendor"

    assert {path.name for path in vendor.iterdir()} == {*FILES, "icons.svg"}
    for name in FILES:
        # The hashed static storage would look for the maps and fail.
        assert "sourceMappingURL" not in (vendor / name).read_text(encoding="utf-8")
    sprite = (vendor / "icons.svg").read_text()
    assert all(f'id="i-{name}"' in sprite for name in read_names(ICONS))
