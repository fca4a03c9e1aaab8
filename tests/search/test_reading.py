"""What a typed text may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.search.entries import Entry
from anju.search.models import TermKind
from anju.search.reading import digits_of, read


def kinds(text: str, *, codes: tuple[str, ...] = (), inner: bool = False) -> set[str]:
    return {f"{each.kind.value} {each.term}" for each in read(text, codes, inner_digits=inner)}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("李阿姨", {"NAME 李阿姨"}),
        ("李 秀兰", {"NAME 李秀兰"}),
        ("阿依古丽·买", {"NAME 阿依古丽买"}),
        ("lay", {"SPELLING lay"}),
        ("Li Xiu", {"SPELLING lixiu"}),
        ("5678", {"TAIL 5678", "PLATE 5678"}),
        ("138 1234 5678", {"PHONE 13812345678", "PLATE 13812345678"}),
        ("+86 138-1234-5678", {"PHONE 13812345678"}),
        ("浙A·12", {"PLATE 浙a12", "NAME 浙a12"}),
        ("a12", {"PLATE a12"}),
        ("５６７８", {"TAIL 5678", "PLATE 5678"}),
        ("", set()),
        ("%_", set()),
    ],
)
def test_a_text_is_read_by_what_it_looks_like(text: str, meant: set[str]) -> None:
    assert kinds(text) == meant


def test_codes_come_from_the_apps() -> None:
    assert "CODE 3-1-502" in kinds("3栋1单元502", codes=("3-1-502",))


def test_inner_digits_take_their_right() -> None:
    assert {"INNER 3456", "PHONE 3456"} <= kinds("3456", inner=True)
    assert "INNER 3456" not in kinds("3456")


@pytest.mark.parametrize(
    ("text", "digits"),
    [("5678", "5678"), ("1-2-301", ""), ("3-1", ""), ("138 1234", "1381234"), ("张5678", "")],
)
def test_only_digits_count_as_a_telephone(text: str, digits: str) -> None:
    assert digits_of(text) == digits


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for each in read(text, (), inner_digits=True):
        assert each.term


def terms(**said: tuple[str, ...]) -> set[str]:
    entry = Entry("residents.person", 1, "residents.read", **said)
    return {f"{kind} {term}" for kind, term, _ in entry.rows()}


def test_a_name_is_found_by_later_parts_and_by_every_spelling() -> None:
    found = terms(names=("李秀兰",))

    assert {"NAME 李秀兰", "NAME 秀兰"} <= found
    assert {"SPELLING lixiulan", "SPELLING xiulan", "SPELLING lxl", "SPELLING xl"} <= found
    assert "NAME 兰" not in found


def test_a_surname_comes_in_both_readings() -> None:
    found = terms(names=("单雄信",))

    assert {"SPELLING shanxiongxin", "SPELLING danxiongxin", "SPELLING sxx"} <= found


def test_names_of_other_scripts_are_found() -> None:
    assert "SPELLING johnsmith" in terms(names=("John Smith",))
    assert "NAME 买买提" in terms(names=("阿依古丽·买买提",))


def test_plates_and_telephones_are_found_by_their_parts() -> None:
    found = terms(plates=("浙A12345",), phones=("13812345678",))

    assert {"PLATE 浙a12345", "PLATE a12345", "PLATE 12345"} <= found
    assert {"PHONE 13812345678", "TAIL 5678", "INNER 3812345678", "INNER 5678"} <= found
    assert "INNER 678" not in found


@given(st.text(max_size=30))
def test_any_name_can_be_indexed(name: str) -> None:
    for kind, term, _ in Entry("a.b", 1, "x", names=(name,)).rows():
        assert kind in TermKind.values
        assert 0 < len(term) <= 60
