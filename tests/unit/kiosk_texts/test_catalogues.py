"""The catalogues hold exactly the sentences of the code, whole in both languages, with their fields kept."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog

from kiosk_app import texts
from kiosk_app.faults import UnsentRecords
from kiosk_app.sync.addresses import AddressFault, read_address
from kiosk_app.viewmodels.wording import arrangement_words, session_words
from provisioning import catalogues
from shared.plan.candidates import Arrangement, ArrangementKind


@pytest.fixture(scope="module")
def template() -> Catalog:
    return catalogues.collected()


@pytest.fixture
def in_welsh() -> Iterator[None]:
    texts.use_language("cy")
    yield
    texts.use_language("en")


def test_make_catalogues_would_change_nothing(template: Catalog) -> None:
    assert catalogues.stale(template) == [], "run make catalogues, then translate what is new in cy"


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_sentence_is_translated_with_its_fields(template: Catalog, language: str) -> None:
    assert list(catalogues.faults(language, catalogues.updated(language, template))) == []


def test_a_missing_sentence_and_a_lost_field_would_be_told(template: Catalog) -> None:
    whole, broken = (catalogues.updated("cy", template) for _copy in range(2))
    broken.get("Register").string = ""
    broken.get("Next: {step}").string = "Nesaf: {cam}"
    told = set(catalogues.faults("cy", broken)) - set(catalogues.faults("cy", whole))
    assert sorted(told) == [
        "cy: fields differ: 'Next: {step}' and 'Nesaf: {cam}'",
        "cy: not translated: 'Register'",
    ]


def test_sentences_of_shared_are_among_them(template: Catalog) -> None:
    for sentence in (
        "This tag is not genuine.",
        "identity pending",
        "Phones and watches are collected.",
        "June",
    ):
        assert sentence in template


def test_welsh_counts_with_its_own_forms(in_welsh: None) -> None:
    said = [texts.counted("{n} record to send", "{n} records to send", n) for n in (1, 2, 3, 5)]
    assert said == [
        "1 cofnod i'w anfon",
        "2 gofnod i'w hanfon",
        "3 chofnod i'w hanfon",
        "5 cofnod i'w hanfon",
    ]


def test_days_and_arrangements_are_said_in_welsh(in_welsh: None) -> None:
    assert session_words("2024-06-03-AM") == "Dydd Llun 3 Mehefin 2024, bore"
    granted = Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25, note="L2")
    assert arrangement_words(granted) == "25 % amser ychwanegol · L2"


def test_a_language_nobody_translated_is_english_and_an_empty_text_stays_empty() -> None:
    texts.use_language("fr")
    assert texts._("Register") == "Register"
    texts.use_language("cy")
    assert texts._("") == ""
    texts.use_language("en")


def test_the_compiled_catalogue_is_what_gettext_reads() -> None:
    welsh = gettext.translation("kiosk", texts.FOLDER, ["cy"])
    assert welsh.gettext("Register") == "Cofrestr"
    assert welsh.info()["language"] == "cy"


def test_faults_of_the_core_are_told_in_welsh_with_what_was_typed_cut_short(in_welsh: None) -> None:
    assert str(UnsentRecords(2, carried=1)) == (
        "Nid yw 2 gofnod wedi cyrraedd yr hwb eto. Nid yw'r cofnodion y mae'r llechen hon yn eu cludo dros"
        " un arall wedi cyrraedd yr hwb eto. Dewch â'r llechen yn ôl ar-lein yn gyntaf."
    )
    with pytest.raises(AddressFault) as refused:
        read_address("مدرسة\n💥 {0} " + "x" * 5000)
    told = str(refused.value)
    assert told.startswith("Nid yw “مدرسة 💥 {0} xxx")
    assert told.endswith("xxx…” yn gyfeiriad hwb. Teipiwch ef fel y dangosir yn y swyddfa arholiadau.")
    assert len(told) < 160
