"""Money never appears and never vanishes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.core.money import split, spoken, to_fen

AMOUNTS = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2)
WEIGHTS = st.lists(
    st.decimals(min_value=0, max_value=1000, places=3), min_size=1, max_size=30
).filter(lambda weights: sum(weights) > 0)


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_to_the_fen(amount: Decimal, weights: list[Decimal]) -> None:
    parts = split(amount, weights)

    assert sum(parts) == amount
    assert all(part == to_fen(part) for part in parts)


@given(AMOUNTS, WEIGHTS)
def test_no_part_is_a_whole_fen_from_its_exact_share(
    amount: Decimal, weights: list[Decimal]
) -> None:
    total = sum(weights)
    for part, weight in zip(split(amount, weights), weights, strict=True):
        assert abs(part - amount * weight / total) < Decimal("0.01")


def test_rounds_half_up() -> None:
    assert to_fen(Decimal("0.005")) == Decimal("0.01")
    assert to_fen(Decimal("-0.005")) == Decimal("-0.01")
    assert split(Decimal("100"), [Decimal(1)] * 3) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]


def test_refuses_nonsense() -> None:
    for amount, weights in (
        (Decimal("0.001"), [Decimal(1)]),
        (Decimal(1), []),
        (Decimal(1), [Decimal(0)]),
    ):
        with pytest.raises(ValueError, match=r"weights|decimals"):
            split(amount, weights)


def test_is_said_with_two_decimals() -> None:
    assert spoken(Decimal("1234.5")) == "¥1,234.50"
    assert spoken(Decimal("-0.1")) == "-¥0.10"
