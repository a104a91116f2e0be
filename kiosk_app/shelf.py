"""Packs and photos on the tablet's disk, sealed, each under the hash of its bytes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk_app.faults import StorageFull, TabletFault
from kiosk_app.sealed import SealedFolder
from kiosk_app.texts import _
from shared.canonical import digest
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import SessionOffer

VERSIONS_KEPT = 2
PACK, PHOTO = ".pack", ".photo"
OLD_PACK, OLD_PHOTO = ".json", ".jpg"
"""As earlier versions left them in the clear."""


class ShelvedPack(Struct, frozen=True, kw_only=True):
    """A pack and the rooms whose candidates it names."""

    rooms: tuple[RoomId, ...]
    pack: SessionPack


class PackCache:
    """The packs and photos that the rooms of this tablet work from. Files say what they are: no index."""

    def __init__(self, home: Path, draw: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._packs = home / "packs"
        self._photos = home / "photos"
        self._sealed = SealedFolder(home, draw)
        for folder in (self._packs, self._photos):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._tidy_up()

    def keep(self, pack: SessionPack, rooms: Iterable[RoomId]) -> None:
        """Keep a pack for these rooms. Older versions than the one before it are dropped."""
        shelved = ShelvedPack(rooms=tuple(sorted(rooms)), pack=pack)
        data = msgspec.json.encode(shelved)
        written = self._packs / f"{digest(data)}{PACK}"
        self._sealed.write(written, data)
        same = [
            (kept, file)
            for file, kept in self._all()
            if (kept.pack.session.id, kept.rooms) == (pack.session.id, shelved.rooms)
        ]
        again = [f for kept, f in same if kept.pack.version == pack.version and f != written]
        by_age = sorted((pair for pair in same if pair[1] not in again), key=lambda pair: _newest(pair[0]))
        for file in (*again, *(pair[1] for pair in by_age[:-VERSIONS_KEPT])):
            file.unlink()

    def find(self, session: SessionId, room: RoomId) -> SessionPack | None:
        """The newest pack that names the candidates of ``room``, or None."""
        found = [s for _file, s in self._all() if s.pack.session.id == session and room in s.rooms]
        return max(found, key=_newest).pack if found else None

    def offers(self) -> tuple[SessionOffer, ...]:
        """The sessions and rooms that can be opened with the hub off."""
        newest: dict[SessionId, SessionPack] = {}
        rooms: dict[SessionId, set[RoomId]] = {}
        for shelved in sorted((shelved for _file, shelved in self._all()), key=_newest):
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
            raise TabletFault(_("A photo arrived damaged and was left out."))
        self._sealed.write(self._photos / f"{photo}{PHOTO}", data)

    def keep_photos(self, photos: Mapping[str, bytes]) -> None:
        """Keep several photos by their hash."""
        for photo, data in photos.items():
            self.keep_photo(photo, data)

    def photo(self, photo: str) -> bytes | None:
        """The photo's bytes; None where it is not here or was damaged on disk."""
        if not photo.isalnum():
            return None
        data = self._sealed.read(self._photos / f"{photo}{PHOTO}")
        return data if data is not None and digest(data) == photo else None

    def missing_photos(self, pack: SessionPack) -> tuple[str, ...]:
        """The photos that ``pack`` names and that are not here."""
        wanted = dict.fromkeys(c.photo for c in pack.candidates if c.photo)
        return tuple(photo for photo in wanted if not (self._photos / f"{photo}{PHOTO}").exists())

    def clear(self) -> None:
        """Remove every pack and photo; the key first, since without it nothing can be read."""
        self._sealed.forget_key()
        for folder in (self._packs, self._photos):
            for file in folder.iterdir():
                file.unlink()

    def _all(self) -> list[tuple[Path, ShelvedPack]]:
        read = ((file, self._read(file)) for file in sorted(self._packs.iterdir()))
        return [(file, shelved) for file, shelved in read if shelved is not None]

    def _read(self, file: Path) -> ShelvedPack | None:
        """None for a file that a power cut or a bad disk left unreadable: it is fetched again."""
        data = file.read_bytes() if file.suffix == OLD_PACK else self._sealed.read(file)
        if data is None or digest(data) != file.stem:
            return None
        try:
            return msgspec.json.decode(data, type=ShelvedPack)
        except msgspec.DecodeError:
            return None

    def _tidy_up(self) -> None:
        """Seal what an earlier version left in the clear, and remove what a power cut left half written."""
        for folder, old, new in ((self._packs, OLD_PACK, PACK), (self._photos, OLD_PHOTO, PHOTO)):
            for file in sorted(folder.iterdir()):
                if file.suffix == ".part":
                    file.unlink()
                elif file.suffix == old:
                    self._seal(file, file.with_suffix(new))

    def _seal(self, plain: Path, sealed: Path) -> None:
        data = plain.read_bytes()
        if digest(data) == plain.stem:
            try:
                self._sealed.write(sealed, data)
            except StorageFull:
                # A full disk is no reason to lose the room's pack: tried again at the next start.
                return
        plain.unlink()


def _newest(shelved: ShelvedPack) -> tuple[int, str, int]:
    # Of one version, the one that names more: somebody was moved into the room since the other was fetched.
    named = sum(c.is_known_here for c in shelved.pack.candidates)
    return (shelved.pack.version, shelved.pack.published_at.isoformat(), named)
