"""QR tags decoded from pictures as cameras make them: small, turned, blurred, dim, noisy, upside down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import qrcode
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from kiosk_app.scanner.decoder import decode
from shared.protocol.scan import check_scan
from shared.protocol.tags import Tag, TagKind, write_tag
from tests.factories import HALL, SESSION, candidate_id, small_pack, tag_key

CODE = write_tag(Tag(kind=TagKind.SEAT, key_id=1, candidate_id=candidate_id(1), session=SESSION), tag_key())


def picture(text: str, module: int = 6) -> Image.Image:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=module, border=4)
    code.add_data(text)
    code.make(fit=True)
    return code.make_image().get_image().convert("RGB")


def on_table(tag: Image.Image, size: tuple[int, int] = (1280, 720), grey: int = 150) -> Image.Image:
    """The tag as it lies on a table before the camera."""
    table = Image.new("RGB", size, (grey, grey - 10, grey - 30))
    ImageDraw.Draw(table).rectangle((40, 40, 200, 90), fill=(60, 60, 90))
    table.paste(tag, ((size[0] - tag.width) // 2, (size[1] - tag.height) // 2))
    return table


def noisy(image: Image.Image, strength: float) -> Image.Image:
    noise = np.random.default_rng(1).normal(0, strength, (image.height, image.width, 3))
    return Image.fromarray((np.asarray(image) + noise).clip(0, 255).astype(np.uint8))


SPOILT: dict[str, Callable[[], Image.Image]] = {
    "as printed": lambda: picture(CODE),
    "on a table": lambda: on_table(picture(CODE)),
    "turned a little": lambda: on_table(picture(CODE)).rotate(17, expand=True, fillcolor=(140, 140, 140)),
    "on its side": lambda: on_table(picture(CODE)).rotate(90, expand=True),
    "upside down": lambda: on_table(picture(CODE)).rotate(180),
    "small": lambda: on_table(picture(CODE, 2)),
    "small and turned": lambda: on_table(picture(CODE, 3)).rotate(33, fillcolor=(140, 140, 140)),
    "blurred": lambda: on_table(picture(CODE)).filter(ImageFilter.GaussianBlur(3.2)),
    "small and blurred": lambda: on_table(picture(CODE, 3)).filter(ImageFilter.GaussianBlur(1.4)),
    "dim": lambda: ImageEnhance.Brightness(on_table(picture(CODE))).enhance(0.18),
    "pale": lambda: ImageEnhance.Contrast(on_table(picture(CODE))).enhance(0.12),
    "noisy": lambda: noisy(on_table(picture(CODE)), 70),
    "light on dark": lambda: Image.eval(on_table(picture(CODE)), lambda value: 255 - value),
    "a very large photo": lambda: on_table(picture(CODE, 14), (4000, 3000)),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_tag_is_read(how: str) -> None:
    read = decode(SPOILT[how]())
    assert read == CODE
    assert check_scan(read, small_pack(), HALL).candidate_id == candidate_id(1)


def test_trying_harder_reads_what_one_try_does_not() -> None:
    """The variants are there for something: at least one picture needs them."""
    needed = [how for how, spoil in SPOILT.items() if decode(spoil(), is_thorough=False) is None]
    assert needed


@pytest.mark.parametrize(
    "frame",
    [Image.new("RGB", (1280, 720)), Image.new("L", (1, 1), 255), noisy(Image.new("RGB", (640, 480)), 120)],
    ids=["black", "one pixel", "noise"],
)
def test_a_picture_without_a_code_says_none(frame: Image.Image) -> None:
    assert decode(frame) is None


def test_other_kinds_of_codes_and_endless_texts_are_passed_over() -> None:
    assert decode(picture("x" * 1200, 3)) == "x" * 1200
    assert decode(on_table(Image.new("RGB", (300, 100), (255, 255, 255)))) is None
