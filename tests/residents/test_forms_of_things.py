"""Plates, identity numbers, forms of address, shares: pure facts."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.residents.addressing import suggested_forms, surname_of
from anju.residents.models.identity import fault_of_identity, is_of_a_man, plain_identity
from anju.residents.models.plates import parse_plate
from anju.residents.models.shares import Share, first_overfull, spoken_share
from tests.residents.town import id_card


@pytest.mark.parametrize(
    ("written", "plate"),
    [
        ("浙A12345", "浙A12345"),
        ("浙a·12345", "浙A12345"),
        ("浙A 1234 5", "浙A12345"),
        ("浙AD12345", "浙AD12345"),
        ("浙A12345D", "浙A12345D"),
        ("粤Z1234港", "粤Z1234港"),
        ("粤Z12A4澳", "粤Z12A4澳"),
        ("京A1234警", "京A1234警"),
        ("浙A1234挂", "浙A1234挂"),
        ("浙A1234学", "浙A1234学"),
        ("浙A1O345", "浙A10345"),
        ("浙A1234", None),
        ("浙A123456", None),
        ("A12345", None),
        ("浙AZ12345", None),
        ("", None),
    ],
)
def test_plates_as_people_write_them(written: str, plate: str | None) -> None:
    assert parse_plate(written) == plate


def test_identity_numbers_are_checked() -> None:
    good = id_card(1)

    assert fault_of_identity("ID_CARD", good) == ""
    assert "校验不符" in fault_of_identity("ID_CARD", good[:-1] + ("1" if good[-1] != "1" else "2"))
    assert "17 位" in fault_of_identity("ID_CARD", good[:-1])
    assert "不是一个日期" in fault_of_identity("ID_CARD", good[:10] + "1332" + good[14:])
    assert fault_of_identity("", good) == "请选择证件类型。"
    assert plain_identity(" 1101 0119-6804120019x ") == "11010119680412" + "0019X"
    assert is_of_a_man(id_card(1)) is True
    assert is_of_a_man(id_card(2)) is False


def test_company_codes_are_checked() -> None:
    assert fault_of_identity("COMPANY", "91350100M000100Y43") == ""
    assert fault_of_identity("COMPANY", "91350100M000100Y44") != ""


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(place: int, more: int) -> None:
    good = id_card(7)
    wrong = good[:place] + str((int(good[place]) + more) % 10) + good[place + 1 :]

    assert fault_of_identity("ID_CARD", wrong) != ""


def test_forms_of_address_fit_the_name() -> None:
    assert suggested_forms("李秀兰")[:3] == ["李先生", "李女士", "李阿姨"]
    assert suggested_forms("欧阳文静", man=False)[0] == "欧阳女士"
    assert suggested_forms("阿卜杜拉·买买提")[0] == "阿卜杜拉先生"
    assert suggested_forms("绿叶贸易有限公司", kind="COMPANY") == []
    assert surname_of("John Smith") == ""


days = st.dates(date(2020, 1, 1), date(2020, 1, 30))
shares = st.builds(
    lambda part, start, length: Share(part, start, start + timedelta(days=length)),
    st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(1)]),
    days,
    st.integers(1, 20),
)


@given(st.lists(shares, max_size=5))
def test_the_first_overfull_day_is_the_first(found: list[Share]) -> None:
    def total(day: date) -> Fraction:
        running = (
            s.part for s in found if s.starts_on and s.ends_on and s.starts_on <= day < s.ends_on
        )
        return sum(running, Fraction())

    overfull = first_overfull(found)
    every = [date(2020, 1, 1) + timedelta(days=count) for count in range(60)]
    days_over = [day for day in every if total(day) > 1]

    assert (overfull.day if overfull else None) == (days_over[0] if days_over else None)
    assert overfull is None or overfull.total == total(overfull.day)


def test_shares_are_said_as_people_write_them() -> None:
    assert spoken_share(Fraction(1)) == "全部"
    assert spoken_share(Fraction(2, 4)) == "1/2"
