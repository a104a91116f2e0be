"""The sample school: made by the same steps as a real site, and with the people that a real roll has."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from hub.before.clashes import all_clashes, clashes_in
from hub.before.importing.people import check_letter
from hub.cli.sample_command import SAMPLE_SESSION, SampleSiteError, build_sample_site
from hub.config import read_config
from hub.storage.plan_store import PlanStore
from provisioning.sample_site import write_sample_exports
from provisioning.sample_site.people import year_group
from shared.plan.pack import SessionPack


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SessionPack]:
    site = tmp_path_factory.mktemp("sample") / "site"
    return site, build_sample_site(site, 2024)


def test_the_morning_is_seated_in_six_rooms_and_published(made: tuple[Path, SessionPack]) -> None:
    site, pack = made
    assert (pack.session.id, pack.version, pack.rules.id) == (SAMPLE_SESSION, 1, "jcq-2026-27")
    assert [c.component.code for c in pack.session.components] == ["8300/2F", "8300/2H", "4MA1 2F"]
    assert [c.minutes for c in pack.session.components] == [90, 90, 120]
    assert 175 <= len(pack.candidates) <= 185
    assert all(sitting.seat and sitting.room_id for sitting in pack.sittings)
    seats = {room.name: len(room.seats) for room in pack.rooms}
    assert seats == {
        "Sports Hall": 96,
        "Gym": 48,
        "Library": 20,
        "IT Room 2": 10,
        "Learning Support S1": 8,
        "Medical Room": 2,
    }
    assert read_config(site).centre == pack.centre
    assert (pack.tag_keys.keys(), pack.published_hash) == ({1}, pack.content_hash)


def test_the_roll_has_the_names_that_trip_programs_up(made: tuple[Path, SessionPack]) -> None:
    with PlanStore.open(made[0] / "plan.db") as plan:
        names = [(c.surname, c.forenames) for c in plan.candidates().values()]
    whole = [f"{surname}, {forenames}" if forenames else surname for surname, forenames in names]
    assert any(not forenames for _, forenames in names)
    assert max(map(len, whole)) == 40
    assert any("'" in surname for surname, _ in names)
    assert any("-" in surname for surname, _ in names)
    assert {"ł", "ŷ", "ọ"} & set("".join(whole))
    assert Counter(whole)["Khan, Aisha"] == 2


def test_arrangements_are_granted_as_often_as_in_a_real_year_group(made: tuple[Path, SessionPack]) -> None:
    granted = Counter(a.code for c in made[1].candidates for a in c.arrangements)
    assert 0.10 <= granted["ET25"] / len(made[1].candidates) <= 0.14
    assert {"RB", "WP", "RD", "SR", "SC", "PR", "MP"} <= granted.keys()


def test_whoever_needs_a_room_of_their_own_kind_sits_in_it(made: tuple[Path, SessionPack]) -> None:
    pack = made[1]
    rooms = {s.candidate_id: s.room_id for s in pack.sittings}
    for candidate in pack.candidates:
        codes = candidate.arrangement_codes.split()
        expected = {"SR": "MED", "RD": "S1", "WP": "IT2"}
        wanted = next((expected[code] for code in ("SR", "RD", "WP") if code in codes), None)
        assert rooms[candidate.id] == wanted or (
            wanted is None and rooms[candidate.id] in ("HALL", "GYM", "LIB")
        )


def test_every_candidate_has_a_small_photo_of_their_own(made: tuple[Path, SessionPack]) -> None:
    site, pack = made
    photos = {c.photo for c in pack.candidates}
    assert len(photos) == len(pack.candidates)
    for photo in sorted(photos)[:5]:
        data = (site / "photos" / f"{photo}.jpg").read_bytes()
        assert hashlib.sha256(data).hexdigest() == photo
        with Image.open(site / "photos" / f"{photo}.jpg") as picture:
            assert (picture.format, picture.size) == ("JPEG", (240, 300))
    assert max(path.stat().st_size for path in (site / "photos").iterdir()) < 20_000


def test_every_invigilator_signs_in_with_the_pin_on_the_hand_out(made: tuple[Path, SessionPack]) -> None:
    site, pack = made
    rows = (site / "exports" / "invigilator-pins.csv").read_text(encoding="utf-8").splitlines()[1:]
    pins = {ref: pin for ref, _, pin in (row.split(",") for row in rows)}
    assert len(pins) == len(pack.invigilators) == 20
    assert all(4 <= len(pin) <= 6 for pin in pins.values())
    for person in pack.invigilators[:3]:
        assert person.accepts_pin(pins[person.id])
        assert not person.accepts_pin(pins[person.id] + "0")
    pack_file = (site / "packs" / f"{SAMPLE_SESSION}-v1.json").read_text(encoding="utf-8")
    assert not any(f'"{pin}"' in pack_file for pin in pins.values())


def test_one_clash_is_in_the_entries_and_none_on_the_morning(made: tuple[Path, SessionPack]) -> None:
    with PlanStore.open(made[0] / "plan.db") as plan:
        timetabling = plan.timetabling()
    assert clashes_in(timetabling, SAMPLE_SESSION) == ()
    clashes = [clash for clash in all_clashes(timetabling) if "4SD0" in clash.sentence]
    assert [clash.first.day for clash in clashes] == [date(2024, 5, 22)]
    assert "8463/1H" in clashes[0].sentence
    assert "overlap by" in clashes[0].sentence


def test_the_same_seed_writes_the_same_files(made: tuple[Path, SessionPack], tmp_path: Path) -> None:
    write_sample_exports(tmp_path, 2024)
    assert digests(tmp_path) == digests(made[0] / "exports")
    assert year_group(random.Random(2024)) != year_group(random.Random(8))


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_ucis_carry_their_check_letter(made: tuple[Path, SessionPack]) -> None:
    ucis = [c.uci for c in made[1].candidates if c.uci]
    assert len(ucis) > 150
    assert all(uci[12] == check_letter(uci[:12]) for uci in ucis)
    assert (check_letter("681990012058"), check_letter("689990980001")) == ("G", "D")


def test_a_folder_that_is_a_site_already_is_left_alone(made: tuple[Path, SessionPack]) -> None:
    before = (made[0] / "plan.db").read_bytes()
    with pytest.raises(SampleSiteError, match="is a site already"):
        build_sample_site(made[0], 1)
    assert (made[0] / "plan.db").read_bytes() == before
