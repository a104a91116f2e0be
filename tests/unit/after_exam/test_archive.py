"""An archive opens with its own secret only, whole or not at all."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from hub.after import archive
from hub.after.archive import ArchiveError, Secret, decrypt, encrypt, new_key_file, read_header, write_archive

WORDS = Secret(passphrase="four quiet words in May")
STICK = Secret(key_file=new_key_file(os.urandom))
BINDER = random.Random(7).randbytes(2 * archive.PIECE + 345)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real cost is for guessers; once is enough here (see the last test)."""
    monkeypatch.setattr(archive, "_COST", 2**4)


def put_away(secret: Secret, binder: bytes = BINDER) -> bytes:
    return encrypt(binder, secret, session="2024-06-03-AM", made_at="2024-06-04", draw=os.urandom)


@pytest.mark.parametrize("secret", [WORDS, STICK], ids=["passphrase", "key file"])
@pytest.mark.parametrize("size", [0, 1, archive.PIECE, len(BINDER)])
def test_what_was_put_away_comes_back(secret: Secret, size: int) -> None:
    assert decrypt(put_away(secret, BINDER[:size]), secret) == BINDER[:size]


def test_the_first_line_says_what_it_is_and_nothing_about_anybody() -> None:
    told = put_away(WORDS).partition(b"\n")[0]
    assert b"examday-archive" in told
    assert read_header(put_away(STICK)).session == "2024-06-03-AM"


def test_another_secret_opens_nothing() -> None:
    for wrong in (Secret(passphrase="four quiet words in June"), Secret(key_file=new_key_file(os.urandom))):
        right = WORDS if wrong.passphrase else STICK
        with pytest.raises(ArchiveError, match="Nothing was opened"):
            decrypt(put_away(right), wrong)
    with pytest.raises(ArchiveError, match="made with a key file"):
        decrypt(put_away(STICK), WORDS)


@pytest.mark.parametrize("seed", range(40))
def test_one_changed_byte_is_noticed_wherever_it_is(seed: int) -> None:
    drawn = random.Random(seed)
    damaged = bytearray(put_away(STICK))
    # Half of them in the readable line.
    place = drawn.randrange(200 if seed % 2 else len(damaged))
    damaged[place] ^= drawn.randrange(1, 256)
    with pytest.raises(ArchiveError):
        decrypt(bytes(damaged), STICK)


def test_no_part_can_be_cut_off_moved_or_taken_twice() -> None:
    whole = put_away(STICK)
    start, step = whole.index(b"\n") + 1, archive.PIECE + 16
    line, parts = whole[:start], [whole[at : at + step] for at in range(start, len(whole), step)]
    for changed in (parts[:2], [parts[1], parts[0], parts[2]], [*parts, parts[2]], parts[1:], []):
        with pytest.raises(ArchiveError):
            decrypt(line + b"".join(changed), STICK)


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        (Secret(passphrase="too short"), "at least 12 characters"),
        (Secret(passphrase="x" * 2000), "too long"),
        (Secret(key_file=b"something else"), "no key file"),
    ],
)
def test_a_secret_nobody_should_rely_on_is_refused(secret: Secret, told: str) -> None:
    with pytest.raises(ArchiveError, match=told):
        put_away(secret)


def test_an_archive_is_never_written_over_another_nor_half(tmp_path: Path) -> None:
    file = tmp_path / "kept" / f"2024-06-03-AM{archive.SUFFIX}"
    write_archive(b"one", file)
    with pytest.raises(ArchiveError, match="exists already"):
        write_archive(b"two", file)
    assert file.read_bytes() == b"one"
    with pytest.raises(ArchiveError, match="Nothing was archived"):
        write_archive(b"two", file / "below a file")


def test_something_else_is_told_to_be_no_archive() -> None:
    for other in (b"", b"PK\x03\x04", b"{}\n", b'{"format":9}\n' * 3):
        with pytest.raises(ArchiveError, match="no archive"):
            decrypt(other, WORDS)


def test_a_passphrase_costs_a_guesser_what_was_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert decrypt(put_away(WORDS, b"binder"), WORDS) == b"binder"
