"""Messages to bytes and back: JSON, limited in size, every fault told in one sentence."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from shared.protocol.messages import MAX_MESSAGE_BYTES, HubMessage, TabletMessage

_ENCODER = msgspec.json.Encoder()
_FROM_TABLET: msgspec.json.Decoder[TabletMessage] = msgspec.json.Decoder(TabletMessage)
_FROM_HUB: msgspec.json.Decoder[HubMessage] = msgspec.json.Decoder(HubMessage)
_MANY_FROM_TABLET = msgspec.json.Decoder(list[TabletMessage])
_MANY_FROM_HUB = msgspec.json.Decoder(list[HubMessage])


class MalformedMessageError(ValueError):
    """The bytes are no message of this protocol."""


def encode(message: TabletMessage | HubMessage) -> bytes:
    """One message as JSON."""
    return _ENCODER.encode(message)


def encode_many(messages: list[TabletMessage] | list[HubMessage]) -> bytes:
    """Several messages as a JSON array, as they travel over plain HTTPS."""
    return _ENCODER.encode(messages)


def decode_from_tablet(data: bytes | str) -> TabletMessage:
    """A tablet's message. Raises MalformedMessageError."""
    return _decode(_FROM_TABLET, data)


def decode_from_hub(data: bytes | str) -> HubMessage:
    """The hub's message. Raises MalformedMessageError."""
    return _decode(_FROM_HUB, data)


def decode_many_from_tablet(data: bytes | str) -> list[TabletMessage]:
    """A batch of a tablet's messages. Raises MalformedMessageError."""
    return _decode(_MANY_FROM_TABLET, data)


def decode_many_from_hub(data: bytes | str) -> list[HubMessage]:
    """A batch of the hub's messages. Raises MalformedMessageError."""
    return _decode(_MANY_FROM_HUB, data)


T = TypeVar("T")


def _decode(decoder: msgspec.json.Decoder[T], data: bytes | str) -> T:
    if len(data) > MAX_MESSAGE_BYTES:
        raise MalformedMessageError(f"a message has at most {MAX_MESSAGE_BYTES} bytes, not {len(data)}")
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedMessageError(str(error)) from error
