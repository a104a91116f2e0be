"""Putting a session away from the browser: with a passphrase, or a key file that the hub never keeps."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response
from starlette.datastructures import FormData, UploadFile

from hub.accounts import Account
from hub.after.archive import KEY_BYTES, SHORTEST_PASSPHRASE, Secret, new_key_file
from hub.after.retention.holdings import ARCHIVES
from hub.web.office.after_keeping.actions import KeepingActions
from hub.web.office.after_keeping.keeping_view import retention_path, session_page
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.web import OfficeWeb, go_to

LARGEST_KEY_FILE: Final = 4 * KEY_BYTES


def archive_pages(web: OfficeWeb, guard: Guard, actions: KeepingActions) -> tuple[APIRouter, ...]:
    """One router for what is read and one for the form with a file, which is read otherwise."""
    return _files(web, guard), _uploads(web, guard, actions)


def _files(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.post("/retention/key-file")
    async def key_file() -> Response:
        """A new key file to keep on a stick; the hub forgets it at once."""
        return Response(
            new_key_file(web.hub.draw),
            media_type="application/octet-stream",
            headers={
                "Content-Disposition": 'attachment; filename="examday.key"',
                "Cache-Control": "no-store",
            },
        )

    @router.get("/retention/{session}/archives/{name}")
    def archive_file(session: str, name: str) -> FileResponse:
        """One archive of the session, encrypted as it is."""
        folder = web.hub.config.site / ARCHIVES
        here = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
        if name not in here or not name.startswith(f"{session}-"):
            raise NotThere(f"There is no archive {name} of this session.")
        return FileResponse(folder / name, filename=name, media_type="application/octet-stream")

    return router


def _uploads(web: OfficeWeb, guard: Guard, actions: KeepingActions) -> APIRouter:
    router = APIRouter()

    @router.post("/retention/{session}/archive")
    async def archive(
        request: Request, session: str, account: Account = Depends(guard.sending_pictures)
    ) -> Response:
        """Put the session away encrypted, and open the archive again to see that it holds."""
        try:
            # Closed at once: a key file is not left to whoever tidies up.
            async with request.form() as form:
                secret = await _secret(form)
            done = await actions.archive(session, secret, actor=account.display_name)
        except (NotUsable, NotNow) as error:
            status = 422 if isinstance(error, NotUsable) else 409
            return session_page(web, request, actions, session, error=str(error), at="archive", status=status)
        return go_to(retention_path(session), **({"done": "archived"} if done else {}))

    return router


async def _secret(form: FormData) -> Secret:
    """What the form says opens the archive. Raises NotUsable."""
    if form.get("key") == "file":
        sent = form.get("key_file")
        data = await sent.read(LARGEST_KEY_FILE + 1) if isinstance(sent, UploadFile) else b""
        if not data or len(data) > LARGEST_KEY_FILE:
            raise NotUsable("Choose the key file: examday.key, as it was downloaded.")
        return Secret(key_file=data)
    first, again = form.get("passphrase"), form.get("again")
    if not isinstance(first, str) or len(first) < SHORTEST_PASSPHRASE:
        raise NotUsable(
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters: four or five words, for instance."
        )
    if first != again:
        raise NotUsable("The two passphrases differ. Type it twice, the same way.")
    return Secret(passphrase=first)
