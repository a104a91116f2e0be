"""A site after an exam: everybody came, names lie about in every kind of file, months have gone by."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date
from pathlib import Path
from typing import Final

import msgspec

from hub.after.archive import Secret
from hub.bootstrap import Hub, open_hub
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import EnrolmentRequest
from shared.record.events import candidate, incident
from tests.exam_morning import room_day
from tests.factories import ANNEXE, HALL, MATHS, START, Device, candidate_id, small_pack
from tests.hub_house import config_of, put_pack
from tests.plan_factory import small_plan

OFFICER: Final = "S. Okafor"
UNLISTED: Final = "Wilhelmina Featherstonehaugh"
REASON: Final = "Reviews of results are over, nothing is open."
SECRET: Final = Secret(passphrase="four quiet words in May")
ANOTHER_DAY: Final = "2024-06-04-AM"
TODAY: Final = date(2026, 1, 7)


def with_photos(pack: SessionPack, site: Path) -> SessionPack:
    """Everybody has a photo; the first one sits on the other day, too."""
    (site / "photos").mkdir(parents=True, exist_ok=True)
    people = []
    for person in pack.candidates:
        data = f"JPEG of {person.surname}".encode()
        name = hashlib.sha256(data).hexdigest()
        (site / "photos" / f"{name}.jpg").write_bytes(data)
        people.append(msgspec.structs.replace(person, photo=name))
    grown = msgspec.structs.replace(pack, candidates=tuple(people), published_hash="")
    return msgspec.structs.replace(grown, published_hash=grown.content_hash)


async def exam(hub: Hub, pack: SessionPack, tablet: Device, *, trouble: bool) -> None:
    offer = hub.devices.offer(["127.0.0.1:1"])
    hub.devices.enrol(
        EnrolmentRequest(
            token=offer.token,
            device_id=tablet.device_id,
            name=tablet.device_id,
            public_key=tablet.key.public.text,
            app_version="1",
        )
    )
    await hub.devices.approve(tablet.device_id, (), OFFICER)
    written(pack, tablet, trouble=trouble)
    await hub.ingest.take(tablet.device_id, tablet.written)
    await hub.ingest.take(tablet.device_id, [f"no envelope: {UNLISTED}"])


def written(pack: SessionPack, tablet: Device, *, trouble: bool = True) -> list[str]:
    """What a tablet recorded; the same again whenever it is asked."""
    if tablet.room == HALL and trouble:
        named = {"name": UNLISTED, "number": "1999", "reason": "late entry"}
        tablet.write(
            candidate.UnlistedCandidateAdded(
                candidate_id=candidate_id(99), component_id=MATHS, seat="D4", **named
            )
        )
        tablet.write(
            incident.IncidentRecorded(
                incident_id="i-1", kind="other", happened_at=START.astimezone(UTC), text=f"{UNLISTED} wept."
            )
        )
    room_day(pack, tablet, str(tablet.room))
    return tablet.written


@asynccontextmanager
async def site_after_exam(folder: Path, *, trouble: bool = True) -> AsyncIterator[Hub]:
    """An open hub; with ``trouble`` somebody sat who was on no list, and wept."""
    site = folder / "site"
    pack = with_photos(small_pack(), site)
    put_pack(site, pack)
    put_pack(site, small_pack(1, session=ANOTHER_DAY))
    opened = open_hub(config_of(site, fallback=str(site / "fallback")))
    try:
        small_plan(opened.plan)
        await opened.publisher.look()
        for where, who in ((HALL, "inv-1"), (ANNEXE, "inv-3")):
            await exam(opened, pack, Device(f"tablet-{where}", room=where, actor=who), trouble=trouble)
        yield opened
    finally:
        opened.close()
