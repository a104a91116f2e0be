"""Runs the hub: TLS for tablets and other browsers, plain HTTP for the browser on this machine only."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final

import uvicorn
from msgspec import Struct

from hub.before.packs import PackError
from hub.bootstrap import Hub
from hub.discovery import Announcement
from hub.during.publishing import LOOK_EVERY_SECONDS
from hub.storage.writer import StorageError
from hub.web.app import create_app
from shared.protocol.messages import MAX_MESSAGE_BYTES

log = logging.getLogger(__name__)
OFFICE_HOST: Final = "127.0.0.1"
CLOSING_SECONDS: Final = 3
STOP_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGBREAK")
"""The last is Ctrl-Break, on Windows only."""


Application = Callable[..., Any]


class ListenError(Exception):
    """A port can't be used; the text says which and what to do."""


class Ready(Struct, frozen=True, kw_only=True):
    """Where the hub listens, once it does. As one line of JSON for whoever started it."""

    url: str
    office_url: str
    port: int
    office_port: int
    hub_id: str
    fingerprint: str
    addresses: tuple[str, ...]


class _Listener(uvicorn.Server):
    """One of two servers in one loop: signals are caught once, for both, and not by either."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class HubServer:
    """Both listeners. :meth:`stop` may be called from any thread."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._stopping = asyncio.Event()
        self._told = ""
        self._loop = asyncio.get_running_loop()

    async def run(self, ready: Callable[[Ready], None] = lambda _: None) -> None:
        """Listen until stopped; ``ready`` is called once both listen. Raises ListenError."""
        config = self._hub.config
        with contextlib.ExitStack() as sockets:
            lan = sockets.enter_context(contextlib.closing(_bind(config.host, config.port)))
            office = sockets.enter_context(contextlib.closing(_bind(OFFICE_HOST, config.office_port)))
            app = create_app(self._hub)
            # Port 0 leaves it open which one tablets are told.
            app.state.lan_port = lan.getsockname()[1]
            authority = self._hub.authority
            secure = _Listener(
                _uvicorn_config(
                    app,
                    ssl_certfile=authority.server_certificate,
                    ssl_keyfile=authority.server_key,
                )
            )
            plain = _Listener(_uvicorn_config(app))
            # Before anybody can begin something new.
            await self._tell_unended()
            tasks = [
                asyncio.create_task(secure.serve([lan])),
                asyncio.create_task(plain.serve([office])),
            ]
            announcement = Announcement(
                config.interfaces,
                hub_id=authority.hub_id,
                fingerprints=(authority.fingerprint, authority.server_fingerprint),
                addresses=self._hub.addresses,
                port=lan.getsockname()[1],
            )
            await self._look()
            with _stop_on_signals(self.stop):
                await _listening(secure, plain, tasks)
                if config.announce:
                    await announcement.start()
                ready(self._ready(lan, office))
                fallback = asyncio.create_task(self._hub.fallback.run(self._stopping))
                fallback.add_done_callback(self._fallback_ended)
                await self._until_stopped()
                await asyncio.wait({fallback}, timeout=CLOSING_SECONDS)
            # Streams that wait for the next change end first, so that closing need not cut them off.
            self._hub.live.close()
            self._hub.devices.watchers.close()
            await announcement.stop()
            secure.should_exit = plain.should_exit = True
            await asyncio.gather(*tasks)

    async def _tell_unended(self) -> None:
        try:
            left = await self._hub.office.tell_unended()
        except StorageError as error:
            # Still there at the next start; the hub must run for the tablets' sake.
            log.error("what the office had begun can't be put on record: %s", error)
            return
        if left:
            log.warning(
                "%d changes were begun in the office before the hub was cut off: see the record", left
            )

    async def _until_stopped(self) -> None:
        """Meanwhile, packs that ``examday publish`` writes beside the running hub are found."""
        while not self._stopping.is_set():
            try:
                await asyncio.wait_for(self._stopping.wait(), LOOK_EVERY_SECONDS)
            except TimeoutError:
                await self._look()

    async def _look(self) -> None:
        try:
            await self._hub.publisher.look()
        except (PackError, StorageError, OSError) as error:
            if str(error) != self._told:
                log.warning("a pack on the shelf was not taken: %s", error)
            self._told = str(error)
        else:
            self._told = ""

    def _fallback_ended(self, task: asyncio.Task[None]) -> None:
        """A fault of the paper registers must never end the hub; it is told where they are looked for."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("the paper registers ended", exc_info=error)
            self._hub.fallback.ended()

    def stop(self) -> None:
        """Finish what is being answered, then end."""
        self._loop.call_soon_threadsafe(self._stopping.set)

    def _ready(self, lan: socket.socket, office: socket.socket) -> Ready:
        port, office_port = lan.getsockname()[1], office.getsockname()[1]
        host = self._hub.config.host
        shown = self._hub.addresses[0] if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
        return Ready(
            url=f"https://{_in_url(shown)}:{port}",
            office_url=f"http://{OFFICE_HOST}:{office_port}",
            port=port,
            office_port=office_port,
            hub_id=self._hub.authority.hub_id,
            fingerprint=self._hub.authority.fingerprint,
            addresses=self._hub.addresses,
        )


async def _listening(secure: _Listener, plain: _Listener, tasks: list[asyncio.Task[None]]) -> None:
    """Wait until both listen. Raises ListenError where one ends instead."""
    for listener, task in zip((secure, plain), tasks, strict=True):
        listening = asyncio.create_task(listener.listening.wait())
        await asyncio.wait({listening, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()
        if task.done() or not listener.listening.is_set():
            break
    else:
        return
    secure.should_exit = plain.should_exit = True
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    fault = next((error for error in ended if isinstance(error, Exception)), None)
    raise ListenError(
        f"the hub can't listen ({fault}): restore the folder keys from a back-up, or move tls.pem and "
        "tls.key away, so that the hub makes new ones"
    ) from fault


def _uvicorn_config(
    app: Application, *, ssl_certfile: Path | None = None, ssl_keyfile: Path | None = None
) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        # Nobody stands in front of the hub: what a request claims about where it comes from is not believed.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=CLOSING_SECONDS,
        ssl_certfile=ssl_certfile,
        ssl_keyfile=ssl_keyfile,
    )


def _bind(host: str, port: int) -> socket.socket:
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=256
        )
    except OSError as error:
        raise ListenError(
            f"port {port} on {host} can't be used ({error.strerror or error}): is a hub running already? "
            "Stop it, or choose another port with --port and --office-port"
        ) from error
    # Inherited by every connection. Without it the second part of an answer waits for the first one's
    # acknowledgement, some 40 ms; asyncio does this itself only for sockets that it has made.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def _stop_on_signals(stop: Callable[[], None]) -> Generator[None]:
    """Ctrl-C and SIGTERM end the hub in order. ``signal.signal`` is what Windows has, too."""
    wanted = [getattr(signal, name) for name in STOP_SIGNALS if hasattr(signal, name)]
    try:
        before = {number: signal.signal(number, lambda *_: stop()) for number in wanted}
    except ValueError:
        # Not the main thread: whoever runs the hub there stops it by calling stop().
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
