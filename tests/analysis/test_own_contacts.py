"""Personal data in own posts, told from the contacts that a company gives out itself."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.own_contacts import REPEATED, own_contacts, personal_flag, slips
from data.masking import mask

CARD = "4111 1111 1111 1111"


def flag(text: str, **more: object) -> int | None:
    masked = mask([text])[0]
    assert masked != text, "masking finds it"
    found = personal_flag(text, masked, **more)  # type: ignore[arg-type]
    return found and found.severity


def test_the_worked_examples() -> None:
    assert slips("Call 415-555-2671", "Call [phone number]") == [(5, 17, "[phone number]")]
    assert flag("Your number is 415-555-2671") == 3
    assert flag("Please call us at 415-555-2671") is None


@pytest.mark.parametrize(("text", "severity"), [
    ("We called you on 312-555-0182 twice", 3),
    ("We'll call you on 312-555-0182 at noon", 3),
    ("Your account 4820193756 is set up now", 3),
    (f"The card {CARD} was declined", 3),
    (f"Call us and pay with {CARD}", 3),
    ("We wrote to ruth.alvarez@mail.example as you asked", 2),
    ("Ruth, 312-555-0182?", 2),
    ("You may also contact our call centre on +66 2 515 9999.", None),
    ("Please give us a call at 1-800-379-6453 (8a-5p PT)", None),
    ("Aftersales: 0344 556 5650", None),
    ("Details at support@vendor.example", None),
    ("More at jane@tessmoor.example", None),
    ("Our number is 312-555-0182", None)])
def test_whose_data_it_is(text: str, severity: int | None) -> None:
    assert flag(text, names=("Tessmoor",)) == severity


def test_what_stands_in_many_posts_is_the_companys_own() -> None:
    text, masked = "Ruth, 312-555-0182?", "Ruth, [phone number]?"
    few = own_contacts([(text, masked, REPEATED - 1)])
    many = own_contacts([(text, masked, 1), ("So: 3125550182", "So: [phone number]", 2)])
    assert few == frozenset()
    assert many == {"3125550182"}
    assert flag(text, own=few) == 2
    assert flag(text, own=many) is None
    assert own_contacts([(f"{CARD}!", "[card number]!", 99)]) == frozenset()


def test_the_flag_gives_nothing_away() -> None:
    text = f"Your card {CARD} and ruth@mail.example"
    found = personal_flag(text, mask([text])[0])
    assert found is not None
    assert found.words == ("[card number]", "[e-mail]")
    assert found.reason == "shows a card number and an e-mail address"


@given(st.lists(st.sampled_from(["Hi ", "415-555-2671", " a@b.example ", "\n", "(x)", "[e-mail]",
                                 CARD, "ok. "]), max_size=8).map("".join))
def test_what_is_replaced_is_what_masking_replaced(text: str) -> None:
    masked = mask([text])[0]
    out, at = [], 0
    for one in slips(text, masked):
        out += [text[at:one.start], one.placeholder]
        at = one.end
    assert "".join([*out, text[at:]]) == masked


def test_no_text_and_no_mask_give_nothing() -> None:
    assert personal_flag(None, None) is None
    assert personal_flag("Thanks", None) is None
    assert slips("a", "b [name] c") == []


def test_of_the_numbers_that_real_companies_post_hardly_any_is_a_customers(
    shared_datasets: Path
) -> None:
    with gzip.open(shared_datasets / "twcs_AirAsiaSupport.csv.gz") as file:
        frame = pd.read_csv(file, dtype=str, encoding="utf-8-sig")
    texts = frame.loc[frame["inbound"].str.lower() == "false", "text"].dropna().tolist()
    held = [(text, masked) for text, masked in zip(texts, mask(texts), strict=True)
            if text != masked]
    own = own_contacts((text, masked, 1) for text, masked in held)
    flagged = [text for text, masked in held if personal_flag(text, masked, own=own)]
    assert len(held) > 60
    assert 1 <= len(flagged) <= 4
    assert any("refund to this account" in text for text in flagged)
