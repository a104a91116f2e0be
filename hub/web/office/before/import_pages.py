"""Importing what the school has: what there is, uploading, and what was imported before."""

from __future__ import annotations

import asyncio
import errno
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from msgspec import Struct

from hub.accounts import Account
from hub.before.import_undo import undo_last_import
from hub.before.imports import ImportOptions
from hub.before.records import Kind
from hub.before.staging import Tray
from hub.storage.plan_store import ImportEntry, PlanChangedError, PlanStore
from hub.web.office.before.import_options import ENCODINGS, PHOTOS_BY, reading_options
from hub.web.office.before.import_view import change_page, people_of
from hub.web.office.before.import_words import KINDS
from hub.web.office.before.upload import Upload, receive
from hub.web.office.before.upload_sink import MOST_LIST_BYTES, MOST_PICTURES, MOST_ZIP_BYTES, TraySink
from hub.web.office.before.working import Working
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.web import OfficeWeb, go_to
from hub.web.problems import Problem
from hub.web.security import csrf

BASE = "/plan/import"
LIMITS = {
    "list": MOST_LIST_BYTES // 1_000_000,
    "zip": MOST_ZIP_BYTES // 1_000_000,
    "pictures": MOST_PICTURES,
}


class KindCard(Struct, frozen=True, kw_only=True):
    """One kind of list as the start page shows it."""

    kind: Kind
    held: int
    last: ImportEntry | None
    needs: tuple[Kind, ...]
    """What has to be imported before and isn't yet."""


def import_pages(web: OfficeWeb, guard: Guard, working: Working) -> APIRouter:
    router = APIRouter()
    _add_choosing(router, web, guard)
    _add_upload(router, web, guard, working)
    _add_past_imports(router, web, guard)
    return router


def _add_choosing(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    look = [Depends(guard.office)]

    @router.get(BASE, dependencies=look)
    def start(request: Request, account: Account = Depends(guard.office)) -> HTMLResponse:
        """What can be imported, what the plan holds, and what was imported before."""
        plan = web.hub.plan
        entries = plan.imports()
        context = {
            "cards": _cards(plan, entries),
            "kinds": KINDS,
            "entries": entries,
            "last": _last(entries),
            "drafts": web.hub.imports.waiting() if account.may_act else (),
        }
        return web.page(request, "before/import.html", context)

    @router.get(BASE + "/{kind}", dependencies=look)
    def choose(request: Request, kind: str) -> HTMLResponse:
        """Choose the files of one kind."""
        return _choose_page(web, request, _kind(kind))


def _add_upload(router: APIRouter, web: OfficeWeb, guard: Guard, working: Working) -> None:
    @router.post(BASE + "/{kind}")
    async def upload(request: Request, kind: str, account: Account = Depends(guard.uploading)) -> Response:
        """Upload files; nothing is written to the plan yet."""
        desk, what = web.hub.imports, _kind(kind)
        tray = await asyncio.to_thread(desk.staging.tray)
        kept = False
        try:
            fields = await _receive(request, guard, what, tray)
            if not tray.files:
                return _choose_page(web, request, what, "Choose a file first.", 422)
            options = reading_options(fields, ImportOptions())
            draft = desk.open(what, account.display_name, tray, options)
            kept = True
        except (NotUsable, Problem) as error:
            if isinstance(error, Problem) and error.status == 403:
                raise
            return _choose_page(web, request, what, str(error), getattr(error, "status", 422))
        finally:
            if not kept:
                await asyncio.to_thread(tray.remove)
        await working.begin(lambda: desk.read(draft))
        return go_to(f"/plan/drafts/{draft.id}")


def _add_past_imports(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    look = [Depends(guard.office)]

    @router.get("/plan/imports/{number}", dependencies=look)
    def past(request: Request, number: int, show: str = "", q: str = "", page: int = 1) -> HTMLResponse:
        """What one import changed."""
        plan = web.hub.plan
        entries = plan.imports()
        entry = _entry(entries, number)
        changes = plan.changes_of(entry)
        parts = {
            "added": [c for c in changes if c.before is None],
            "changed": [c for c in changes if c.before is not None and not _is_gone(c.after)],
            "withdrawn": [c for c in changes if c.before is not None and _is_gone(c.after)],
        }
        shown = show if show in parts else next((name for name, of in parts.items() if of), "added")
        context = {
            "entry": entry,
            "words": KINDS[entry.kind],
            "is_last": _last(entries) == entry,
            "counts": {name: len(of) for name, of in parts.items()},
            "shown": shown,
            "query": q[:100],
            "page": change_page(parts[shown], people_of(plan.candidates()), q[:100], page),
            "base": f"/plan/imports/{number}",
        }
        return web.page(request, "before/past_import.html", context)

    @router.post("/plan/imports/{number}/undo", dependencies=look)
    async def undo(number: int) -> Response:
        """Take back the last import."""
        await asyncio.to_thread(_undo, web, number, web.hub.real_now())
        return go_to(BASE, done="import-undone")


async def _receive(request: Request, guard: Guard, kind: Kind, tray: Tray) -> dict[str, str]:
    """The files into ``tray``, the other fields back. Raises Problem, NotUsable."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        guard.check_token(request, request.headers.get(csrf.HEADER, ""))
        raise Problem(422, "Choose a file first.", kind="invalid")
    sink = TraySink(kind, tray)

    def check(upload: Upload) -> None:
        guard.check_token(request, upload.fields.get(csrf.FIELD, ""))

    try:
        fields = await receive(request, sink, check)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Problem(
            507, "The hub's disk is full. Free space, then send it again.", kind="storage"
        ) from error
    finally:
        await asyncio.to_thread(sink.finish)
    return fields


def _choose_page(
    web: OfficeWeb, request: Request, kind: Kind, error: str = "", status: int = 200
) -> HTMLResponse:
    plan = web.hub.plan
    entries = plan.imports()
    context: dict[str, Any] = {
        "card": next(card for card in _cards(plan, entries) if card.kind is kind),
        "kinds": KINDS,
        "words": KINDS[kind],
        "error": error,
        "limits": LIMITS,
        "encodings": ENCODINGS,
        "photos_by": PHOTOS_BY,
        "options": ImportOptions(),
        "profiles": [p.name for p in plan.import_profiles() if p.kind is kind],
    }
    return web.page(request, "before/choose_files.html", context, status=status)


def _cards(plan: PlanStore, entries: tuple[ImportEntry, ...]) -> tuple[KindCard, ...]:
    standing = [entry for entry in entries if entry.undone_at is None]
    held = _held(plan)
    return tuple(
        KindCard(
            kind=kind,
            held=held[kind],
            last=next((entry for entry in standing if entry.kind is kind), None),
            needs=tuple(first for first in words.first if not held[first]),
        )
        for kind, words in KINDS.items()
    )


def _held(plan: PlanStore) -> dict[Kind, int]:
    """How many of each kind the plan has; withdrawn ones are not counted."""
    candidates = [c for c in plan.candidates().values() if not c.withdrawn]
    held = {
        kind: sum(not _is_gone(record) for record in plan.known(kind).values())
        for kind in KINDS
        if kind not in (Kind.PHOTOS, Kind.ONEROSTER, Kind.CANDIDATES)
    }
    return held | {
        Kind.CANDIDATES: len(candidates),
        Kind.PHOTOS: sum(bool(c.photo) for c in candidates),
        Kind.ONEROSTER: 0,
    }


def _is_gone(record: Any) -> bool:  # noqa: ANN401 - any record of the plan
    return record is None or bool(getattr(record, "withdrawn", False))


def _last(entries: tuple[ImportEntry, ...]) -> ImportEntry | None:
    return next((entry for entry in entries if entry.undone_at is None), None)


def _entry(entries: tuple[ImportEntry, ...], number: int) -> ImportEntry:
    entry = next((entry for entry in entries if entry.id == number), None)
    if entry is None:
        raise NotThere("There was no such import.")
    return entry


def _undo(web: OfficeWeb, number: int, at: datetime) -> None:
    plan, config = web.hub.plan, web.hub.config
    entry = _entry(plan.imports(), number)
    if entry.undone_at is not None:
        raise NotNow("This import was taken back already.")
    if _last(plan.imports()) != entry:
        raise NotNow("Another import came after this one. Take that one back first.")
    try:
        undo_last_import(plan, photos=config.photos, packs=config.packs, at=at)
    except PlanChangedError as error:
        raise NotNow(str(error)) from error


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError as error:
        raise NotThere(f"Nothing called {text!r} can be imported.") from error
