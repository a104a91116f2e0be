"""Drawn portraits: plain and friendly, nobody's photo, and told apart at a glance."""

from __future__ import annotations

import random
import unicodedata
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 240
HEIGHT: Final = 300
SCALE: Final = 2
"""Drawn large and reduced, so that edges are smooth."""

Colour = tuple[int, int, int]
SKINS: Final[tuple[Colour, ...]] = (
    (250, 224, 203),
    (241, 203, 172),
    (224, 176, 140),
    (196, 142, 104),
    (158, 106, 74),
    (117, 76, 52),
    (86, 56, 40),
)
HAIRS: Final[tuple[Colour, ...]] = (
    (32, 26, 24),
    (58, 40, 30),
    (94, 62, 40),
    (140, 94, 54),
    (196, 154, 92),
    (226, 196, 138),
    (160, 78, 44),
)
BACKGROUNDS: Final[tuple[Colour, ...]] = (
    (214, 226, 238),
    (226, 232, 222),
    (238, 228, 214),
    (226, 222, 236),
    (216, 234, 232),
)
JUMPERS: Final[tuple[Colour, ...]] = ((30, 58, 102), (96, 32, 46), (36, 84, 66), (62, 62, 70), (84, 58, 110))
TIES: Final[tuple[Colour, ...]] = ((206, 160, 60), (150, 190, 220), (190, 70, 70), (230, 230, 230))
SCARVES: Final[tuple[Colour, ...]] = ((44, 54, 84), (110, 84, 120), (40, 96, 96), (150, 96, 84))
STYLES: Final = ("short", "crop", "long", "bob", "curls", "bun", "ponytail", "fringe", "scarf")
WEIGHTS: Final = (5, 4, 5, 4, 4, 3, 3, 4, 1.6)


def draw_portrait(rng: random.Random, *, initials: str) -> Image.Image:
    """One portrait of 240 × 300; ``initials`` stand on the badge."""
    skin, hair = rng.choice(SKINS), rng.choice(HAIRS)
    if SKINS.index(skin) >= 4:
        hair = rng.choice(HAIRS[:3])
    style = rng.choices(STYLES, WEIGHTS)[0]
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), rng.choice(BACKGROUNDS))
    face = _Face(picture, rng, skin, rng.choice(SCARVES) if style == "scarf" else hair, style)
    face.back_hair()
    face.shoulders(_plain_letters(initials))
    face.head()
    face.features()
    face.front_hair()
    face.glasses()
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


class _Face:
    """Coordinates are those of the finished picture; what is drawn is SCALE times as large."""

    def __init__(
        self, picture: Image.Image, rng: random.Random, skin: Colour, hair: Colour, style: str
    ) -> None:
        self._draw = ImageDraw.Draw(picture)
        self._rng = rng
        self._skin = skin
        self._shade = _darker(skin, 0.86)
        self._hair = hair
        self._style = style
        self._half = rng.randint(50, 58)
        self._top, self._chin = 72, rng.randint(198, 210)
        self._middle = 120

    def back_hair(self) -> None:
        x, half, top = self._middle, self._half, self._top
        if self._style in ("long", "fringe"):
            self._rounded((x - half - 14, top - 16, x + half + 14, 252), 56, self._hair)
        elif self._style == "bob":
            self._rounded((x - half - 16, top - 18, x + half + 16, 196), 54, self._hair)
        elif self._style == "curls":
            for dx in range(-60, 61, 20):
                self._oval(
                    (x + dx - 24, top - 30 + abs(dx) // 3, x + dx + 24, top + 22 + abs(dx)), self._hair
                )
        elif self._style == "bun":
            self._oval((x - 26, top - 46, x + 26, top + 6), self._hair)
        elif self._style == "ponytail":
            side = self._rng.choice((-1, 1))
            left = x + side * (half + 6)
            self._oval((left - 22, top + 14, left + 22, 226), self._hair)
        elif self._style == "scarf":
            self._rounded((x - half - 18, top - 20, x + half + 18, 246), 70, self._hair)

    def shoulders(self, initials: str) -> None:
        jumper, x = self._rng.choice(JUMPERS), self._middle
        self._rounded((22, 232, 218, 380), 62, jumper)
        self._polygon(((x - 40, 232), (x + 40, 232), (x, 282)), (246, 246, 246))
        if self._style != "scarf":
            self._rounded((x - 22, 180, x + 22, 246), 20, self._shade)
        else:
            self._rounded((x - 52, 206, x + 52, 260), 30, _darker(self._hair, 0.9))
        if self._style != "scarf" and self._rng.random() < 0.75:
            tie = self._rng.choice(TIES)
            self._polygon(((x - 9, 250), (x + 9, 250), (x + 14, 300), (x - 14, 300)), tie)
        self._rounded((158, 262, 196, 286), 6, (252, 252, 250))
        font = ImageFont.load_default(15 * SCALE)
        self._draw.text((177 * SCALE, 274 * SCALE), initials, fill=(40, 44, 52), font=font, anchor="mm")

    def head(self) -> None:
        x, half = self._middle, self._half
        if self._style != "scarf":
            for side in (-1, 1):
                ear = x + side * half
                self._oval((ear - 9, 128, ear + 9, 160), self._shade)
        self._oval((x - half, self._top, x + half, self._chin), self._skin)

    def features(self) -> None:
        x, rng = self._middle, self._rng
        eyes, apart = 138, rng.randint(21, 25)
        iris = rng.choice(((66, 46, 34), (52, 36, 28), (72, 96, 128), (84, 104, 72)))
        for side in (-1, 1):
            eye = x + side * apart
            self._oval((eye - 10, eyes - 6, eye + 10, eyes + 6), (252, 252, 252))
            self._oval((eye - 5, eyes - 5, eye + 5, eyes + 5), iris)
            self._oval((eye - 2, eyes - 4, eye + 1, eyes - 1), (255, 255, 255))
            brow = eyes - rng.randint(15, 17)
            self._line(
                ((eye - 12, brow + 2), (eye, brow - 2), (eye + 12, brow + 2)), _darker(self._hair, 0.8), 4
            )
        self._line(((x - 2, 148), (x - 6, 166), (x + 3, 168)), self._shade, 3)
        smile = rng.randint(12, 22)
        self._draw.arc(
            self._at((x - smile, 166, x + smile, 190)), 20, 160, fill=_mouth(self._skin), width=4 * SCALE
        )
        if rng.random() < 0.18:
            for dx in (-34, -28, -22, 22, 28, 34):
                self._oval((x + dx - 1, 160 + dx % 5, x + dx + 1, 162 + dx % 5), self._shade)

    def front_hair(self) -> None:
        x, half, top = self._middle, self._half, self._top
        if self._style == "scarf":
            self._draw.arc(
                self._at((x - half - 14, top - 14, x + half + 14, self._chin + 14)),
                0,
                360,
                fill=self._hair,
                width=18 * SCALE,
            )
            return
        depth = {"crop": 40, "short": 62, "curls": 54}.get(self._style, 66)
        box = self._at((x - half - 5, top - 14, x + half + 5, top - 14 + 2 * depth))
        self._draw.pieslice(box, 180, 360, fill=self._hair)
        if self._style == "fringe":
            self._rounded((x - half + 2, top + 22, x + half - 2, top + 48), 10, self._hair)
        elif self._style in ("long", "bob", "short"):
            part = self._rng.choice((-1, 1))
            self._polygon(
                (
                    (x - part * (half + 4), top + depth - 16),
                    (x - part * half // 2, top - 8),
                    (x + part * (half + 4), top + depth - 16),
                    (x + part * half, top + depth + 6),
                    (x + part * 6, top + 24),
                ),
                self._hair,
            )

    def glasses(self) -> None:
        if self._rng.random() > 0.24:
            return
        x, frame = self._middle, self._rng.choice(((36, 36, 40), (120, 60, 40), (70, 80, 120)))
        for side in (-1, 1):
            eye = x + side * 23
            box = self._at((eye - 18, 124, eye + 18, 154))
            self._draw.rounded_rectangle(box, 10 * SCALE, outline=frame, width=3 * SCALE)
        self._line(((x - 5, 136), (x + 5, 136)), frame, 3)

    def _at(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        return (box[0] * SCALE, box[1] * SCALE, box[2] * SCALE, box[3] * SCALE)

    def _oval(self, box: tuple[float, float, float, float], fill: Colour) -> None:
        self._draw.ellipse(self._at(box), fill=fill)

    def _rounded(self, box: tuple[float, float, float, float], radius: int, fill: Colour) -> None:
        self._draw.rounded_rectangle(self._at(box), radius * SCALE, fill=fill)

    def _polygon(self, points: tuple[tuple[float, float], ...], fill: Colour) -> None:
        self._draw.polygon([(px * SCALE, py * SCALE) for px, py in points], fill=fill)

    def _line(self, points: tuple[tuple[float, float], ...], fill: Colour, width: int) -> None:
        scaled = [(px * SCALE, py * SCALE) for px, py in points]
        self._draw.line(scaled, fill=fill, width=width * SCALE, joint="curve")


def _darker(colour: Colour, factor: float) -> Colour:
    return (int(colour[0] * factor), int(colour[1] * factor), int(colour[2] * factor))


def _mouth(skin: Colour) -> Colour:
    return (int(skin[0] * 0.72), int(skin[1] * 0.48), int(skin[2] * 0.5))


def _plain_letters(initials: str) -> str:
    """Letters without their marks, which the drawing font lacks."""
    plain = unicodedata.normalize("NFD", initials.replace("Ł", "L"))
    return "".join(c for c in plain if not unicodedata.combining(c)).upper()
