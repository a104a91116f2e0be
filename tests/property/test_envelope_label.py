"""What stands on an envelope's label comes back as it was, and nothing else is ever taken for a label."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.ids import session_id
from shared.protocol.envelope_label import (
    MOST_COUNTED,
    EnvelopeLabel,
    LabelError,
    LabelFault,
    component_mark,
    contents_mark,
    read_label,
    seal_mark,
    write_label,
)
from shared.protocol.tags import TagError, TagFault, read_tag
from tests import factories

KEY = factories.secret_key("hub")
COUNTS = st.integers(0, MOST_COUNTED)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789abcdef", min_size=count, max_size=count)


LABELS = st.builds(
    EnvelopeLabel,
    session=st.builds(session_id, st.dates(), st.sampled_from(("AM", "PM"))),
    component=st.text(max_size=20).map(component_mark),
    number=COUNTS,
    of=COUNTS,
    scripts=COUNTS,
    present=COUNTS,
    absent=COUNTS,
    contents=st.lists(digits(8)).map(contents_mark),
    seal=digits(16).map(seal_mark),
    journal_seq=st.integers(0, 2**63),
    journal_head=digits(16),
)


@settings(max_examples=60, deadline=None)
@given(LABELS)
def test_a_label_is_read_back_as_it_was_written(label: EnvelopeLabel) -> None:
    code = write_label(label, KEY)
    assert (len(code), read_label(code, KEY.public)) == (168, label)
    with pytest.raises(TagError) as told:
        read_tag(code, {1: KEY.public.text})
    assert told.value.fault is TagFault.NOT_A_TAG


@settings(max_examples=60, deadline=None)
@given(LABELS, st.integers(0, 167), st.sampled_from("0123456789ABCDEFXYZ $%*+-./:"))
def test_one_other_character_is_no_label_any_more(label: EnvelopeLabel, at: int, other: str) -> None:
    code = write_label(label, KEY)
    changed = code[:at] + other + code[at + 1 :]
    if changed != code:
        with pytest.raises(LabelError):
            read_label(changed, KEY.public)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_scanned_is_told_and_never_a_crash(code: str) -> None:
    with pytest.raises(LabelError):
        read_label(code, KEY.public)


def test_another_hub_s_label_is_refused_as_forged_and_too_large_a_count_is_not_written() -> None:
    label = EnvelopeLabel(
        session="2024-06-03-AM",
        component=component_mark("AQA:8300/2F"),
        number=1,
        of=2,
        scripts=40,
        present=42,
        absent=3,
        contents=contents_mark(["b", "a"]),
        seal=seal_mark("fact"),
        journal_seq=812,
        journal_head="3f2a91bc07de0000",
    )
    with pytest.raises(LabelError) as told:
        read_label(write_label(label, factories.secret_key("another hub")), KEY.public)
    assert told.value.fault is LabelFault.FORGED
    assert contents_mark(["a", "b"]) == label.contents
    with pytest.raises(ValueError, match="65535"):
        write_label(replace(label, scripts=MOST_COUNTED + 1), KEY)
