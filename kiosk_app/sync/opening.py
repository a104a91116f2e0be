"""Opening a line: which address answers, who vouches for it, and whether WebSockets pass."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus, WebSocketException

from kiosk_app.faults import HubRefused, HubUnreachable
from kiosk_app.hub_client import HubClient, problem_text
from kiosk_app.sync.addresses import HubAddress
from kiosk_app.sync.line import Line, PollLine, WebSocketLine
from kiosk_app.texts import _
from shared.protocol.enrolment import HUB_HOST_NAME
from shared.protocol.messages import MAX_MESSAGE_BYTES, Hello

HANDSHAKE_SECONDS = 5.0
PING_SECONDS = 5.0
"""A line that answers nothing for two of these is gone: the top bar says so within ten seconds."""
UNAUTHORISED = 401
_OF_THE_HUB = (UNAUTHORISED, 403, 409, 429, 503)
"""Refusals that the hub itself answers; anything else is something in between that stops WebSockets."""


class OpenLine(Struct, frozen=True):
    """A line and the client that fetches packs beside it."""

    line: Line
    client: HubClient


async def reach(
    addresses: Sequence[HubAddress],
    client_at: Callable[[HubAddress], HubClient],
    ask: Callable[[HubClient], Awaitable[object]],
) -> HubClient:
    """The client of the first address where this tablet's hub answers ``ask``.

    Raises HubRefused with the hub's words, else HubUnreachable with what each address said.
    """
    said: list[str] = []
    for address in addresses:
        client = client_at(address)
        is_chosen = False
        try:
            await ask(client)
            is_chosen = True
            return client
        except HubUnreachable as error:
            said.append(str(error))
        finally:
            if not is_chosen:
                await client.close()
    tried = "; ".join(said) or _("no address is known")
    out_of_reach = _("The hub can't be reached ({reasons}). Go on: everything is kept on this tablet.")
    raise HubUnreachable(out_of_reach.format(reasons=tried))


async def open_line(client: HubClient, hello: Callable[[], Hello]) -> Line:
    """A WebSocket to the hub, or plain HTTPS where something on the way doesn't let one pass.

    Raises HubRefused with the hub's words.
    """
    try:
        return await _web_socket(client)
    except InvalidStatus as error:
        status = error.response.status_code
        if status == UNAUTHORISED:
            client.forget_token()
        if status in _OF_THE_HUB:
            raise HubRefused(problem_text(bytes(error.response.body or b""), status), status) from error
    except (WebSocketException, OSError, TimeoutError):
        pass
    return PollLine(client, hello)


async def _web_socket(client: HubClient) -> Line:
    token = await client.token()
    socket = await connect(
        f"wss://{client.address.authority}/api/device/sync",
        ssl=client.context,
        server_hostname=HUB_HOST_NAME,
        additional_headers={"Authorization": f"Bearer {token}"},
        proxy=None,
        open_timeout=HANDSHAKE_SECONDS,
        max_size=MAX_MESSAGE_BYTES,
        compression=None,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
    )
    return WebSocketLine(socket)


Opener = Callable[[Callable[[], Hello]], Awaitable[OpenLine]]
"""Opens a line to wherever the hub is now. Raises HubUnreachable or HubRefused."""
