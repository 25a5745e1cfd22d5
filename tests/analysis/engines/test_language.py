"""A post in a language that the engines cannot read is marked; English slang is not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.engines.language import detect

FOREIGN = {
    "El servicio es terrible, llevo tres horas esperando y nadie contesta": "es",
    "Gracias": "es",
    "Der Kundendienst ist eine Katastrophe, seit Wochen keine Antwort": "de",
    "Internet geht schon wieder nicht": "de",
    "Le service client est vraiment nul, je suis très déçu": "fr",
    "Il servizio è pessimo, non rispondono mai": "it",
    "Waar blijft mijn pakket? Al twee weken gewacht": "nl",
    "Bardzo słaba obsługa klienta": "pl",
    "サービスが最悪です": "ja",
    "خدمة سيئة جدا": "ar",
    "서비스가 너무 느려요": "ko",
    "mera phone kaam nahi kar raha": "hi",
    "@acme bhai recharge nahi hua abhi tak": "hi",
    "please mera refund kar do bhai": "hi",
    "bahut kharab service": "hi",
    "Kya bakwas hai": "hi",
    "order cancel kar do": "hi",
    "Shukriya!": "hi",
    "wat is dit": "nl",
    "werkt niet": "nl",
    "@acme waar is mijn bestelling": "nl",
    "storing?": "nl",
    "geht nicht mehr": "de",
    "app kaputt": "de",
    "Danke": "de",
    "Schlechter Service": "de",
}
ENGLISH = ["you suck!", "@united YOU SUCK!", "IM DEAD 😭😭", "lol", "", "😀😡", "\ud83d", "why bro",
           "omg im so so happy for you yes yes", "Thank you for taking care of people with ALS",
           "DONT LOSE MY LUGGAGE!!!", "ETA please", "a\x00b", "12345", "@a @b http://t.co/x",
           "below par service", "hassle free return", "ur app sux", "top notch", "unhappy customer",
           "bhai this app is the worst", "namaste everyone", "what was that", "was it das auto?",
           "is it down?", "help", "we were on hold", "password is not accepted", "not good",
           "my phone was in het boek", "mein kampf is a book", "thanks yaar", "wat", "wat?!",
           "wat is this", "shukriya for the help", "please kar do this", "kar dojo is shut"]


@pytest.mark.parametrize(("text", "code"), FOREIGN.items())
def test_other_languages_are_told_and_not_supported(text: str, code: str) -> None:
    assert detect([text]) == [(code, False)]


def test_short_and_slangy_english_stays_english() -> None:
    assert [text for text, found in zip(ENGLISH, detect(ENGLISH), strict=True)
            if not found.supported] == []


def test_nearly_no_english_post_is_marked(shared_datasets: Path) -> None:
    posts = pd.read_csv(shared_datasets / "airline_posts.csv")["text"].tolist()
    marked = sum(not one.supported for one in detect(posts))
    assert marked / len(posts) < 0.002
