"""Packs and photos on the tablet's disk, each under the hash of its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk_app.faults import TabletFault
from shared.canonical import digest
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import SessionOffer

VERSIONS_KEPT = 2


class ShelvedPack(Struct, frozen=True, kw_only=True):
    """A pack and the rooms whose candidates it names."""

    rooms: tuple[RoomId, ...]
    pack: SessionPack


class PackCache:
    """The packs and photos that the rooms of this tablet work from. Files say what they are: no index."""

    def __init__(self, home: Path) -> None:
        self._packs = home / "packs"
        self._photos = home / "photos"
        for folder in (self._packs, self._photos):
            folder.mkdir(parents=True, exist_ok=True)

    def keep(self, pack: SessionPack, rooms: Iterable[RoomId]) -> None:
        """Keep a pack for these rooms. Older versions than the one before it are dropped."""
        shelved = ShelvedPack(rooms=tuple(sorted(rooms)), pack=pack)
        data = msgspec.json.encode(shelved)
        _write(self._packs / f"{digest(data)}.json", data)
        same = [
            (kept, file)
            for file, kept in self._all()
            if (kept.pack.session.id, kept.rooms) == (pack.session.id, shelved.rooms)
        ]
        for _, file in sorted(same, key=lambda pair: _newest(pair[0]))[:-VERSIONS_KEPT]:
            file.unlink()

    def find(self, session: SessionId, room: RoomId) -> SessionPack | None:
        """The newest pack that names the candidates of ``room``, or None."""
        found = [s for _, s in self._all() if s.pack.session.id == session and room in s.rooms]
        return max(found, key=_newest).pack if found else None

    def offers(self) -> tuple[SessionOffer, ...]:
        """The sessions and rooms that can be opened with the hub off."""
        newest: dict[SessionId, SessionPack] = {}
        rooms: dict[SessionId, set[RoomId]] = {}
        for shelved in sorted((s for _, s in self._all()), key=_newest):
            newest[shelved.pack.session.id] = shelved.pack
            rooms.setdefault(shelved.pack.session.id, set()).update(shelved.rooms)
        return tuple(
            SessionOffer(
                session=session,
                version=pack.version,
                content_hash=pack.published_hash or pack.content_hash,
                title=pack.session.title,
                rooms=tuple((r.id, r.name) for r in pack.rooms if r.id in rooms[session]),
            )
            for session, pack in sorted(newest.items())
        )

    def keep_photo(self, photo: str, data: bytes) -> None:
        """Keep a photo. Raises TabletFault if the bytes are not those that ``photo`` names."""
        if digest(data) != photo:
            raise TabletFault("A photo arrived damaged and was left out.")
        _write(self._photos / f"{photo}.jpg", data)

    def keep_photos(self, photos: Mapping[str, bytes]) -> None:
        """Keep several photos by their hash."""
        for photo, data in photos.items():
            self.keep_photo(photo, data)

    def photo(self, photo: str) -> bytes | None:
        """The photo's bytes; None where it is not here or was damaged on disk."""
        if not photo.isalnum():
            return None
        try:
            data = (self._photos / f"{photo}.jpg").read_bytes()
        except FileNotFoundError:
            return None
        return data if digest(data) == photo else None

    def missing_photos(self, pack: SessionPack) -> tuple[str, ...]:
        """The photos that ``pack`` names and that are not here."""
        wanted = dict.fromkeys(c.photo for c in pack.candidates if c.photo)
        return tuple(photo for photo in wanted if not (self._photos / f"{photo}.jpg").exists())

    def clear(self) -> None:
        """Remove every pack and photo."""
        for folder in (self._packs, self._photos):
            for file in folder.iterdir():
                file.unlink()

    def _all(self) -> list[tuple[Path, ShelvedPack]]:
        read = ((file, _read(file)) for file in sorted(self._packs.glob("*.json")))
        return [(file, shelved) for file, shelved in read if shelved is not None]


def _newest(shelved: ShelvedPack) -> tuple[int, str]:
    return (shelved.pack.version, shelved.pack.published_at.isoformat())


def _read(file: Path) -> ShelvedPack | None:
    """None for a file that a power cut or a bad disk left unreadable: it is fetched again."""
    data = file.read_bytes()
    if digest(data) != file.stem:
        return None
    try:
        return msgspec.json.decode(data, type=ShelvedPack)
    except msgspec.DecodeError:
        return None


def _write(file: Path, data: bytes) -> None:
    """Whole or not at all, and readable by this user only."""
    part = file.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
