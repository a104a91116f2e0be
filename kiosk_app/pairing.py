"""Pairing: from the officer's code to a hub that this tablet trusts, and that has to approve it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from kiosk_app.faults import HubRefused, HubUnreachable, PairingFault
from kiosk_app.health import app_version
from kiosk_app.hub_client import HubClient
from kiosk_app.identity import Identity, PairedHub
from kiosk_app.sync.addresses import HubAddress, in_order_of_trial
from kiosk_app.texts import _, told
from kiosk_app.trust import check_fingerprint, untrusting_context
from shared.protocol.enrolment import (
    EnrolmentAnswer,
    EnrolmentRequest,
    OfferError,
    PairingOffer,
    comparison_code,
    read_offer,
)

MAX_NAME = 60


async def pair(
    offer_text: str, identity: Identity, name: str, real_now: Callable[[], datetime]
) -> tuple[EnrolmentAnswer, PairedHub]:
    """Find the hub of a scanned code, check that it is the one, and ask it to take this tablet.

    Raises PairingFault, HubUnreachable, or HubRefused with the hub's own words.
    """
    try:
        offer = read_offer(offer_text.strip())
    except OfferError as error:
        again = _("Scan the code on the hub's screen once more.")
        raise PairingFault(f"{told(error)} {again}") from error
    address, ca_pem = await _find(offer, identity, real_now)
    request = EnrolmentRequest(
        token=offer.token,
        device_id=identity.device_id,
        name=_printable(name),
        public_key=identity.key.public.text,
        app_version=app_version(),
    )
    client = HubClient.pinned(address, ca_pem, identity, real_now)
    try:
        answer = with_own_code(await client.enrol(request), identity)
    finally:
        await client.close()
    hub = PairedHub(
        hub_id=answer.hub_id,
        hub_key=answer.hub_key,
        centre_name=answer.centre_name,
        ca_pem=ca_pem,
        fingerprint=offer.fingerprint,
        addresses=(address.authority, *(a for a in offer.addresses if a != address.authority)),
        is_approved=answer.status == "approved",
    )
    return answer, hub


def with_own_code(answer: EnrolmentAnswer, identity: Identity) -> EnrolmentAnswer:
    """The answer with the code as this tablet works it out itself: comparing it has to prove something."""
    return replace(answer, code=comparison_code(answer.hub_key, identity.key.public.text))


async def _find(
    offer: PairingOffer, identity: Identity, real_now: Callable[[], datetime]
) -> tuple[HubAddress, str]:
    """The first address whose certificate is the one in the code. What doesn't match is never talked to."""
    doubt: PairingFault | None = None
    said: list[str] = []
    for address in in_order_of_trial("", offer.addresses):
        client = HubClient(address, untrusting_context(), identity, real_now)
        try:
            ca_pem = await client.certificate()
            check_fingerprint(ca_pem, offer.fingerprint)
        except (HubUnreachable, HubRefused) as error:
            said.append(str(error))
        except PairingFault as fault:
            doubt = fault
        else:
            return address, ca_pem
        finally:
            await client.close()
    if doubt is not None:
        raise doubt
    silent = _(
        "The hub doesn't answer ({reasons})."
        " Check that the tablet is in the exam network, then scan the code again."
    )
    raise HubUnreachable(silent.format(reasons="; ".join(said) or _("the code names no address")))


def _printable(name: str) -> str:
    kept = "".join(c for c in name if c.isprintable()).strip()[:MAX_NAME]
    return kept or "Tablet"
