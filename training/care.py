"""Posts of customers to companies' support accounts, without labels, none to an airline.

The fast model learns from what the encoder reads in them; see docs/models.md.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.engines import language

# Letters of the names of airlines' accounts in Customer Support on Twitter, and of air travel.
AIRLINES = (r"delta|british_?airways|southwest|americanair|airasia|alaskaair|virgin_?atlantic|"
            r"virgin_?america|jetblue|united|usairways|ryanair|easyjet|lufthansa|emirates|klm|"
            r"qantas|airlines?\b|airways")
AIR_TRAVEL = (r"\b(?:flights?|flying|flew|fly|airports?|airlines?|airways|planes?|boarding|"
              r"luggage|baggage|check-?in|aircraft|cabin crew|pilots?|layover|tsa|jfk|lax|"
              r"heathrow|gatwick|stewardess|runway)\b")


def load(folder: Path) -> list[str]:
    """Distinct texts of customers of Customer Support on Twitter, in the order of the file.

    Left out: every conversation in which an airline's account takes part, and every post that
    names one or air travel (customers write to some accounts by a number), and what is not English.
    """
    posts = pd.read_csv(folder / "twcs_threads.csv", dtype="str", on_bad_lines="skip")
    thread = _threads(posts)
    airline = (posts["author_id"].str.contains(AIRLINES, case=False, na=False)
               | posts["text"].str.contains(f"@(?:{AIRLINES})", case=False, na=False)
               | posts["text"].str.contains(AIR_TRAVEL, case=False, na=False))
    about_air = airline.groupby(thread).transform("any")
    mine = posts["inbound"].str.lower().eq("true") & posts["text"].notna() & ~about_air
    texts = posts.loc[mine, "text"].drop_duplicates().tolist()
    return [text for text, told in zip(texts, language.detect(texts), strict=True)
            if told.supported]


def _threads(posts: pd.DataFrame) -> pd.Series[str]:
    """The first post at hand of the conversation that each post belongs to."""
    parent = dict(zip(posts["tweet_id"],
                      posts["in_response_to_tweet_id"].str.removesuffix(".0"), strict=True))
    roots: dict[str, str] = {}
    for start in parent:
        at, way = start, []
        while at not in roots and isinstance(above := parent.get(at), str) and above not in way:
            way.append(at)
            at = above
        root = roots.get(at, at)
        roots.update(dict.fromkeys([*way, at], root))
    return posts["tweet_id"].map(roots)
