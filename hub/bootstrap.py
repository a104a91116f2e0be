"""The composition root: everything one hub is made of, opened in order and closed in reverse."""

from __future__ import annotations

import secrets
import socket
import sqlite3
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import argon2
import ifaddr

from hub.accounts import Accounts
from hub.before.import_drafts import ImportDesk
from hub.before.packs import PackShelf
from hub.before.series import series_packs
from hub.before.setting import Setting
from hub.before.staging import Staging
from hub.config import HubConfig
from hub.during.access import AccessDesk
from hub.during.conversation import Conversations
from hub.during.devices import Devices
from hub.during.handover import HandoverDesk
from hub.during.ingest import Ingest
from hub.during.live import LiveRegisters
from hub.during.office import Office
from hub.during.paper_fallback import PaperFallback
from hub.during.publishing import Publisher
from hub.during.switchboard import Switchboard
from hub.printing import FallbackSheets, HubPlace, Printing
from hub.report_tokens import ReportTokens
from hub.storage.device_store import DeviceStore
from hub.storage.journal import Journal, read_back
from hub.storage.plan_store import PlanStore
from provisioning.authority import Authority
from shared.plan.centre import Centre


class SiteError(Exception):
    """The site can't be opened as it is; the text says why and what to do."""


@dataclass(frozen=True)
class Hub:
    """One hub, open. ``now`` is the exam day's clock (the record), ``real_now`` the real one (tokens);
    ``draw`` gives random bytes."""

    config: HubConfig
    now: Callable[[], datetime]
    real_now: Callable[[], datetime]
    draw: Callable[[int], bytes]
    setting: Setting
    plan: PlanStore
    packs: PackShelf
    imports: ImportDesk
    journal: Journal
    office: Office
    ingest: Ingest
    live: LiveRegisters
    devices: Devices
    access: AccessDesk
    switchboard: Switchboard
    handovers: HandoverDesk
    publisher: Publisher
    conversations: Conversations
    accounts: Accounts
    report_tokens: ReportTokens
    authority: Authority
    printing: Printing
    fallback: PaperFallback
    addresses: tuple[str, ...]
    _closing: ExitStack = field(repr=False)

    @property
    def centre(self) -> Centre:
        """The centre as it is set now."""
        return self.setting.centre

    def close(self) -> None:
        """Write what waits and close every file."""
        self._closing.close()


def open_hub(
    config: HubConfig,
    *,
    real_now: Callable[[], datetime] = lambda: datetime.now(UTC),
    draw: Callable[[int], bytes] = secrets.token_bytes,
    hasher: argon2.PasswordHasher | None = None,
) -> Hub:
    """Open the site. Raises StorageError, KeyFileError, PackError or DamagedJournalError in plain words.

    ``hasher`` sets what guessing a password costs; None: what is recommended.
    """
    rehearsal = config.rehearsal
    now = real_now if rehearsal is None else lambda: rehearsal.at(real_now())
    start = _Start(config, now, real_now, draw)
    _make_folders(config)
    with ExitStack() as opening:
        opening.enter_context(_only_one_hub(config.site / "hub.lock"))
        files = _open_files(start, opening)
        desks = _open_desks(start, files)
        accounts = Accounts(config.site / "accounts.db", real_now, hasher)
        opening.callback(accounts.close)
        report_tokens = ReportTokens(config.site / "report-tokens.db", real_now)
        opening.callback(report_tokens.close)
        return Hub(
            config=config,
            now=now,
            real_now=real_now,
            draw=draw,
            setting=files.setting,
            plan=files.plan,
            packs=files.packs,
            imports=ImportDesk(files.plan, files.staging, config.photos, now=real_now, draw=draw),
            journal=files.journal,
            office=desks.office,
            ingest=desks.ingest,
            live=files.live,
            devices=desks.devices,
            access=AccessDesk(desks.devices, files.authority.hub_id, real_now, draw),
            switchboard=desks.switchboard,
            handovers=HandoverDesk(desks.ingest, desks.devices),
            publisher=Publisher(files.packs, files.live, desks.office, now),
            conversations=_conversations(start, files, desks),
            accounts=accounts,
            report_tokens=report_tokens,
            authority=files.authority,
            printing=_printing(start, files),
            fallback=_fallback(start, files),
            addresses=files.addresses,
            _closing=opening.pop_all(),
        )


@dataclass(frozen=True)
class _Start:
    """What a hub is opened with."""

    config: HubConfig
    now: Callable[[], datetime]
    real_now: Callable[[], datetime]
    draw: Callable[[int], bytes]


@dataclass(frozen=True)
class _Files:
    """What lies in the site's folder, opened."""

    addresses: tuple[str, ...]
    authority: Authority
    plan: PlanStore
    staging: Staging
    setting: Setting
    packs: PackShelf
    journal: Journal
    live: LiveRegisters


@dataclass(frozen=True)
class _Desks:
    """Who takes facts in: the office's own, the tablets', and what is told to them."""

    office: Office
    devices: Devices
    ingest: Ingest
    switchboard: Switchboard


def _make_folders(config: HubConfig) -> None:
    # Names, photos and PIN hashes of minors: for nobody else with an account on this machine.
    config.site.mkdir(parents=True, exist_ok=True, mode=0o700)
    for folder in (config.photos, config.packs, config.print_folder, config.evidence):
        folder.mkdir(parents=True, exist_ok=True)


def _open_files(start: _Start, opening: ExitStack) -> _Files:
    config, draw = start.config, start.draw
    everywhere = config.host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
    addresses = config.addresses or (local_addresses() if everywhere else (config.host,))
    authority = Authority(
        config.keys, addresses=addresses, host_name=socket.gethostname(), now=start.real_now(), draw=draw
    )
    plan = PlanStore.open(config.plan_file)
    opening.callback(plan.close)
    staging = Staging(config.staging, draw)
    staging.clear()
    opening.callback(staging.clear)
    setting = Setting(config, plan)
    packs = PackShelf(
        config.packs, plan, centre=lambda: setting.centre, rules=setting.rules, tag_keys=authority.tag_keys
    )
    journal = Journal.open(config.journal_file, now=start.now, draw=draw)
    opening.callback(journal.close)
    live = LiveRegisters(journal.journal_id)
    opening.callback(live.close)
    _replay(journal, live, packs)
    return _Files(addresses, authority, plan, staging, setting, packs, journal, live)


def _open_desks(start: _Start, files: _Files) -> _Desks:
    authority, setting = files.authority, files.setting
    office = Office(files.journal, authority.hub_key)
    devices = Devices(
        DeviceStore(files.journal.writer),
        office,
        hub_id=authority.hub_id,
        hub_key=authority.hub_key.public,
        fingerprint=authority.fingerprint,
        site_name=setting.centre.name,
        real_now=start.real_now,
        draw=start.draw,
    )
    setting.on_centre(lambda centre: devices.rename_site(centre.name))
    ingest = Ingest(files.journal, office, devices, authority.hub_key, start.now)
    return _Desks(office, devices, ingest, Switchboard(devices, files.live, start.draw))


def _conversations(start: _Start, files: _Files, desks: _Desks) -> Conversations:
    return Conversations(
        hub_id=files.authority.hub_id,
        journal=files.journal,
        ingest=desks.ingest,
        live=files.live,
        devices=desks.devices,
        switchboard=desks.switchboard,
        now=start.now,
    )


def _printing(start: _Start, files: _Files) -> Printing:
    config, authority = start.config, files.authority
    return Printing(
        config.print_folder,
        now=start.now,
        tag_key=authority.tag_key,
        hub_key=authority.hub_key,
        journal=files.journal.head,
        series=lambda: series_packs(files.plan, files.packs, start.now()),
        photo=lambda wanted: _photo(config.photos, wanted),
        place=lambda: HubPlace(
            addresses=files.addresses, port=config.port, fingerprint=authority.fingerprint
        ),
        facts=files.live.facts,
    )


def _fallback(start: _Start, files: _Files) -> PaperFallback:
    config = start.config
    return PaperFallback(
        files.live,
        FallbackSheets(files.authority.hub_key.public),
        now=start.now,
        site=config.site,
        folder=Path(config.fallback) if config.fallback else None,
    )


def _photo(folder: Path, wanted: str) -> bytes | None:
    """The kept photo with this digest, which a plan names; None where there is none."""
    file = folder / f"{wanted}.jpg"
    return file.read_bytes() if file.is_file() else None


@contextmanager
def _only_one_hub(file: Path) -> Generator[None]:
    """Two hubs on one site would each tell half of the day. SQLite's lock ends with its process, however."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise SiteError(f"another hub has {file.parent} open: stop that one first") from error
        yield


def _replay(journal: Journal, live: LiveRegisters, packs: PackShelf) -> None:
    """What the registers said before the hub was closed, from the journal alone."""
    committed = read_back(journal.rows())
    if committed:
        live.take(committed)
    for session in packs.sessions():
        pack = packs.latest(session)
        if pack is not None:
            live.publish(pack)
    journal.follow(live.take)


def local_addresses() -> tuple[str, ...]:
    """This machine's own addresses, those that other machines can use first."""
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
    outside = [address for address in found if not address.startswith(("127.", "169.254."))]
    return tuple(dict.fromkeys(outside)) or ("127.0.0.1",)
