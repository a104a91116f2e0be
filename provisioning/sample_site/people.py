"""The made-up year group: who they are, which number and UCI they have, what they have been granted."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from importlib import resources
from typing import Any

from msgspec import Struct

YEAR_GROUP = 182
FIRST_NUMBER = 101
CENTRE_NUMBER = "68999"
UCI_WEIGHTS = range(16, 4, -1)
UCI_LETTERS = "ABCDEFGHKLMRTVWXY"


class Person(Struct, frozen=True, kw_only=True):
    """One made-up candidate as the school's own system knows them."""

    number: str
    surname: str
    forenames: str
    uci: str

    @property
    def exported_name(self) -> str:
        return f"{self.surname}: {self.forenames}" if self.forenames else self.surname


def year_group(rng: random.Random) -> tuple[Person, ...]:
    """The candidates in the order of their numbers, which is the order of the alphabet."""
    data = name_data()
    names = [(p["surname"], p["forenames"]) for p in data["person"]]
    families = data["family"]
    taken = set(names)
    while len(names) < YEAR_GROUP:
        family = rng.choices(families, [f["weight"] for f in families])[0]
        name = (rng.choice(family["surnames"]), rng.choice(family["forenames"]))
        if name not in taken:
            taken.add(name)
            names.append(name)
    names.sort(key=lambda name: (_plain(name[0]), _plain(name[1])))
    numbers = _numbers(rng)
    return tuple(
        Person(number=number, surname=surname, forenames=forenames, uci=_uci(rng, number))
        for number, (surname, forenames) in zip(numbers, names, strict=True)
    )


def name_data() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "names.toml").read_text(encoding="utf-8"))


def _plain(name: str) -> str:
    """As the alphabet sorts it: without marks and case."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).casefold()


def _numbers(rng: random.Random) -> list[str]:
    """Rising numbers with the gaps that leavers leave."""
    numbers, number = [], FIRST_NUMBER
    for _ in range(YEAR_GROUP):
        numbers.append(f"{number:04}")
        number += 2 if rng.random() < 0.06 else 1
    return numbers


def _uci(rng: random.Random, number: str) -> str:
    """A few joined too late to have one; some bring the one of their last school."""
    if rng.random() < 0.03:
        return ""
    centre = f"{rng.randrange(10000, 69000):05}" if rng.random() < 0.12 else CENTRE_NUMBER
    first = f"{centre}024{number}"
    return first + check_letter(first)


def check_letter(first_twelve: str) -> str:
    return UCI_LETTERS[sum(int(d) * w for d, w in zip(first_twelve, UCI_WEIGHTS, strict=True)) % 17]
