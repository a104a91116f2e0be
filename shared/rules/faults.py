"""What is wrong with a rules file: every fault with its file and key, all of them together."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

Table = Mapping[str, Any]


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong; ``key`` is empty where the file can't be read at all."""

    file: str
    key: str
    what: str

    @property
    def sentence(self) -> str:
        """File, key and what is wrong, on one line."""
        return ": ".join(part for part in (self.file, self.key, self.what) if part)


class ProfileError(ValueError):
    """A rules file that can't be used; the text has a line for every fault, naming file and key."""

    def __init__(self, told: str | Iterable[Fault]) -> None:
        self.faults = () if isinstance(told, str) else tuple(told)
        super().__init__(told if isinstance(told, str) else "\n".join(f.sentence for f in self.faults))


class Reading:
    """Reads the tables of one file and gathers what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, key: str, what: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(file=self.file, key=key, what=what))

    def parse(self, text: str) -> dict[str, Any]:
        """The whole file as tables. Raises ProfileError where it is no TOML."""
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.fault("", f"not readable as TOML: {error}")
            raise ProfileError(self.faults) from error

    def value(self, table: Table, key: str, kind: Any, under: str = "") -> Any:  # noqa: ANN401 - of ``kind``
        """``table[key]`` as ``kind``; None, with its fault noted, where it is missing or of another kind."""
        path = f"{under}.{key}" if under else key
        if key not in table:
            self.fault(path, "is missing")
            return None
        try:
            return msgspec.convert(table[key], kind)
        except msgspec.ValidationError as error:
            self.fault(path, _plain(str(error)))
            return None

    def struct(self, raw: Any, kind: type[Struct], under: str) -> Any:  # noqa: ANN401 - of ``kind``
        """A table as a struct, every field looked at; None where anything is wrong with it."""
        if not isinstance(raw, dict):
            self.fault(under, "should be a table")
            return None
        before = len(self.faults)
        fields = msgspec.structs.fields(kind)
        values = {
            f.name: self.value(raw, f.name, f.type, under) for f in fields if f.required or f.name in raw
        }
        self.unknown(raw, [f.name for f in fields], under)
        return kind(**values) if len(self.faults) == before else None

    def unknown(self, table: Table, known: Iterable[str], under: str = "") -> None:
        """A fault for every key that nothing is called by."""
        names = list(known)
        for key in table:
            if key not in names:
                near = difflib.get_close_matches(key, names, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                self.fault(f"{under}.{key}" if under else key, f"there is no such key{hint}")

    def finish(self) -> None:
        """Raise ProfileError if there was anything."""
        if self.faults:
            raise ProfileError(self.faults)


def _plain(text: str) -> str:
    return text.removesuffix(" - at `$`")
