"""What the log asks about an incident that is on record already: every field can stay empty for now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk_app.screens.form_sheet import FormSheet, Options
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Text
from kiosk_app.screens.who_sheet import WhoSheet
from kiosk_app.texts import _, sentence
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.incidents import MAX_ANSWER, MAX_TEXT, Question
from kiosk_app.viewmodels.who import WhoViewModel
from shared.ids import CandidateId


class IncidentDetailsSheet(FormSheet):
    """Notes so far, then the questions of the kind; what is saved is added, nothing is overwritten."""

    def __init__(self, nav: Nav, incident_id: str) -> None:
        incidents, book = nav.room.incidents, nav.room.book
        self._incident = incident_id
        known = incidents.find(incident_id)
        time = book.clock(known.happened_at)
        title = _("For the officer · {time}") if known.restricted else _("{what} · {time}")
        super().__init__(
            nav, title.format(what=incidents.title(known.kind), time=time), _("Save details"), self._save
        )
        self.back.text = _("Later")
        self.more: list[CandidateId] = []
        self._answers: dict[str, Callable[[], str]] = {}
        self.say(_("It is on record. What is known can be added now, the rest later."))
        look = palette()
        who = incidents.names(known)
        if who:
            self.body.add_widget(Text(who, size=SMALL, bold=True))
        for note in incidents.notes(known):
            text = f"{book.clock(note.at)}  {book.person(note.actor)}: {note.text} {note.action}".strip()
            self.body.add_widget(Text(text, size=SMALL, colour=look.text_soft))
        self.text = self._labelled(_("What happened?"), MAX_TEXT, lines=3)
        self.action = self._labelled(_("What was done?"), 1000)
        for question in incidents.questions(incident_id):
            self._answers[question.key] = self._ask_about(question)
        seen = ", ".join(book.person(w) for w in known.witnesses)
        seen = ", ".join((*([seen] if seen else []), *(p.name for p in known.people)))
        self.say(_("Witnesses: {names}").format(names=seen or _("nobody named")))
        self.witness = self._labelled(_("Another witness, with role"), 120)
        self.also = PushButton(
            _("Another candidate was involved"), self._ask_who, icon="account-plus-outline", height=56
        )
        self.body.add_widget(self.also)

    def _ask_about(self, question: Question) -> Callable[[], str]:
        label = _("{question} *").format(question=question.label) if question.is_needed else question.label
        said = f"{label}: {question.answer}" if question.answer else label
        if not question.choices:
            return partial(_text_of, self._labelled(said, MAX_ANSWER))
        self.say(said)
        options = Options([(value, sentence(text)) for value, text in question.choices], none_yet=True)
        self.body.add_widget(options)
        return lambda: options.chosen

    def _labelled(self, label: str, most: int, *, lines: int = 1) -> Field:
        """A question that stays in sight while it is answered."""
        self.say(label)
        return self.ask("", lines=lines, most=most)

    def _ask_who(self) -> None:
        nav = self._nav
        nav.cover(WhoSheet(nav, _("Who else was involved?"), WhoViewModel(nav.room.book), self._also))

    def _also(self, key: Key) -> None:
        """Back to the same sheet, with everything typed so far."""
        if key[0] not in self.more:
            self.more.append(key[0])
        book = self._nav.room.book
        self.also.text = _("Also involved: {names}").format(
            names=", ".join(book.name_of(c) for c in self.more)
        )
        self._nav.cover(self)

    def _save(self) -> None:
        self._nav.room.incidents.amend(
            self._incident,
            self.text.text,
            self.action.text,
            details={key: answer() for key, answer in self._answers.items()},
            candidates=self.more,
            other_witness=self.witness.text,
        )
        self._nav.say(_("The details are on record."))


def _text_of(field: Field) -> str:
    return str(field.text)
