"""Posts with labels given by people, from public sets, under one taxonomy.

How the labels of each set map to Decaf's is data here, and told in docs/models.md.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from data.demo.grammar import Grammar, roughen, sentence_case
from data.demo.wording import INTENTS as DEMO_INTENTS
from data.demo.wording import PURPOSE_OF, PURPOSES, SENTIMENT_MIX, SENTIMENTS
from data.demo.words_common import COMMON
from data.demo.words_desk import DESK
from data.demo.words_market import MARKET
from data.demo.words_service import SERVICE
from data.demo.words_trouble import TROUBLE

COLUMNS = ["set", "text", "sentiment", "purpose", "intent", "complaint", "own"]
# Graded posts count as neutral where people's mean lies between these.
_GRADED = (-0.8, 0.8)

AIRLINE_REASONS = {
    "Customer Service Issue": "complaint", "Flight Attendant Complaints": "complaint",
    "Bad Flight": "complaint", "longlines": "complaint", "Late Flight": "outage",
    "Cancelled Flight": "outage", "Lost Luggage": "delivery", "Damaged Luggage": "delivery",
    "Flight Booking Problems": "request",
}
# Words in the name of a banking77 intent, the first that fits.
BANK = (
    ("terminate_account", "cancellation"),
    ("arriv", "delivery"), ("delivery", "delivery"),
    ("charge", "billing"), ("fee", "billing"), ("exchange_rate", "billing"),
    ("refund", "billing"), ("Refund", "billing"), ("not_recognised", "billing"),
    ("wrong_amount", "billing"),
    ("not_working", "outage"), ("declined", "outage"), ("failed", "outage"),
    ("swallowed", "outage"), ("reverted", "outage"), ("blocked", "outage"),
    ("not_updated", "outage"), ("unable", "outage"), ("pending", "outage"),
    ("not_received", "outage"), ("lost_or_stolen", "request"), ("compromised", "request"),
    ("cancel_transfer", "request"),
    ("activate", "how_to"), ("change_pin", "how_to"), ("edit_personal", "how_to"),
    ("verify_my", "how_to"), ("verify_top", "how_to"), ("topping_up", "how_to"),
    ("transfer_into", "how_to"), ("card_linking", "how_to"), ("getting_", "how_to"),
    ("get_", "how_to"), ("order_physical", "how_to"), ("exchange_via", "how_to"),
    ("passcode_forgotten", "how_to"), ("receiving_money", "how_to"),
    ("", "question"),
)
ASSISTANT = {
    "order_status": "delivery", "card_declined": "outage", "account_blocked": "outage",
    "damaged_card": "request", "report_lost_card": "request", "report_fraud": "request",
    "replacement_card_duration": "delivery", "new_card": "request", "lost_luggage": "delivery",
    "bill_balance": "billing", "bill_due": "billing", "pay_bill": "billing",
    "interest_rate": "billing", "apr": "billing", "international_fees": "billing",
    "change_accent": "how_to", "pin_change": "how_to", "reset_settings": "how_to",
    "sync_device": "how_to", "jump_start": "how_to", "oil_change_how": "how_to",
    "application_status": "question", "insurance": "question", "balance": "question",
    "travel_notification": "request", "flight_status": "question",
    "cancel_reservation": "cancellation", "thank_you": "thanks",
    **dict.fromkeys(("greeting", "goodbye", "tell_joke", "what_is_your_name", "are_you_a_bot",
                     "fun_fact", "meaning_of_life", "who_made_you", "how_old_are_you",
                     "where_are_you_from", "what_are_your_hobbies", "do_you_have_pets", "yes",
                     "no", "maybe", "flip_coin", "roll_dice", "who_do_you_work_for", "repeat",
                     "what_can_i_ask_you", "definition", "translate", "recipe", "weather",
                     "timer", "time", "date", "calculator", "spelling"), "smalltalk"),
}
OWN = {"Information": "information", "Action": "action", "Dialogue": "dialogue"}


def load(folder: Path) -> pd.DataFrame:
    """Every labelled post of the sets in ``folder``; a label that a set does not give is missing.

    Columns: set, text, sentiment, purpose, intent, complaint (yes, no), own (what a company's own
    post is: service_reply, information, action, dialogue). Distinct by set and text.
    """
    parts = [reader(folder) for reader in READERS.values()] + [demo()]
    frame = pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)
    return frame[frame["text"].notna()].drop_duplicates(["set", "text"], ignore_index=True)


def _semeval(folder: Path) -> pd.DataFrame:
    posts = pd.read_csv(folder / "semeval_2013_2016.csv.gz", dtype="str")
    last = posts["split"] == "2016test-A"
    seen_later = posts["text"].isin(posts.loc[last, "text"])
    posts = posts[(last | ~seen_later) & (posts["split"] != "2014sarcasm-A")]
    name = np.where(posts["split"] == "2016test-A", "semeval_2016", "semeval_2013_2015")
    return pd.DataFrame({"set": name, "text": posts["text"], "sentiment": posts["label"]})


def _airline(folder: Path) -> pd.DataFrame:
    posts = pd.read_csv(folder / "airline_posts.csv", dtype="str").drop_duplicates("tweet_id")
    angry = posts["airline_sentiment"] == "negative"
    pleased = posts["airline_sentiment"] == "positive"
    thankful = posts["text"].str.contains(r"\b(?:thank|thx|appreciat)", case=False)
    praise = pleased & ~thankful
    return pd.DataFrame({
        "set": "airline", "text": posts["text"], "sentiment": posts["airline_sentiment"],
        "purpose": _where(angry | (pleased & thankful), "service").fillna(
            _where(praise, "marketing")),
        "intent": _where(pleased & thankful, "thanks").fillna(_where(praise, "praise")).fillna(
            posts["negativereason"].map(AIRLINE_REASONS)),
        "complaint": np.where(angry, "yes", "no")})


def _graded(folder: Path) -> pd.DataFrame:
    posts = pd.read_csv(folder / "graded_tweets.csv")
    mean = posts["mean_sentiment"]
    label = np.select([mean < _GRADED[0], mean > _GRADED[1]], ["negative", "positive"], "neutral")
    return pd.DataFrame({"set": "graded", "text": posts["text"], "sentiment": label})


def _complaints(folder: Path) -> pd.DataFrame:
    posts = pd.read_csv(folder / "complaints.csv")
    told = posts["complaint"] == 1
    return pd.DataFrame({
        "set": "complaints", "text": posts["text"], "complaint": np.where(told, "yes", "no"),
        "purpose": _where(told, "service")})


def _corporate(folder: Path) -> pd.DataFrame:
    posts = pd.read_csv(folder / "corporate_messages.csv", dtype="str")
    own = posts["category"].map(OWN)
    return pd.DataFrame({
        "set": "corporate", "text": posts["text"], "own": own,
        "purpose": _where(own.isin(["information", "action"]), "marketing"),
        "intent": _where(own == "information", "sharing")})


def _buying(folder: Path) -> pd.DataFrame:
    posts = pd.read_csv(folder / "purchase_intent.csv", dtype="str")
    wants = posts["label"] == "yes"
    return pd.DataFrame({
        "set": "purchase", "text": posts["text"], "purpose": _where(wants, "marketing"),
        "intent": _where(wants, "purchase")})


def _bank(folder: Path) -> pd.DataFrame:
    posts = pd.read_csv(folder / "banking77_train.csv", dtype="str")
    intent = [next(ours for word, ours in BANK if word in name) for name in posts["category"]]
    return pd.DataFrame({"set": "banking", "text": posts["text"], "purpose": "service",
                         "intent": intent})


def _assistant(folder: Path) -> pd.DataFrame:
    posts = pd.read_csv(folder / "clinc150_train.csv", dtype="str")
    intent = posts["intent"].map(ASSISTANT)
    chat = intent == "smalltalk"
    return pd.DataFrame({"set": "assistant", "text": posts["text"], "intent": intent,
                         "purpose": _where(chat, "other").fillna(
                             _where(intent.notna() & ~chat, "service"))})


def _support(folder: Path) -> pd.DataFrame:
    """Customer Support on Twitter: who writes to a support account wants service."""
    threads = pd.read_csv(folder / "twcs_threads.csv", dtype="str", on_bad_lines="skip")
    replies = [pd.read_csv(path, dtype="str", encoding="utf-8-sig", on_bad_lines="skip")
               for path in sorted(folder.glob("twcs_*.csv.gz"))]
    inbound = threads["inbound"].str.lower() == "true"
    first = inbound & threads["in_response_to_tweet_id"].isna()
    asked = pd.DataFrame({"set": "support", "text": threads.loc[first, "text"],
                          "purpose": "service"})
    own = pd.concat([threads[~inbound], *replies])["text"].dropna().sample(6_000, random_state=7)
    return pd.concat([asked, pd.DataFrame({"set": "support_own", "text": own,
                                           "own": "service_reply"})])


def _where(rows: pd.Series[bool], label: str) -> pd.Series[str]:
    """The label in these rows, nothing in the others."""
    return pd.Series(label, index=rows.index, dtype="str").where(rows)


def demo(*, of_a_kind: int = 260) -> pd.DataFrame:
    """Posts of the demo company written with every other phrase of its grammar (set: demo).

    The phrases left out are those that :func:`demo_unseen` writes with, so that the demo measures
    what was not learned by heart.
    """
    return _demo("demo", 0, of_a_kind)


def demo_unseen(*, of_a_kind: int = 120) -> pd.DataFrame:
    """Posts of the demo company written with the phrases that training does not see."""
    return _demo("demo_unseen", 1, of_a_kind)


def _demo(name: str, half: int, of_a_kind: int) -> pd.DataFrame:
    kinds = {f"{intent}_{feeling}" for intent in DEMO_INTENTS for feeling in SENTIMENTS}
    tables = [{symbol: (phrases[half::2] if symbol in kinds and len(phrases) > 1 else phrases)
               for symbol, phrases in table.items()}
              for table in (COMMON, SERVICE, TROUBLE, MARKET, DESK)]
    grammar, chance = Grammar(*tables), np.random.default_rng(11 + half)
    rows = []
    for at, intent in enumerate(DEMO_INTENTS):
        for feeling, share in zip(SENTIMENTS, SENTIMENT_MIX[at], strict=True):
            n = round(of_a_kind * float(share))
            if not n:
                continue
            texts = roughen(chance, sentence_case(grammar.write(
                chance, f"{intent}_{feeling}", n)))
            purpose = PURPOSES[PURPOSE_OF[at]]
            told = "yes" if purpose == "service" and feeling == "negative" else "no"
            rows += [(name, text.replace("<city>", "Dayton").replace("<campaign>", "Spring Days")
                      .replace("<day>", "5"), purpose, intent, told) for text in texts]
    return pd.DataFrame(rows, columns=["set", "text", "purpose", "intent", "complaint"])


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "semeval_2013_2016.csv.gz": _semeval, "airline_posts.csv": _airline,
    "graded_tweets.csv": _graded, "complaints.csv": _complaints,
    "corporate_messages.csv": _corporate, "purchase_intent.csv": _buying,
    "banking77_train.csv": _bank, "clinc150_train.csv": _assistant, "twcs": _support,
}
