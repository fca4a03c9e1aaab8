"""Money: two decimals, ROUND_HALF_UP, split without losing a fen. The only place that rounds."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")


def to_fen(amount: Decimal) -> Decimal:
    """Return the amount rounded half up to two decimals (四舍五入到分)."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def split(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Share an amount by weights so that the parts add up to it exactly.

    Largest remainder: every part is first rounded towards minus infinity, then the fen left
    over go one each to the largest remainders, earlier weights first among equals.

    :raises ValueError: for an amount with more than two decimals, no weights, a negative
        weight, or weights that add up to zero.
    """
    total = sum(weights, Decimal(0))
    if amount != to_fen(amount):
        raise ValueError("an amount to split has at most two decimals")
    if total <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights are not negative and not all zero")
    exact = [amount * weight / total for weight in weights]
    parts = [share.quantize(FEN, rounding=ROUND_FLOOR) for share in exact]
    left = int((amount - sum(parts, Decimal(0))) / FEN)
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[:left]:
        parts[i] += FEN
    return parts


def spoken(amount: Decimal) -> str:
    """Return the amount as screens show it: ¥1,234.50 (two decimals, thousands separated)."""
    sign = "-" if amount < 0 else ""
    return f"{sign}¥{abs(to_fen(amount)):,.2f}"
