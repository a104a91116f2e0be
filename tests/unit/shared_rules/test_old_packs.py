"""Packs from before the profile grew keep their content hash; later ones cover every number they carry."""

from __future__ import annotations

from typing import Any

import msgspec

from shared.canonical import canonical_json, digest
from shared.plan.pack import SessionPack
from shared.rules.numbers import STANDS_IN
from tests.factories import small_pack


def first_version_of(pack: SessionPack) -> dict[str, Any]:
    """The pack as the first version wrote it: ten numbers, boards and holidays, nothing else in its rules."""
    plan: dict[str, Any] = msgspec.to_builtins(
        msgspec.structs.replace(pack.without_pins(), published_hash=""), str_keys=True
    )
    for key in (*STANDS_IN, "retention", "overrides"):
        plan["rules"].pop(key, None)
    return plan


def test_a_pack_of_the_first_version_is_read_and_its_hash_still_fits() -> None:
    plan = first_version_of(small_pack())
    plan["published_hash"] = digest(canonical_json({**plan, "published_hash": ""}))
    pack = msgspec.json.decode(msgspec.json.encode(plan), type=SessionPack)
    assert pack.published_hash == pack.content_hash
    assert pack.rules.clash_break_minutes is STANDS_IN["clash_break_minutes"]


def test_an_old_pack_without_boards_and_holidays_wrote_them_empty() -> None:
    plan = first_version_of(small_pack())
    plan["rules"] |= {"boards": {}, "holidays": []}
    plan["published_hash"] = digest(canonical_json({**plan, "published_hash": ""}))
    pack = msgspec.json.decode(msgspec.json.encode(plan), type=SessionPack)
    assert pack.published_hash == pack.content_hash


def test_a_pack_of_today_covers_the_numbers_that_came_later() -> None:
    pack = small_pack()
    other = msgspec.structs.replace(pack.rules.clash_break_minutes, value=21)
    changed = msgspec.structs.replace(
        pack, rules=msgspec.structs.replace(pack.rules, clash_break_minutes=other)
    )
    assert changed.content_hash != pack.content_hash
    again = msgspec.json.decode(msgspec.json.encode(pack), type=SessionPack)
    assert again.content_hash == pack.content_hash == again.published_hash
