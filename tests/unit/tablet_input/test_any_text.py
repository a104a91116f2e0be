"""Text of any length and script in every recorded field: recorded as typed, or refused in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk_app.desk import RoomDesk
from kiosk_app.faults import RecordRefused
from shared.record.envelope import MAX_ENVELOPE_BYTES
from shared.record.events import KnownEvent
from tests.event_examples import ALL_GOLDEN
from tests.factories import PIN

TEXTS = {
    "empty": "",
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f3eb" * 9,
    "right to left": "\u0645\u0631\u062d\u0628\u0627 (\u05e9\u05dc\u05d5\u05dd) \u202e abc",
    "stacked marks": "Z\u0324\u0351\u036d" * 60,
    "lines and quotes": 'first\n"second"\t\\third\r\n</script>',
    "control characters": "bell \x07 and null \x00",
    "four thousand": "Łódź " * 800,
}
FIELDS = [
    (name, field)
    for name, event in sorted(ALL_GOLDEN.items())
    for field in event.__struct_fields__
    if type(getattr(event, field)) is str
    and field in ("note", "reason", "text", "name", "where", "escort", "travel", "detail", "answer", "form")
]


@pytest.mark.parametrize("kind", TEXTS)
def test_every_field_of_free_text_keeps_what_was_typed(desk: RoomDesk, kind: str) -> None:
    assert desk.sign_in("inv-1", PIN)
    assert len(FIELDS) > 15
    for name, field in FIELDS:
        event: KnownEvent = replace(ALL_GOLDEN[name], **{field: TEXTS[kind]})
        written = desk.record(event)
        assert getattr(written.event, field) == TEXTS[kind], (name, field)
    # Read back from the disk, verified and folded: not a sign has changed.
    kept = [fact.envelope.event for fact in desk._parts.record.facts()][1:]
    assert len(kept) == len(FIELDS)
    assert desk.register() is not None


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_what_is_too_long_is_refused_in_words_and_recorded_nowhere(
    desk: RoomDesk, name: str, field: str
) -> None:
    assert desk.sign_in("inv-1", PIN)
    event = replace(ALL_GOLDEN[name], **{field: "\u05d0" * MAX_ENVELOPE_BYTES})
    with pytest.raises(RecordRefused, match="too long to record"):
        desk.record(event)
    assert desk.revision == 1
    assert "too long" in desk.last_fault.text
