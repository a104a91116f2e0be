"""Exported evidence: what it holds, what it leaves out, and which forgeries need paper to be caught."""

from __future__ import annotations

import json

import msgspec
import pytest

from hub.after.evidence import EvidenceError, Source, build_export
from shared.canonical import GENESIS, digest, short_digest
from shared.plan.pack import SessionPack
from shared.protocol.proof import verify
from shared.protocol.proof_export import ExportedSession, key_fingerprint
from shared.protocol.signing import SigningKey, open_envelope, payload_of, sign_envelope
from shared.record.chain import JournalRow, link_row
from shared.record.envelope import OFFICE_DEVICE, decode_envelope
from shared.record.events import candidate, office, room
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import HALL, PIN, START, Device, candidate_id, enrolment, secret_key


@pytest.fixture
def morning() -> Morning:
    return ordinary_morning()


def source(morning: Morning, **changed: object) -> Source:
    made = Source(
        rows=morning.journal.rows,
        journal_id=morning.journal.journal_id,
        pack=morning.pack,
        register=morning.register(),
        key=morning.office.key,
        made_at=START,
    )
    return msgspec.structs.replace(made, **changed)


def first_finding(exported: ExportedSession, **paper: str) -> str:
    return verify(exported, **paper).findings[0].sentence


def with_journal(morning: Morning, edit) -> ExportedSession:
    """The export with its parsed journal lines changed by ``edit`` and written back."""
    exported = build_export(source(morning))
    lines = [json.loads(line) for line in exported.journal.splitlines()]
    edit(lines)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    return msgspec.structs.replace(exported, journal=text.encode())


def test_what_is_proved_is_said_in_plain_words(morning: Morning) -> None:
    verdict = verify(build_export(source(morning)))
    assert verdict.findings == ()
    head = short_digest(morning.journal.head)
    assert "\n".join(verdict.proved) == (
        f"The journal's 65 rows are linked without a gap, up to the head {head}.\n"
        "Each of the 61 records of 2024-06-03-AM is signed by the device that wrote it: "
        "2 enrolled tablets and the office.\n"
        "No device's record has a hole, and none counts twice.\n"
        "The plan is version 1 as the journal says it was published.\n"
        "The register is exactly what 61 records and the plan make: 8 candidates, 8 present, 8 scripts, "
        "0 open questions.\n"
        "All 6 files are byte for byte as the manifest describes them.\n"
        "The manifest of 2024-06-03-AM is signed with the hub key named in it."
    )
    assert any("--key" in limit for limit in verdict.limits)
    assert any("--head" in limit for limit in verdict.limits)


def test_other_sessions_are_there_by_digest_only_and_nobody_s_pin(morning: Morning) -> None:
    exported = build_export(source(morning))
    rows = [json.loads(line) for line in exported.journal.splitlines()]
    foreign = [row for row in rows if "jws" not in row]
    assert len(foreign) == 2
    assert all(set(row) == {"hub_seq", "received_at", "row_hash", "jws_digest"} for row in foreign)
    pack = msgspec.json.decode(exported.pack, type=SessionPack)
    assert [p.pin_hash + p.pin_salt for p in pack.invigilators] == ["", "", ""]
    assert not any(p.accepts_pin(PIN) for p in pack.invigilators)
    assert pack.content_hash == morning.pack.content_hash


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda rows: rows.pop(20), "journal.jsonl, line 21 (journal row 22): row 21 should stand here"),
        (
            lambda rows: rows[20].update(jws=rows[21]["jws"]),
            "journal.jsonl, line 21 (journal row 21): its hash doesn't follow",
        ),
        (
            lambda rows: rows[20].update(received_at="2024-06-03T08:00:00Z"),
            "journal.jsonl, line 21 (journal row 21): its hash doesn't follow",
        ),
        (
            lambda rows: rows[5].pop("jws"),
            "journal.jsonl, line 6 (journal row 6): it has to hold either a record or the digest",
        ),
        (lambda rows: rows.pop(), "journal.jsonl: it ends after 64 rows; 65 were exported"),
        (lambda rows: rows[3].update(note="x"), "journal.jsonl, line 4: it is no journal row"),
        (lambda rows: rows.clear(), "journal.jsonl: it ends after 0 rows; 65 were exported"),
    ],
    ids=["removed", "replaced", "redated", "emptied", "cut off", "added to", "all gone"],
)
def test_the_first_broken_row_is_named(morning: Morning, edit, told: str) -> None:
    assert first_finding(with_journal(morning, edit)).startswith(told)


def test_a_changed_register_names_the_sitting(morning: Morning) -> None:
    exported = build_export(source(morning))
    forged = exported.register.replace(b'"attendance":"present"', b'"attendance":"absent"', 1)
    told = first_finding(msgspec.structs.replace(exported, register=forged))
    assert told == (
        f"register.json: the sitting of {candidate_id(1)} in AQA:8300/2F says attendance absent, "
        "but the records make it present"
    )


def test_a_changed_plan_is_found(morning: Morning) -> None:
    exported = build_export(source(morning))
    forged = exported.pack.replace("Siân".encode(), b"Jane", 1)
    told = first_finding(msgspec.structs.replace(exported, pack=forged))
    assert told == "pack.json: it isn't the plan that the manifest names: its content was changed"


def relinked(jws: list[str], *, from_row: int = 0) -> list[JournalRow]:
    head, rows = GENESIS, []
    for number, text in enumerate(jws, start=1):
        rows.append(link_row(head, number, START, text))
        head = rows[-1].row_hash
    return rows[from_row:]


def test_a_hub_that_leaves_a_tablet_s_record_out_is_caught_by_the_tablet_s_own_chain(
    morning: Morning,
) -> None:
    """Even the holder of the hub's key can't drop or change what a tablet signed."""
    jws = [row.jws for row in morning.journal.rows]
    left_out = next(i for i, text in enumerate(jws) if b"CandidateMarkedPresent" in payload_of(text))
    del jws[left_out]
    told = first_finding(build_export(source(morning, rows=relinked(jws), register=None)))
    assert "tablet-hall" in told
    assert told.endswith("record 14 of this device should stand before it and can't be found")


def test_a_hub_can_not_hide_a_record_behind_the_digest_of_another(morning: Morning) -> None:
    """Digests of other sessions only stand for the very record that the next one names."""
    jws = [row.jws for row in morning.journal.rows]
    place = next(i for i, text in enumerate(jws) if b"CandidateMarkedPresent" in payload_of(text))
    jws[place] = next(text for text in jws if b"another day" in payload_of(text))
    assert not verify(build_export(source(morning, rows=relinked(jws), register=None))).is_sound


def forge(morning: Morning, key: SigningKey) -> Source:
    """Everything signed anew by a hub of the forger's own, with one record of a tablet's end cut off."""
    jws, prev = [], GENESIS
    for row in morning.journal.rows[:-1]:
        envelope = decode_envelope(payload_of(row.jws))
        if envelope.device_id == OFFICE_DEVICE:
            text = sign_envelope(msgspec.structs.replace(envelope, prev=prev), key)
            prev = digest(text)
        else:
            text = row.jws
        jws.append(text)
    return source(morning, rows=relinked(jws), register=None, key=key)


def test_a_whole_forged_export_is_consistent_and_only_the_paper_tells(morning: Morning) -> None:
    """Said honestly: without the printed key and head such a forgery can't be told from the record."""
    forged = build_export(forge(morning, secret_key("forger")))
    verdict = verify(forged)
    assert verdict.is_sound
    assert len([limit for limit in verdict.limits if "not proven" in limit]) == 2
    real_key = key_fingerprint(morning.office.key.public.text)
    assert "not by" in first_finding(forged, printed_key=short_digest(real_key))
    assert "printed on the paper" in first_finding(forged, printed_head=short_digest(morning.journal.head))


def test_the_printed_head_of_an_earlier_hour_still_fits(morning: Morning) -> None:
    exported = build_export(source(morning))
    earlier = morning.journal.rows[29].row_hash
    key = key_fingerprint(morning.office.key.public.text)
    verdict = verify(exported, printed_head=short_digest(earlier).upper(), printed_key=key)
    assert verdict.is_sound
    assert "The head printed on paper is that of row 30: all before it stands." in verdict.proved
    assert not any("not proven" in limit for limit in verdict.limits)
    assert "no row has the head abc" in first_finding(exported, printed_head="abc")


def test_a_swapped_manifest_is_found_by_its_signature(morning: Morning) -> None:
    exported = build_export(source(morning))
    manifest = json.loads(exported.manifest) | {"made_by": "somebody else"}
    swapped = msgspec.structs.replace(exported, manifest=json.dumps(manifest).encode())
    assert first_finding(swapped) == "manifest.json: the hub signed another manifest than this one"


def test_an_unknown_format_is_told_and_not_guessed(morning: Morning) -> None:
    exported = build_export(source(morning))
    later = json.loads(exported.manifest) | {"format": 3}
    told = first_finding(msgspec.structs.replace(exported, manifest=json.dumps(later).encode()))
    assert told == "manifest.json: it has format 3; this ExamDay reads up to 2"


def test_records_of_a_stranger_and_of_a_self_made_enrolment_are_found(morning: Morning) -> None:
    stranger = Device(device_id="tablet-x", room=HALL)
    stranger.write(room.RoomClosed())
    morning.journal.take(stranger)
    told = first_finding(build_export(source(morning, register=None)))
    assert told.endswith("it is signed by 'tablet-x', which was never enrolled")

    inside = ordinary_morning()
    inside.hall.write(enrolment(stranger), session="")
    inside.journal.take(inside.hall)
    told = first_finding(build_export(source(inside, register=None)))
    assert told.endswith("only the office may enrol or revoke a device")


def test_a_record_with_a_foreign_signature_names_row_device_and_reason(morning: Morning) -> None:
    real = morning.hall.written[-1]
    other = secret_key("somebody else")
    forged = sign_envelope(open_envelope(real, morning.hall.key.public), other)
    jws = [forged if row.jws == real else row.jws for row in morning.journal.rows]
    told = first_finding(build_export(source(morning, rows=relinked(jws), register=None)))
    assert "its signature is not that of tablet-hall" in told


def test_what_was_quarantined_or_lost_is_no_hole_but_is_told(morning: Morning) -> None:
    """The hub put on record that two records never came; the tablet's next one follows."""
    tablet = morning.hall
    for _ in range(2):
        tablet.write(room.RoomClosed())
    lost = tablet.written[-2:]
    del tablet.written[-2:]
    morning.record(
        office.RecordQuarantined(
            quarantine_id="q1",
            device_id=tablet.device_id,
            reason="broken_chain",
            detail="envelopes 39 to 40 never arrived",
            code_digest="",
        )
    )
    tablet.write(candidate.CandidateReturned(candidate_id=candidate_id(1)))
    morning.journal.take(tablet)
    assert len(lost) == 2
    verdict = verify(build_export(source(morning)))
    assert verdict.findings == ()
    assert any("envelopes 39 to 40 never arrived" in limit for limit in verdict.limits)


def test_a_tablet_can_not_explain_a_hole_away(morning: Morning) -> None:
    """Only the hub says what it never got; another tablet's word covers no missing record."""
    tablet, accomplice = morning.hall, morning.annexe
    tablet.write(room.RoomClosed())
    tablet.written.pop()
    accomplice.write(
        office.RecordQuarantined(
            quarantine_id="q1",
            device_id=tablet.device_id,
            reason="broken_chain",
            detail="it never arrived",
            code_digest="",
        )
    )
    morning.journal.take(accomplice)
    tablet.write(candidate.CandidateReturned(candidate_id=candidate_id(1)))
    morning.journal.take(tablet)
    assert "can't be found" in first_finding(build_export(source(morning)))


def test_a_tablet_that_wrote_after_its_revocation_is_pointed_out(morning: Morning) -> None:
    morning.record(office.DeviceRevoked(device_id="tablet-hall", reason="lost"))
    morning.hall.write(room.RoomClosed())
    morning.journal.take(morning.hall)
    verdict = verify(build_export(source(morning)))
    assert verdict.is_sound
    assert any("after its permission was taken back" in limit for limit in verdict.limits)


def test_a_register_that_the_rows_do_not_make_is_never_exported(morning: Morning) -> None:
    wrong = msgspec.structs.replace(morning.register(), rooms=())
    with pytest.raises(EvidenceError, match="isn't what its journal says"):
        build_export(source(morning, register=wrong))
