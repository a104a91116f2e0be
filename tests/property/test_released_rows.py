"""Whatever is released, what is left of the journal is proven; whatever else is changed in it, is found."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Final

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.after.evidence import build_export
from hub.after.site_proof import StoredRow, verify_site
from shared.canonical import digest
from shared.protocol.proof import verify
from shared.protocol.proof_findings import Verdict
from shared.protocol.signing import payload_of
from shared.record.chain import JournalRow
from shared.record.envelope import decode_envelope
from shared.record.events.keeping import RecordsReleased
from shared.record.released import ReleasedRow, in_spans, portions, released_digest, spans_of
from tests.exam_morning import Morning, ordinary_morning
from tests.property.test_shared_evidence import source_of

ENROLMENTS: Final = {2, 3}
"""They stay whatever is released: without them no signature can be judged."""
ANOTHER: Final = {
    "received_at": "2024-06-03T08:00:00+00:00",
    "row_hash": "0" * 64,
    "device_id": "tablet-x",
    "device_seq": 999,
    "session": "2024-06-04-AM",
    "jws_digest": "1" * 64,
}


@cache
def morning() -> Morning:
    return ordinary_morning(3)


LAST: Final = len(morning().journal.rows)
released = st.sets(st.integers(1, LAST).filter(lambda n: n not in ENROLMENTS), min_size=1)


def stored(row: JournalRow) -> StoredRow:
    envelope = decode_envelope(payload_of(row.jws))
    return StoredRow(
        hub_seq=row.hub_seq,
        received_at=row.received_at.isoformat(),
        jws=row.jws,
        row_hash=row.row_hash,
        device_id=envelope.device_id,
        device_seq=envelope.device_seq,
        session=envelope.session,
    )


def left_of(row: StoredRow) -> ReleasedRow:
    kept = {name: getattr(row, name) for name in ("hub_seq", "device_id", "device_seq", "session")}
    return ReleasedRow(**kept, jws_digest=digest(row.jws))


def without(numbers: set[int], most_spans: int = 600) -> tuple[Morning, list[StoredRow]]:
    """A morning with these rows released, and the journal's table as it then is."""
    day = deepcopy(morning())
    left = [left_of(stored(row)) for row in day.journal.rows if row.hub_seq in numbers]
    for portion in portions(left, most_spans):
        spans = spans_of(row.hub_seq for row in portion)
        event = RecordsReleased(
            about=day.pack.session.id, spans=spans, rows=len(portion), digest=released_digest(portion)
        )
        day.office.write(event, session="")
    day.journal.take(day.office)
    rows = [stored(row) for row in day.journal.rows]
    return day, [erased(row) if row.hub_seq in numbers else row for row in rows]


def erased(row: StoredRow) -> StoredRow:
    return msgspec.structs.replace(row, jws="", jws_digest=digest(row.jws))


def proven(rows: list[StoredRow]) -> Verdict:
    day = morning()
    pack = {f"{day.pack.session.id}-v{day.pack.version}.json": msgspec.json.encode(day.pack)}
    return verify_site(rows, day.office.key.public, pack)


@settings(max_examples=15)
@given(released, st.sampled_from((2, 600)))
def test_any_rows_may_be_released_and_the_verdict_says_so(numbers: set[int], most_spans: int) -> None:
    _, rows = without(numbers, most_spans)
    verdict = proven(rows)
    assert verdict.findings == ()
    told = [line for line in verdict.limits if "officer released 2024-06-03-AM" in line]
    assert told
    assert not any("other sessions" in line for line in verdict.limits)


@settings(max_examples=35)
@given(released, st.data())
def test_any_other_change_of_a_journal_with_released_rows_is_found(
    numbers: set[int], data: st.DataObject
) -> None:
    _, rows = without(numbers)
    place = data.draw(st.integers(0, len(rows) - 1))
    row = rows[place]
    what = data.draw(st.sampled_from(("change", "remove", "swap", "erase", "put back")))
    if what == "change":
        field = data.draw(st.sampled_from([name for name in ANOTHER if name != "jws_digest" or not row.jws]))
        rows[place] = msgspec.structs.replace(row, **{field: ANOTHER[field]})
    elif what == "remove":
        # Cut off at its end a journal is only shorter: against that stands the head on paper.
        del rows[min(place, len(rows) - 2)]
    elif what == "swap":
        other = (place + 1) % len(rows)
        rows[place], rows[other] = rows[other], rows[place]
    elif what == "erase" and row.jws:
        rows[place] = erased(row)
    else:
        back = min(numbers) - 1
        rows[back] = stored(morning().journal.rows[back])
    verdict = proven(rows)
    assert not verdict.is_sound
    assert verdict.findings[0].sentence


@settings(max_examples=10)
@given(released)
def test_what_another_session_exports_afterwards_still_verifies(numbers: set[int]) -> None:
    """The afternoon's rows stay whole; the morning's are there by digest, erased or not."""
    day, rows = without({n for n in numbers if stored(morning().journal.rows[n - 1]).session[-2:] == "AM"})
    kept = [
        msgspec.structs.replace(before, jws=after.jws, jws_digest=after.jws_digest)
        for before, after in zip(day.journal.rows, rows, strict=True)
    ]
    afternoon = msgspec.structs.replace(
        day.pack, session=msgspec.structs.replace(day.pack.session, id="2024-06-03-PM"), published_hash=""
    )
    source = msgspec.structs.replace(source_of(day), rows=kept, pack=afternoon, register=None)
    assert verify(build_export(source)).findings == ()


@given(st.sets(st.integers(1, 300), min_size=1), st.integers(1, 5))
def test_spans_name_every_row_once_and_portions_keep_within_their_limit(rows: set[int], most: int) -> None:
    assert list(in_spans(spans_of(rows))) == sorted(rows)
    left = [
        ReleasedRow(hub_seq=n, device_id="hub", device_seq=n, session="", jws_digest="") for n in sorted(rows)
    ]
    cut = [[row.hub_seq for row in portion] for portion in portions(left, most)]
    assert sorted(number for portion in cut for number in portion) == sorted(rows)
    assert all(len(spans_of(portion)) <= most for portion in cut)


def test_only_the_office_can_release_and_only_what_there_was() -> None:
    day, rows = without({10})
    event = RecordsReleased(about="2024-06-03-AM", spans=((12, 12),), rows=1, digest="0" * 64)
    day.hall.write(event, session="")
    day.journal.take(day.hall)
    forged = [*rows, stored(day.journal.rows[-1])]
    assert proven(forged).is_sound
    forged[11] = erased(forged[11])
    assert "nobody released it" in proven(forged).findings[0].sentence
    for spans, count in (((900, 901),), 2), (((5, 4),), 0), (((12, 12),), 2):
        mad, _ = without({10})
        mad.office.write(msgspec.structs.replace(event, spans=spans, rows=count), session="")
        mad.journal.take(mad.office)
        assert not proven([*rows, stored(mad.journal.rows[-1])]).is_sound
