"""Seat tags as cameras see them on a bad day: a seeded set of pictures, worse from level to level.

Each is a genuine signed tag printed 25 mm wide, on a desk before a 1280 × 720 camera, and spoilt in one way
or, under ``everything``, in several a little.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import numpy.typing as npt
import qrcode
from PIL import Image

from shared.protocol.tags import Tag, TagKind, write_tag
from tests.factories import SESSION, candidate_id, tag_key

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 1280, 720
LEVELS = 5


def tag_text(number: int) -> str:
    """A genuine seat tag of the small pack's key."""
    tag = Tag(kind=TagKind.SEAT, key_id=1, candidate_id=candidate_id(number), session=SESSION)
    return write_tag(tag, tag_key())


def printed(text: str, side: int) -> Picture:
    """The tag as it is printed, ``side`` pixels wide with its quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=8, border=4)
    code.add_data(text)
    code.make(fit=True)
    picture = np.asarray(code.make_image().get_image().convert("L"))
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA).astype(np.uint8)


def on_desk(tag: Picture, chance: random.Random) -> Picture:
    """The tag on a desk with something else on it, somewhere near the middle."""
    desk = np.full((HEIGHT, WIDTH), chance.randint(110, 170), np.uint8)
    for _ in range(6):
        left, top = chance.randint(0, WIDTH - 200), chance.randint(0, HEIGHT - 90)
        cv2.rectangle(desk, (left, top), (left + 180, top + 60), chance.randint(30, 220), -1)
    side = tag.shape[0]
    x = (WIDTH - side) // 2 + chance.randint(-60, 60)
    y = (HEIGHT - side) // 2 + chance.randint(-20, 20)
    desk[max(y, 0) : y + side, x : x + side] = tag[max(-y, 0) :]
    return desk


def turned(picture: Picture, degrees: float) -> Picture:
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1)
    return cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), borderValue=140).astype(np.uint8)


def blurred(picture: Picture, sigma: float) -> Picture:
    return cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.uint8)


def shaken(picture: Picture, length: int, degrees: float) -> Picture:
    """The tag was moved while the shutter was open."""
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    matrix = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), degrees, 1)
    kernel = cv2.warpAffine(kernel, matrix, (length, length))
    return cv2.filter2D(picture, -1, kernel / kernel.sum()).astype(np.uint8)


def glaring(picture: Picture, level: int, chance: random.Random) -> Picture:
    """A lamp reflected near the tag's edge."""
    x = WIDTH / 2 + chance.choice((-1, 1)) * chance.uniform(40, 110)
    y = HEIGHT / 2 + chance.choice((-1, 1)) * chance.uniform(40, 110)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    radius = 14 + 8 * level
    light = (130 + 45 * level) * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * radius**2))
    return (picture + light).clip(0, 255).astype(np.uint8)


def slanted(picture: Picture, amount: float, chance: random.Random) -> Picture:
    """Seen from the side."""
    before = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    far = amount * HEIGHT
    after = before.copy()
    edge = chance.choice(((0, 3), (1, 2)))
    after[edge[0]] += (0.6 * far * (1 if edge[0] == 0 else -1), far)
    after[edge[1]] += (0.6 * far * (1 if edge[1] == 3 else -1), -far)
    matrix = cv2.getPerspectiveTransform(before, after)
    return cv2.warpPerspective(picture, matrix, (WIDTH, HEIGHT), borderValue=140).astype(np.uint8)


def dim(picture: Picture, light: float, chance: random.Random) -> Picture:
    """Little light, so that the sensor's noise counts, and more of it on one side."""
    noise = np.random.default_rng(chance.randrange(10**6)).normal(0, 5, picture.shape)
    across = np.linspace(1.6, 0.4, WIDTH)
    return (picture * light * across + noise).clip(0, 255).astype(np.uint8)


def shadowed(picture: Picture, depth: float, chance: random.Random) -> Picture:
    """Somebody's shadow falls across the tag."""
    edge = WIDTH / 2 + chance.uniform(-60, 60)
    slope = chance.uniform(-0.6, 0.6)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    inside = 1 / (1 + np.exp(-(columns - edge - slope * (rows - HEIGHT / 2)) / 4))
    return (picture * (1 - depth * inside)).clip(0, 255).astype(np.uint8)


def covered(tag: Picture, part: float, chance: random.Random) -> Picture:
    """A thumb over one edge that holds no finder pattern's centre."""
    side = tag.shape[0]
    hidden = tag.copy()
    reach = int(side * part)
    middle = int(side * chance.uniform(0.42, 0.62))
    centre = (side - side // 9, middle) if chance.random() < 0.5 else (middle, side - side // 9)
    cv2.ellipse(hidden, centre, (reach, reach), 0, 0, 360, 90, -1)
    return hidden


def _picture(kind: str, level: int, chance: random.Random) -> tuple[str, Picture]:
    """``level`` 1 is what a good camera makes, 5 what hardly anybody reads."""
    number = chance.randint(1, 400)
    text = tag_text(number)
    side = chance.randint(210, 270)
    makes: dict[str, Callable[[], Picture]] = {
        "rotation": lambda: turned(on_desk(printed(text, side), chance), chance.uniform(0, 360)),
        "blur": lambda: blurred(on_desk(printed(text, side), chance), 0.8 + 0.62 * level),
        "shake": lambda: shaken(on_desk(printed(text, side), chance), 2 + 2 * level, chance.uniform(0, 180)),
        "glare": lambda: glaring(on_desk(printed(text, side), chance), level, chance),
        "perspective": lambda: slanted(on_desk(printed(text, side + 90), chance), 0.09 * level, chance),
        "low light": lambda: dim(on_desk(printed(text, side), chance), 0.42 / level**1.15, chance),
        "shadow": lambda: shadowed(on_desk(printed(text, side), chance), 0.55 + 0.085 * level, chance),
        "partial cover": lambda: on_desk(covered(printed(text, side), 0.05 + 0.035 * level, chance), chance),
        "small": lambda: blurred(on_desk(printed(text, 150 - 17 * level), chance), 0.5),
        "everything": lambda: dim(
            blurred(
                slanted(
                    turned(on_desk(printed(text, side), chance), chance.uniform(0, 360)), 0.03 * level, chance
                ),
                0.5 + 0.3 * level,
            ),
            0.5 / level,
            chance,
        ),
    }
    return text, makes[kind]()


KINDS = (
    "rotation",
    "blur",
    "shake",
    "glare",
    "perspective",
    "low light",
    "shadow",
    "partial cover",
    "small",
    "everything",
)


def degraded_tags(each: int, seed: int = 2024) -> Iterator[tuple[str, int, str, Image.Image]]:
    """Kind, level, the tag's text, and its picture: ``each`` of every kind and level, always the same."""
    for kind in KINDS:
        for level in range(1, LEVELS + 1):
            chance = random.Random(f"{seed} {kind} {level}")
            for _ in range(each):
                text, picture = _picture(kind, level, chance)
                yield kind, level, text, Image.fromarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB))
