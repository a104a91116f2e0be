"""What the officer does about keeping: the day of reviews, holds, releases, archives; each is on record."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from hub.after.archive import ArchiveError, Secret, check_secret
from hub.after.evidence import Source, build_export
from hub.after.retention.archiving import Order, put_away
from hub.after.retention.history import KeepingHistory, history_of
from hub.after.retention.releasing import Gone, release
from hub.after.retention.rules import KeepingRulesError
from hub.after.retention.survey import Survey, kept_sessions, released_sessions, survey_of, survey_of_site
from hub.before.packs import PackError
from hub.during.office import SITE
from hub.printing import PrintError, binder_papers
from hub.storage.writer import StorageError
from hub.web.office.acting import LONGEST_LINE, LONGEST_TEXT, SHORTEST_ANSWER, Acting, text_of
from hub.web.office.after_keeping.unsent import unsent_reports
from hub.web.office.desk import OfficeDesk
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import SessionId, parse_session_id
from shared.protocol.proof_export import ExportedSession
from shared.record.events import keeping

SITE_WORD: Final = "site"
"""In addresses and confirmations: what belongs to no session."""
A_MOMENT: Final = 2.0
"""How long a browser waits for an archive; what takes longer goes on beside, and the page tells it."""


@dataclass
class ArchiveRun:
    """An archive that is being made, or the last one that was: which step, and what came of it."""

    step: int = 0
    ended: bool = False
    error: str = ""


class KeepingActions(Acting):
    """Reads and acts for pages and JSON alike."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self._runs: dict[SessionId, ArchiveRun] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def survey(self, session: str) -> Survey:
        """The retention list of a session, or of the site. Raises NotThere, NotUsable."""
        try:
            if session == SITE_WORD:
                return survey_of_site(self._hub, self.today)
            found = survey_of(self._hub, session, unsent_reports(self._hub), self.today)
        except KeepingRulesError as error:
            raise NotUsable(str(error)) from error
        except ValueError as error:
            raise NotThere(f"There is no session {session}.") from error
        if session not in kept_sessions(self._hub) and found.history.record_released is None:
            raise NotThere(f"No plan was published for session {session}.")
        return found

    def kept(self) -> tuple[SessionId, ...]:
        """Sessions of which the record is here."""
        return kept_sessions(self._hub)

    def released(self) -> tuple[KeepingHistory, ...]:
        """Sessions whose record was released."""
        return released_sessions(self._hub)

    @property
    def today(self) -> date:
        """The centre's day."""
        return self._hub.now().astimezone(ZoneInfo(self._hub.centre.time_zone)).date()

    def run_of(self, session: SessionId) -> ArchiveRun | None:
        """The archive that is being made, or was last."""
        return self._runs.get(session)

    async def close_reviews(self, session: SessionId, until: str, source: str, *, actor: str) -> None:
        """Note until when reviews and appeals may be asked for. Raises NotThere, NotUsable."""
        self._check_kept(session)
        source = text_of(source, "where the day is from", most=LONGEST_LINE, least=SHORTEST_ANSWER)
        try:
            day = date.fromisoformat(until.strip())
        except ValueError as error:
            raise NotUsable("Give the last day for reviews and appeals as a date.") from error
        if day < parse_session_id(session)[0]:
            raise NotUsable("Reviews can't end before the session. Look at the year.")
        event = keeping.ReviewsClosed(about=session, until=day, source=source)
        await self._hub.office.record(SITE, event, actor=actor)

    async def hold(self, session: SessionId, reason: str, *, actor: str) -> None:
        """Nothing of the session may go until the hold is lifted. Raises NotThere, NotUsable."""
        self._check_kept(session)
        reason = text_of(reason, "the reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        await self._hub.office.record(SITE, keeping.ReleaseHeld(about=session, reason=reason), actor=actor)

    async def lift(self, session: SessionId, reason: str, *, actor: str) -> None:
        """Lift the hold. Raises NotThere, NotUsable, NotNow where there is none."""
        self._check_kept(session)
        reason = text_of(reason, "the reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        if history_of(self._hub.live.facts(SITE), session).hold is None:
            raise NotNow("There is no hold on this session.")
        await self._hub.office.record(
            SITE, keeping.ReleaseHoldLifted(about=session, reason=reason), actor=actor
        )

    async def release(
        self, session: str, kinds: Sequence[str], *, confirmed: str, seal: str, reason: str, actor: str
    ) -> Gone:
        """Let the chosen kinds go, as they were shown. Raises NotThere, NotUsable, NotNow."""
        reason = text_of(reason, "the reason", most=LONGEST_LINE, least=SHORTEST_ANSWER)
        async with self._one_at_a_time:
            found = await asyncio.to_thread(self.survey, session)
            lines = found.chosen(kinds)
            if not lines or len(lines) != len(set(kinds)):
                raise NotNow("Not everything that was chosen may go, or it is gone already. Look again.")
            if confirmed.strip() != session:
                raise NotUsable(f"Type {session} to confirm; that is how nobody releases the wrong session.")
            if seal != found.seal(kinds):
                raise NotNow("Something came or went since the list was shown. Look again, then confirm.")
            try:
                return await release(self._hub, found.session, lines, reason=reason, actor=actor)
            except StorageError as error:
                raise NotNow(str(error)) from error

    async def archive(self, session: SessionId, secret: Secret, *, actor: str) -> bool:
        """Put the session away; whether it was done within a moment. Raises NotThere, NotUsable, NotNow."""
        self._desk.in_hand(session)
        try:
            check_secret(secret)
        except ArchiveError as error:
            raise NotUsable(str(error)) from error
        running = self.run_of(session)
        if running is not None and not running.ended:
            raise NotNow("This session is being archived. Wait until it is done.")
        run = self._runs[session] = ArchiveRun()
        task = asyncio.create_task(self._put_away(session, secret, run, actor))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait({task}, timeout=A_MOMENT)
        if run.error:
            raise NotNow(run.error)
        return run.ended

    async def _put_away(self, session: SessionId, secret: Secret, run: ArchiveRun, actor: str) -> None:
        hub = self._hub

        def told(step: int) -> None:
            run.step = step

        order = Order(site=hub.config.site, secret=secret, made_on=self.today, draw=hub.draw)
        try:
            event = await asyncio.to_thread(put_away, lambda: self._binder(session), order, told)
            await hub.office.record(SITE, event, actor=actor)
        except (ArchiveError, PackError, PrintError, StorageError, NotThere) as error:
            run.error = str(error)
        finally:
            run.ended = True

    def _binder(self, session: SessionId) -> ExportedSession:
        hub, held = self._hub, self._desk.in_hand(session)
        return build_export(
            Source(
                rows=hub.journal.rows(),
                journal_id=hub.journal.journal_id,
                pack=held.pack,
                register=held.register,
                key=hub.authority.hub_key,
                made_at=hub.now(),
                papers=binder_papers(hub.printing, held.pack, held.register),
            )
        )

    def _check_kept(self, session: SessionId) -> None:
        if session not in kept_sessions(self._hub):
            raise NotThere(f"No record of session {session} is kept here.")
