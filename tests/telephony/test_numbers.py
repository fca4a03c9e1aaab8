"""Numbers as exchanges write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.telephony.numbers import RAW, heard, is_area_code


@pytest.mark.parametrize(
    ("raw", "number", "extension"),
    [
        ("13812345678", "13812345678", ""),
        (" 138 1234-5678 ", "13812345678", ""),
        ("(138)12345678", "13812345678", ""),
        ("138/1234/5678", "13812345678", ""),
        ("+86 138 1234 5678", "13812345678", ""),
        ("+86-13812345678", "13812345678", ""),
        ("008613812345678", "13812345678", ""),
        ("1795113812345678", "13812345678", ""),
        ("8613812345678", "13812345678", ""),
        ("013812345678", "13812345678", ""),
        ("913812345678", "13812345678", ""),
        ("813812345678", "13812345678", ""),
        ("0571-87654321", "057187654321", ""),
        ("0571 8765432", "05718765432", ""),
        ("010-87654321", "01087654321", ""),
        ("9057187654321", "057187654321", ""),
        ("8057187654321", "057187654321", ""),
        ("+8657187654321", "057187654321", ""),
        ("0086 10 87654321", "01087654321", ""),
        ("87654321", "057187654321", ""),
        ("8765432", "05718765432", ""),
        ("4008123456", "4008123456", ""),
        ("800-812-3456", "8008123456", ""),
        ("95588", "95588", ""),
        ("0571-87654321转802", "057187654321", "802"),
        ("0571-87654321 转 802", "057187654321", "802"),
        ("87654321#12", "057187654321", "12"),
        ("87654321 ext 7", "057187654321", "7"),
        ("87654321 ext. 7", "057187654321", "7"),
        ("+86 571 8765 4321 EXT.0012", "057187654321", "0012"),
        ("sip:13812345678@pbx.local", "13812345678", ""),
        ("<sip:+8613812345678@10.0.0.1;transport=udp>", "13812345678", ""),
        ("tel:+86-138-1234-5678", "13812345678", ""),
        ("138１２３４５６７８", "13812345678", ""),
        ("匿名", "", ""),
        ("anonymous", "", ""),
        ("", "", ""),
        ("12", "", ""),
        ("23812345678", "", ""),
        ("1381234567", "", ""),
    ],
)
def test_reads_numbers(raw: str, number: str, extension: str) -> None:
    found = heard(raw, area_code="0571")

    assert (found.number, found.extension) == (number, extension)
    assert found.raw == raw.strip()


def test_without_an_area_code_a_short_number_is_not_guessed() -> None:
    assert heard("87654321").number == ""


def test_knows_area_codes() -> None:
    assert [is_area_code(text) for text in ("010", "0571", "571", "0110", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


DIALLED = st.text(alphabet="0123456789 +-()/转#extsip:@.x匿 ", max_size=40)


@given(raw=st.one_of(st.text(max_size=200), DIALLED), area=st.sampled_from(["", "0571", "010"]))
def test_never_raises_and_reads_its_own_numbers_unchanged(raw: str, area: str) -> None:
    found = heard(raw, area_code=area)

    assert len(found.raw) <= RAW
    assert not found.number or (found.number.isascii() and found.number.isdecimal())
    assert heard(found.number, area_code=area).number == found.number
