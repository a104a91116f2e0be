"""The print folder and ``examday print``: whole files under sensible names, faults told in a sentence."""

from __future__ import annotations

import asyncio
import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from hub.cli.app import run_command
from hub.printing import AFTER, CATALOGUE, DOCUMENTS, Choice, HubPlace, PrintError, Printing, Stage
from hub.storage.journal import Journal
from printables.seat_tags import seat_tag_code
from provisioning.key_files import signing_key
from shared.canonical import digest, short_digest
from shared.plan.pack import SessionPack
from shared.plan.timetable import Component
from shared.protocol.signing import SigningKey
from shared.record.events.candidate import CandidateMarkedAbsent, CandidateMarkedPresent
from shared.record.facts import Fact
from tests import factories, paper_factory
from tests.factories import HALL, MATHS, SESSION, START
from tests.paper_reader import codes, text

HEAD = digest("the last row")


def printing(folder: Path, key: SigningKey | None = None, facts: Sequence[Fact] = ()) -> Printing:
    return Printing(
        folder,
        now=lambda: START,
        tag_key=key or factories.tag_key(),
        hub_key=factories.secret_key("hub"),
        journal=lambda: (7, HEAD),
        place=lambda: HubPlace(addresses=("192.0.2.7",), port=8443, fingerprint=digest("authority")),
        facts=lambda _: facts,
    )


def test_a_room_s_documents_lie_in_the_folder_and_in_a_zip_in_the_order_of_the_work(tmp_path: Path) -> None:
    pack = factories.small_pack(8)
    *made, bundle = printing(tmp_path / "print").make("all", pack, choice=Choice(rooms=(HALL,)))
    kinds = (
        "seat-tags",
        "desk-cards",
        "door-list",
        "seating-plan",
        "register",
        "room-script",
        "incident-form",
        "room-pack",
    )
    assert [path.name for path in made] == [f"{SESSION}_{kind}_hall_v1.pdf" for kind in kinds]
    assert bundle.name == f"{SESSION}_all_hall_v1.zip"
    assert {path.name for path in (tmp_path / "print").iterdir()} == {p.name for p in (*made, bundle)}
    with zipfile.ZipFile(bundle) as inside:
        names = inside.namelist()
        assert names[0] == f"1 before/001_{SESSION}_seat-tags_hall_v1.pdf"
        assert names[-1] == f"2 on the day/008_{SESSION}_room-pack_hall_v1.pdf"
        assert [inside.read(name) for name in names] == [path.read_bytes() for path in made]


def test_without_a_room_every_room_in_use_is_printed(tmp_path: Path) -> None:
    made = printing(tmp_path).make("register", factories.small_pack(8))
    assert [path.name for path in made] == [
        f"{SESSION}_register_hall_v1.pdf",
        f"{SESSION}_register_annexe_v1.pdf",
    ]


def test_after_the_exam_all_documents_show_the_record_and_carry_its_proof(tmp_path: Path) -> None:
    pack = paper_factory.full_pack(30)
    morning = paper_factory.Morning(pack)
    register = morning.play()
    *made, bundle = printing(tmp_path, facts=morning.facts()).make("all", pack, register)
    assert bundle.name == f"{SESSION}_all_recorded_v1.zip"
    kinds = {path.name.split("_")[1] for path in made}
    assert kinds == set(AFTER)
    for path in made:
        words = text(path.read_bytes())
        assert f"journal {short_digest(HEAD)}" in words
        assert f"hub key {short_digest(digest(factories.secret_key('hub').public.raw))}" in words
    plans = [path.name for path in made if "seating-plan" in path.name]
    assert plans == [f"{SESSION}_seating-plan_hall_recorded_v1.pdf"]


def test_two_codes_that_look_alike_as_file_names_keep_two_files(tmp_path: Path) -> None:
    """``8300/2F`` and ``8300 2F`` are different papers."""
    pack = factories.small_pack(8)
    first = pack.session.components[0]
    twin = msgspec.structs.replace(
        first, component=Component(board="AQA", code="8300 2F", title="Another paper")
    )
    session = msgspec.structs.replace(pack.session, components=(first, twin))
    made = printing(tmp_path).make("component-register", msgspec.structs.replace(pack, session=session))
    assert len({path.name for path in made}) == 2
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("what", [s.name for s in CATALOGUE if s.stage is Stage.AFTER])
def test_what_needs_a_record_says_so_while_there_is_none(what: str, tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="Nothing is recorded"):
        printing(tmp_path).make(what, factories.small_pack())
    assert list(tmp_path.iterdir()) == []


def test_faults_are_told_and_leave_no_half_written_file(tmp_path: Path) -> None:
    pack = factories.small_pack()
    tool = printing(tmp_path)
    with pytest.raises(PrintError, match="isn't a document"):
        tool.make("posters", pack)
    with pytest.raises(PrintError, match="has no room 'gym'"):
        tool.make("register", pack, choice=Choice(rooms=("gym",)))
    with pytest.raises(PrintError, match="no component"):
        tool.make("component-register", pack, choice=Choice(component="AQA:1"))
    with pytest.raises(PrintError, match="labels 1 to 14"):
        tool.make("seat-tags", pack, choice=Choice(rooms=(HALL,), start_label=15))
    with pytest.raises(PrintError, match="no consignment"):
        tool.make("manifest", pack, paper_factory.Morning(pack).register(), Choice(consignment_id="C9"))
    with pytest.raises(PrintError, match="no candidate 0007"):
        tool.make("candidate-timetables", pack, choice=Choice(numbers=("0007",)))
    with pytest.raises(PrintError, match="2 or 4 desk cards"):
        tool.make("desk-cards", pack, choice=Choice(cards_per_page=3))
    with pytest.raises(PrintError, match="Publish the session again"):
        printing(tmp_path, factories.secret_key("another site")).make("seat-tags", pack)
    with pytest.raises(PrintError, match="no tag key"):
        Printing(tmp_path, now=lambda: START).make("seat-tags", pack)
    with pytest.raises(PrintError, match="no certificate authority"):
        Printing(tmp_path, now=lambda: START).make("enrolment-sheet", pack)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_told_by_name(tmp_path: Path) -> None:
    pack = factories.small_pack()
    (tmp_path / f"{SESSION}_register_hall_v1.pdf").mkdir()
    with pytest.raises(PrintError, match=r"register_hall_v1\.pdf can't be written"):
        printing(tmp_path).make("register", pack, choice=Choice(rooms=(HALL,)))
    assert [path.suffix for path in tmp_path.iterdir()] == [".pdf"]


def test_a_second_print_replaces_the_first(tmp_path: Path) -> None:
    pack = factories.small_pack()
    here = Choice(rooms=(HALL,))
    once = printing(tmp_path).make("register", pack, choice=here)
    assert printing(tmp_path).make("register", pack, choice=here) == once
    assert len(list(tmp_path.iterdir())) == 1


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one published session and its keys, never opened by a hub."""
    folder = tmp_path / "site"
    (folder / "packs").mkdir(parents=True)
    (folder / "keys").mkdir()
    key = signing_key(folder / "keys" / "tags.key", lambda n: hashlib.sha256(b"tags").digest()[:n])
    signing_key(folder / "keys" / "hub.key", lambda n: hashlib.sha256(b"hub").digest()[:n])
    pack = msgspec.structs.replace(factories.small_pack(8), tag_keys={1: key.public.text}, published_hash="")
    pack = msgspec.structs.replace(pack, published_hash=pack.content_hash)
    (folder / "packs" / f"{SESSION}-v1.json").write_bytes(msgspec.json.encode(pack))
    return folder


def published(site: Path) -> SessionPack:
    return msgspec.json.decode((site / "packs" / f"{SESSION}-v1.json").read_bytes(), type=SessionPack)


def journal_with_a_morning(site: Path) -> str:
    """A few facts of one tablet in the site's journal; the hash of its last row."""
    pack = published(site)
    device = factories.Device(device_id="tab-1", room=HALL)
    for index, sitting in enumerate(s for s in pack.sittings if s.room_id == HALL):
        kind = CandidateMarkedAbsent if index == 0 else CandidateMarkedPresent
        device.write(kind(candidate_id=sitting.candidate_id, component_id=sitting.component_id))
    journal = Journal.open(
        site / "journal.db", now=lambda: START, draw=lambda n: hashlib.sha256(b"journal").digest()[:n]
    )
    try:
        rows = asyncio.run(journal.append(device.written))
    finally:
        journal.close()
    return rows[-1].row_hash


def test_the_command_prints_tags_that_this_site_s_tablets_accept(site: Path, tmp_path: Path, capsys) -> None:
    assert run_command("print", ["seat-tags", "--site", str(site), "--room", "main HALL"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == site / "print" / f"{SESSION}_seat-tags_hall_v1.pdf"
    pack = published(site)
    key = signing_key(site / "keys" / "tags.key", bytes)
    here = {s.candidate_id for s in pack.sittings if s.room_id == HALL}
    expected = {seat_tag_code(pack, c, key) for c in pack.candidates if c.id in here}
    assert {code.text for code in codes(path.read_bytes(), tmp_path)} == expected


def test_the_command_prints_the_record_beside_the_journal(site: Path, capsys) -> None:
    head = journal_with_a_morning(site)
    arguments = ["register", "--site", str(site), "--session", SESSION, "--room", HALL, "--recorded"]
    assert run_command("print", arguments) == 0
    words = text(Path(capsys.readouterr().out.strip()).read_bytes())
    assert "A absent (abs)" in words
    assert words.count("✓ present") == 5
    assert f"journal {short_digest(head)}" in words


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["posters"], "isn't a document"),
        (["seat-tags", "--room", "gym"], "Main Hall (hall), Annexe (annexe)"),
        (["seat-tags", "--session", "2024-06-04-AM"], f"Published in {{site}}: {SESSION}"),
        (["seat-tags", "--sheet", "L1"], "L7163, L7160, L7165"),
        (["manifest"], "has no journal yet"),
        (["component-register", "--component", "AQA:1"], MATHS),
    ],
)
def test_the_command_says_what_is_wrong_and_ends_with_1(
    arguments: list[str], told: str, site: Path, capsys
) -> None:
    assert run_command("print", [*arguments, "--site", str(site)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Nothing was printed.")
    assert told.format(site=site) in said
    assert not (site / "print").exists()


def test_a_folder_that_is_no_site_is_told_and_left_as_it_is(tmp_path: Path, capsys) -> None:
    assert run_command("print", ["all", "--site", str(tmp_path / "nowhere")]) == 1
    assert "Publish one first" in capsys.readouterr().out
    assert not (tmp_path / "nowhere").exists()


def test_every_document_can_be_asked_for_by_name(tmp_path: Path) -> None:
    pack = paper_factory.full_pack(16)
    morning = paper_factory.Morning(pack)
    register = morning.play()
    for what in DOCUMENTS:
        assert printing(tmp_path, facts=morning.facts()).make(what, pack, register), what


def test_a_name_that_no_font_prints_is_told_by_number(site: Path, capsys) -> None:
    """Nobody should find that out at the door."""
    pack = published(site)
    stranger = msgspec.structs.replace(pack.candidates[0], surname="कमल")
    pack = msgspec.structs.replace(pack, candidates=(stranger, *pack.candidates[1:]), published_hash="")
    pack = msgspec.structs.replace(pack, published_hash=pack.content_hash)
    (site / "packs" / f"{SESSION}-v1.json").write_bytes(msgspec.json.encode(pack))
    assert run_command("print", ["register", "--site", str(site)]) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith("1001 कमल, Siân: Devanagari needs its letters combined")
