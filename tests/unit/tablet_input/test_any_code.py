"""Whatever a camera may read: a refused scan with the right words, recorded once, and the room goes on."""

from __future__ import annotations

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk_app.desk import RoomDesk
from kiosk_app.scanner.decoder import decode
from kiosk_app.viewmodels.room import RoomViewModel
from kiosk_app.viewmodels.scan import RedScreen
from shared.protocol.scan import FAULT_TEXTS, ScanFault, check_scan
from tests.factories import HALL, PIN, candidate_id, small_pack

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
CODES = {
    "address": "https://example.org/login?next=%2Fadmin&x=<script>alert(1)</script>",
    "wifi": "WIFI:T:WPA;S:exam-hall;P:s3cret;;",
    "contact": "BEGIN:VCARD\\nN:Doe;Jane\\nTEL:+441234\\nEND:VCARD",
    "three kilobytes": "A7" * 1500,
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f3eb exam \U0001f600",
    "right to left": "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "control characters": "a\x00b\x07\x1b[31m",
    "a receipt": "XDR1:abc.def.ghi",
    "somebody's records": "XDH1:6BFOXN",
    "nearly a tag": "6BFOXN*TS0BI$ZD-PHQC7GYV:AFRQ5I",
}


@pytest.mark.parametrize("what", CODES)
def test_a_code_that_is_no_tag_is_refused_in_words(desk: RoomDesk, what: str) -> None:
    assert desk.sign_in("inv-1", PIN)
    room = RoomViewModel(desk)
    red = room.scan.scan(CODES[what])
    assert isinstance(red, RedScreen)
    assert red.fault is ScanFault.NOT_A_TAG
    assert (red.wrong, red.advice) == FAULT_TEXTS[ScanFault.NOT_A_TAG]
    assert desk.register().room(HALL).refused_scans == 1
    room.scan.dismiss()
    # What was in the code stays nowhere: only its digest is recorded.
    assert not [jws for jws in desk._parts.record.facts() if CODES[what] in str(jws)]
    card = room.scan.open((candidate_id(1), small_pack().sittings[0].component_id))
    card.confirm()
    room.close()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x80" * 40, bytes(range(256)), b"\x07\x00" * 50], ids=len)
def test_binary_codes_come_out_of_a_picture_as_text_or_not_at_all(data: bytes) -> None:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=5, border=4)
    code.add_data(data)
    code.make(fit=True)
    frame = Image.new("RGB", (1280, 900), (140, 130, 120))
    frame.paste(code.make_image().get_image().convert("RGB"), (60, 60))
    text = decode(frame)
    assert text is None or check_scan(text, small_pack(), HALL).fault is ScanFault.NOT_A_TAG


@settings(max_examples=60)
@given(
    st.one_of(st.text(max_size=4000), st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=200))
)
def test_no_text_at_all_breaks_a_scan(text: str) -> None:
    assert check_scan(text, small_pack(), HALL).fault in ScanFault
