"""Secrets open only with their key and for their purpose."""

import os

import pytest

from anju.core.masking import mask_identity_number, mask_name, mask_phone
from anju.core.sealing import SealBroken, blind_index, seal, unseal

KEY = os.urandom(32)


def test_opens_again() -> None:
    assert unseal(seal("密码 7", key=KEY, purpose="a:1"), key=KEY, purpose="a:1") == "密码 7"


def test_two_seals_of_one_text_differ() -> None:
    assert seal("x", key=KEY, purpose="a:1") != seal("x", key=KEY, purpose="a:1")


def test_refuses_another_key_purpose_or_byte() -> None:
    sealed = seal("x", key=KEY, purpose="a:1")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for wrong, key, purpose in (
        (sealed, os.urandom(32), "a:1"),
        (sealed, KEY, "a:2"),
        (changed, KEY, "a:1"),
        (b"", KEY, "a:1"),
    ):
        with pytest.raises(SealBroken):
            unseal(wrong, key=key, purpose=purpose)


def test_blind_index_is_equal_for_equal_texts_of_one_purpose() -> None:
    first = blind_index("110101", key=KEY, purpose="id")

    assert first == blind_index("110101", key=KEY, purpose="id")
    assert first != blind_index("110101", key=KEY, purpose="plate")


def test_masks() -> None:
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("12345") == "***45"
    assert mask_phone("") == ""
    assert mask_name("张明") == "张*"
    assert mask_name("张") == "*"
    assert mask_name("欧阳小明") == "欧**明"
    assert mask_identity_number("110101199001011234") == "110***********1234"
