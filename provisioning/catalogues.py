"""The tablet's catalogues: collected from the code, brought up to date, compiled by ``make catalogues``.

What somebody translated stays. A sentence that is gone from the code goes from the catalogues; a new one
comes in untranslated and is told by name. English is its own translation. Needs Babel, a developers' tool.
"""

from __future__ import annotations

import argparse
import re
import struct
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from provisioning.shared_sentences import shared_sentences

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "kiosk_app" / "locale"
LANGUAGES: Final = ("en", "cy")
KEYWORDS: Final[dict[str, tuple[int, ...] | None]] = {"_": None, "N_": None, "counted": (1, 2)}
MADE: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""One moment for all of them: a file changes only when its words do."""
FIELD: Final = re.compile(r"\{[^}]*\}")


def collected() -> Catalog:
    """Every sentence of the tablet, with the file it stands in."""
    catalog = Catalog(project="ExamDay", version="", creation_date=MADE, revision_date=MADE)
    found = extract_from_dir(
        str(ROOT / "kiosk_app"), [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
    )
    for file, _line, said, _comments, _context in sorted(found, key=lambda f: (f[0], f[1])):
        catalog.add(said, locations=[(f"kiosk_app/{Path(file).as_posix()}", 0)])
    for where, sentence in shared_sentences():
        catalog.add(sentence, locations=[(where, 0)])
    return catalog


def updated(language: str, template: Catalog) -> Catalog:
    """The language's catalogue with exactly the sentences of ``template``."""
    catalog = Catalog(
        locale=language, project="ExamDay", version="", creation_date=MADE, revision_date=MADE, fuzzy=False
    )
    known = _read(language)
    for message in template:
        if not message.id:
            continue
        before = known.get(message.id) if known is not None else None
        # A sentence that became counted, or is no more, is another one: its words don't fit.
        said = before.string if before is not None and before.pluralizable == message.pluralizable else ""
        if language == "en":
            said = message.id
        locations = sorted({(file, 0) for file, _line in message.locations})
        catalog.add(message.id, said, locations=locations)
    return catalog


def po_text(language: str, catalog: Catalog) -> bytes:
    """As it is written: in one order, without line numbers, so that a change shows what changed."""
    out = BytesIO()
    write_po(out, catalog, width=100, sort_output=True, include_lineno=False, omit_header=True)
    lines = "".join(f'"{line}\\n"\n' for line in _head(language, catalog))
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + out.getvalue().strip() + b"\n"


def mo_bytes(language: str, catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it; only what is translated, in the order of the sentences."""
    texts = {b"": "".join(f"{line}\n" for line in _head(language, catalog)).encode()}
    for message in catalog:
        said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and all(said):
            key = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
            texts["\0".join(key).encode()] = "\0".join(str(text) for text in said).encode()
    ordered = sorted(texts.items())
    count, at = len(ordered), 28 + 16 * len(ordered)
    tables, data = (b"", b""), b""
    for side in range(2):
        table = b""
        for pair in ordered:
            table += struct.pack("<2I", len(pair[side]), at + len(data))
            data += pair[side] + b"\0"
        tables = (tables[1], table)
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0) + b"".join(tables) + data


def _head(language: str, catalog: Catalog) -> tuple[str, ...]:
    return (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalog.plural_forms}",
    )


def faults(language: str, catalog: Catalog) -> Iterator[str]:
    """What a translator has to look at: nothing said yet, or a ``{field}`` that got lost."""
    for message in catalog:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if not said or not all(said):
            yield f"{language}: not translated: {_first(message)!r}"
            continue
        asked = set(FIELD.findall(_first(message)))
        for text in said:
            if set(FIELD.findall(str(text))) != asked:
                yield f"{language}: fields differ: {_first(message)!r} and {text!r}"


def paths(language: str) -> tuple[Path, Path]:
    """The catalogue as it is edited and as it is used."""
    folder = FOLDER / language / "LC_MESSAGES"
    return folder / "kiosk.po", folder / "kiosk.mo"


def stale(template: Catalog) -> list[str]:
    """Which files differ from what ``make catalogues`` would write."""
    found = []
    for language in LANGUAGES:
        po, mo = paths(language)
        catalog = updated(language, template)
        for file, wanted in ((po, po_text(language, catalog)), (mo, mo_bytes(language, catalog))):
            if not file.exists() or file.read_bytes() != wanted:
                found.append(file.relative_to(ROOT).as_posix())
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write the catalogues, or with ``--check`` only say what is stale; 1 where something is to be done."""
    parser = argparse.ArgumentParser(description="Bring the tablet's catalogues up to date.")
    parser.add_argument("--check", action="store_true", help="Change nothing, say what is stale.")
    asked = parser.parse_args(arguments)
    template = collected()
    if asked.check:
        told = stale(template)
        print("\n".join(f"{file} is stale: run make catalogues" for file in told))
        return 1 if told else 0
    open_ones: list[str] = []
    for language in LANGUAGES:
        catalog = updated(language, template)
        po, mo = paths(language)
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_bytes(po_text(language, catalog))
        mo.write_bytes(mo_bytes(language, catalog))
        open_ones += faults(language, catalog)
        print(f"{po.relative_to(ROOT)}: {len(catalog)} sentences")
    print("\n".join(open_ones))
    return 1 if open_ones else 0


def _read(language: str) -> Catalog | None:
    po, _mo = paths(language)
    return read_po(BytesIO(po.read_bytes()), locale=language) if po.exists() else None


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


if __name__ == "__main__":
    sys.exit(main())
