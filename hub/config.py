"""How one hub is set up: its site folder, where it listens, and the clock it plays."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from shared.plan.centre import Centre
from shared.rehearsal import RehearsalClock

CONFIG_FILE = "hub.toml"
DEFAULT_SITE = "examday-site"


class ConfigError(ValueError):
    """hub.toml can't be used; the text says which setting and what it should be."""


class HubConfig(Struct, frozen=True, kw_only=True):
    """Everything a hub is told before it opens.

    ``host`` and ``port`` are for tablets and other browsers (TLS), ``office_port`` for the browser on
    the hub's own machine (plain HTTP on 127.0.0.1). Port 0 means any free port. ``addresses`` go into
    the certificate and the pairing code in this order; empty means: whatever this machine has.
    ``interfaces`` limits where the hub announces itself; empty means everywhere. ``rules`` names the rules
    profile; empty means the one of the day. ``fallback`` is the folder or stick for the paper registers;
    empty means none.
    """

    site: Path
    centre: Centre = Centre(number="00000", name="Exam centre")
    host: str = "0.0.0.0"  # noqa: S104 - tablets reach the hub over the school's network; TLS and pairing guard it
    port: int = 8443
    office_port: int = 8442
    addresses: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    announce: bool = True
    rules: str = ""
    fallback: str = ""
    rehearsal: RehearsalClock | None = None

    @property
    def journal_file(self) -> Path:
        """The record: journal, quarantine, devices."""
        return self.site / "journal.db"

    @property
    def plan_file(self) -> Path:
        """What should happen."""
        return self.site / "plan.db"

    @property
    def keys(self) -> Path:
        """Certificates and private keys."""
        return self.site / "keys"

    @property
    def photos(self) -> Path:
        """Photos, named by the SHA-256 of their bytes."""
        return self.site / "photos"

    @property
    def staging(self) -> Path:
        """Uploaded files until somebody accepts or discards them."""
        return self.site / "staging"

    @property
    def packs(self) -> Path:
        """Published session packs."""
        return self.site / "packs"

    @property
    def print_folder(self) -> Path:
        """Printed documents."""
        return self.site / "print"

    @property
    def evidence(self) -> Path:
        """Exported evidence of finished sessions."""
        return self.site / "evidence"


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    centre: Centre = Centre(number="00000", name="Exam centre")
    host: str = "0.0.0.0"  # noqa: S104 - as in HubConfig
    port: int = 8443
    office_port: int = 8442
    addresses: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    announce: bool = True
    rules: str = ""
    fallback: str = ""


def read_config(site: Path) -> HubConfig:
    """The configuration of ``site``; defaults where it has no hub.toml yet. Raises ConfigError."""
    file = site / CONFIG_FILE
    try:
        text = file.read_text(encoding="utf-8-sig")
        told = msgspec.convert(tomllib.loads(text), _File)
    except FileNotFoundError:
        told = _File()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not readable as TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file} has a setting that can't be used: {error}") from error
    if not re.fullmatch(r"\d{5}", told.centre.number):
        raise ConfigError(f"{file}: a centre number has five digits, not {told.centre.number!r}")
    return HubConfig(site=site, **{name: getattr(told, name) for name in _File.__struct_fields__})


def write_config(config: HubConfig) -> Path:
    """Write hub.toml so that the site folder says itself whose it is."""
    config.site.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = config.site / CONFIG_FILE
    quoted = {name: msgspec.json.encode(getattr(config, name)).decode() for name in _File.__struct_fields__}
    centre = {
        name: msgspec.json.encode(getattr(config.centre, name)).decode() for name in Centre.__struct_fields__
    }
    lines = [f"{name} = {value}" for name, value in quoted.items() if name != "centre"]
    lines += ["", "[centre]", *(f"{name} = {value}" for name, value in centre.items())]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def remember_fallback(site: Path, folder: str) -> None:
    """Write only the folder of the paper registers into hub.toml."""
    remember(site, "fallback", folder)


def remember(site: Path, setting: str, value: str | tuple[str, ...]) -> None:
    """Write only this setting into hub.toml, and leave everything else there as somebody wrote it."""
    file = site / CONFIG_FILE
    line = f"{setting} = {msgspec.json.encode(value).decode()}"
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    top, table, rest = text.partition("\n[") if not text.startswith("[") else ("", "[", text[1:])
    told, found = re.subn(rf"(?m)^{setting}\s*=(?:\s*\[[^\]]*\]|.*)$", lambda _: line, top, count=1)
    fresh = told if found else f"{line}\n{top}"
    half_written = file.with_name(file.name + ".new")
    half_written.write_text(fresh + table + rest, encoding="utf-8")
    half_written.replace(file)
