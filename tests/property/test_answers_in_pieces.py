"""An answer cut off anywhere, any number of times, arrives whole or not at all: never two mixed up."""

from __future__ import annotations

import httpx
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from hub.web.resumable import resumable
from kiosk_app.unfinished import MOST_KEPT, Unfinished

ASKED = "/api/device/packs/2024-06-03-AM?room=hall"
ANSWERS = st.lists(st.binary(min_size=2, max_size=60), min_size=1, max_size=4)


def ask(kept: Unfinished, data: bytes) -> httpx.Response:
    """What the hub answers to a tablet that has these pieces."""
    headers = [(name.lower().encode(), value.encode()) for name, value in kept.headers(ASKED).items()]
    answer = resumable(Request({"type": "http", "headers": headers}), data)
    return httpx.Response(answer.status_code, headers=dict(answer.headers), content=bytes(answer.body))


def fetch(kept: Unfinished, data: bytes, through: int | None) -> bytes | None:
    """One try, cut off after ``through`` bytes; None: nothing to show for it."""
    response = ask(kept, data)
    arrived = kept.before(ASKED, response)
    if through is not None and through < len(response.content):
        kept.cut_off(ASKED, response, arrived + response.content[:through])
        return None
    whole = arrived + response.content
    return whole if kept.finished(ASKED, response, whole) else None


@given(ANSWERS, st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60)), max_size=12))
def test_what_arrives_is_what_the_hub_has_now(answers: list[bytes], tries: list[tuple[int, int]]) -> None:
    kept = Unfinished()
    for which, through in tries:
        data = answers[which % len(answers)]
        assert fetch(kept, data, through) in (None, data)
    assert fetch(kept, answers[-1], None) == answers[-1]
    assert kept.headers(ASKED) == {}, "nothing is left behind"


@given(st.binary(min_size=2, max_size=60), st.data())
def test_only_the_rest_is_sent(data: bytes, draw: st.DataObject) -> None:
    cut = draw.draw(st.integers(1, len(data) - 1))
    kept = Unfinished()
    assert fetch(kept, data, cut) is None
    rest = ask(kept, data)
    assert (rest.status_code, rest.content) == (206, data[cut:])
    assert rest.headers["content-range"] == f"bytes {cut}-{len(data) - 1}/{len(data)}"


@given(st.binary(min_size=4, max_size=60))
def test_a_piece_that_was_spoilt_is_found_out_and_fetched_anew(data: bytes) -> None:
    kept = Unfinished()
    response = ask(kept, data)
    kept.cut_off(ASKED, response, bytes([data[0] ^ 1]) + data[1:2])
    assert fetch(kept, data, None) is None
    assert fetch(kept, data, None) == data


def test_a_range_that_nobody_can_serve_is_answered_whole() -> None:
    data = b"a session pack"
    tag = ask(Unfinished(), data).headers["etag"]
    for wanted, condition in (
        ("bytes=99-", tag),
        ("bytes=-3", tag),
        ("bytes=1-2,4-5", tag),
        ("bytes=" + "9" * 400 + "-", tag),
        ("bytes=3-", '"another"'),
        ("bytes=3-", ""),
    ):
        headers = [(b"range", wanted.encode()), (b"if-range", condition.encode())]
        answer = resumable(Request({"type": "http", "headers": headers}), data)
        assert (answer.status_code, answer.body) == (200, data)


def test_only_a_few_pieces_are_kept() -> None:
    kept = Unfinished()
    response = ask(kept, b"a session pack")
    for number in range(MOST_KEPT + 3):
        kept.cut_off(f"{ASKED}&{number}", response, b"a ses")
    assert sum(bool(kept.headers(f"{ASKED}&{number}")) for number in range(MOST_KEPT + 3)) == MOST_KEPT
    kept.clear()
    assert not kept.headers(f"{ASKED}&{MOST_KEPT + 2}")
