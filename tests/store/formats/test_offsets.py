"""Offsets in UTF-16 units against the encoder itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.offsets import Utf16

texts = st.text(st.sampled_from("aé東\n🚢\U0001f469\U00020000\uffff\U00010000"), max_size=30)


@given(texts)
def test_every_code_point_has_the_unit_that_the_encoder_gives_it(text: str) -> None:
    units = Utf16(text)
    for offset in range(len(text) + 1):
        assert units.of(offset) == len(text[:offset].encode("utf-16-le")) // 2
        assert units.to_codepoint(units.of(offset)) == offset
    assert units.length == units.of(len(text))
    assert units.is_identity == (units.length == len(text))


@given(texts)
def test_a_unit_inside_a_character_names_no_place(text: str) -> None:
    units = Utf16(text)
    starts = {units.of(offset) for offset in range(len(text) + 1)}
    for unit in set(range(units.length + 1)) - starts:
        with pytest.raises(ValueError, match="inside a character"):
            units.to_codepoint(unit)


@pytest.mark.parametrize("offset", [-1, 3, 99])
def test_offsets_outside_of_the_text_are_refused(offset: int) -> None:
    units = Utf16("a🚢")
    with pytest.raises(ValueError, match="not in a text of 2 code points"):
        units.of(offset)
    if offset != 3:
        with pytest.raises(ValueError, match="not in a text of 3 UTF-16 units"):
            units.to_codepoint(offset)
