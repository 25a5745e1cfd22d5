"""Names, handles and e-mails as accounts and customers are compared by them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import identity


@pytest.mark.parametrize(("said", "names"), [
    ("Ada Lovelace", ["ada", "lovelace"]),
    ("  Ada   Lovelace ", ["ada", "lovelace"]),
    ("Lovelace, Ada", ["ada", "lovelace"]),
    ("Lovelace,", ["lovelace"]),
    ("Zoë O’Neil-Smith", ["zoe", "oneilsmith"]),
    ("ﬁnn 7 Weiß_ß", ["finn", "weiß", "ß"]),
    ("Ada L. (she/her)", ["ada", "l", "she", "her"]),
    ("42", []),
    ("", []),
    (None, []),
    (float("nan"), []),
])
def test_names_are_plain_letters_from_first_to_last(said: object, names: list[str]) -> None:
    assert identity._names(said) == names


def test_emails_are_told_by_their_user_and_their_digits() -> None:
    emails = pd.Series([" Ada.1815@Mail.example ", "nobody", None], dtype="str")
    found = identity._with_email(pd.DataFrame({"unique_id": range(3)}), emails)
    told = found[["email", "email_user", "email_digits"]]
    assert told.astype("object").where(told.notna(), None).to_numpy().tolist() == [
        ["ada.1815@mail.example", "ada.1815", "1815"], [None, None, None], [None, None, None]]
