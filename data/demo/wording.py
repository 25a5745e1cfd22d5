"""Which texts are written: pools of phrases per kind, finished for network, brand and place."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo import plan as p
from data.demo.grammar import Grammar, roughen, sentence_case
from data.demo.words_common import COMMON
from data.demo.words_desk import DESK
from data.demo.words_market import MARKET
from data.demo.words_service import SERVICE
from data.demo.words_trouble import TROUBLE

Array = NDArray[Any]
PURPOSES = ("service", "marketing", "other")
INTENTS = ("complaint", "question", "request", "billing", "outage", "delivery", "cancellation",
           "thanks", "promotion", "product_interest", "praise", "sharing", "campaign_reply",
           "smalltalk", "spam", "unclear")
PURPOSE_OF = np.array([0] * 8 + [1] * 5 + [2] * 3)
SENTIMENTS = ("negative", "neutral", "positive")
NEGATIVE, NEUTRAL, POSITIVE = range(3)
# Shares of intents within a purpose, and of negative, neutral and positive within an intent.
INTENT_MIX = ((.30, .18, .12, .15, .09, .06, .04, .06), (.26, .24, .24, .16, .10), (.62, .16, .22))
SENTIMENT_MIX = np.array([
    (.90, .10, 0), (.14, .78, .08), (.20, .72, .08), (.66, .31, .03), (.68, .32, 0),
    (.54, .38, .08), (.62, .38, 0), (0, .16, .84), (.08, .60, .32), (.08, .60, .32), (0, 0, 1),
    (.08, .66, .26), (.34, .36, .30), (.12, .60, .28), (0, .72, .28), (.20, .62, .18)])

FRESH_SOCIAL, FRESH_EMAIL, FRESH_CHAT, FRESH_SHORT = 14_000, 1_500, 1_100, 120
_BLOCK = 1_000
# Kinds of posts to which people add where they live, whom they ask for, and the like.
_ASKERS = ("question_neutral", "request_neutral", "billing_neutral", "promotion_neutral",
           "product_interest", "delivery", "outage_neutral", "cancellation_neutral")
_TAIL_SHARE = {NEGATIVE: 0.24, NEUTRAL: 0.16, POSITIVE: 0.42}
_TAILS = {NEGATIVE: ("emoji_bad", "tag_bad"), NEUTRAL: ("emoji_neutral", "tag_neutral"),
          POSITIVE: ("emoji_good", "tag_good")}
# Chance that a post names us first, that it does so last; else not at all.
_MENTION = {p.X: (0.68, 0.14), p.FACEBOOK: (0.10, 0.06), p.INSTAGRAM: (0.42, 0.22)}


class Wording:
    """Pools of texts.  Each kind gives fresh texts up to its limit, then begins anew."""

    def __init__(self, plan: p.Plan) -> None:
        self._seed = plan.seed
        self._grammar = Grammar(COMMON, SERVICE, TROUBLE, MARKET, DESK)
        self._pools: dict[str, Array] = {}
        self._used: dict[str, int] = {}
        self._random: dict[str, np.random.Generator] = {}

    def take(self, symbol: str, n: int, *, fresh: int, social: int | None = None) -> Array:
        """The next n texts of a kind; ``social`` is the sentiment that a post's tail shows."""
        if symbol not in self._pools:
            key = [self._seed, 9, *symbol.encode()]
            self._random[symbol] = np.random.default_rng(key)
            self._pools[symbol] = np.zeros(0, dtype=object)
            self._used[symbol] = 0
        used, pool = self._used[symbol], self._pools[symbol]
        missing = min(used + n, fresh) - len(pool)
        if missing > 0:
            block = min(max(missing, _BLOCK), fresh - len(pool))
            pool = np.concatenate([pool, self._write(symbol, block, social)])
            self._pools[symbol] = pool
        self._used[symbol] = used + n
        return pool[(used + np.arange(n)) % len(pool)]

    def _write(self, symbol: str, n: int, social: int | None) -> Array:
        rng = self._random[symbol]
        body = self._grammar.write(rng, symbol, n)
        if symbol.startswith(_ASKERS):
            mine = np.flatnonzero(rng.random(n) < 0.3)
            body[mine] = body[mine] + " " + self._grammar.write(rng, "aside", len(mine))
        body = sentence_case(np.array([" ".join(text.split()) for text in body], dtype=object))
        if social is None:
            return roughen(rng, body, share=0.12) if symbol.startswith(("chat", "sms")) else body
        if symbol.startswith("duplicate"):
            return body
        body = roughen(rng, body)
        for kind, tail in enumerate(_TAILS[social]):
            mine = np.flatnonzero(rng.random(n) < _TAIL_SHARE[social] / (1 + kind))
            body[mine] = body[mine] + " " + self._grammar.write(rng, tail, len(mine))
        return body

    def posts(self, rng: np.random.Generator, *, intent: Array, sentiment: Array, theme: Array,
              network: Array, brand: Array, city: Array, campaign: Array, day: Array) -> Array:
        """The text of each post.  ``city`` and ``campaign`` are words, ``day`` counts the hedge."""
        n = len(intent)
        out = np.empty(n, dtype=object)
        kind = (theme * len(INTENTS) + intent) * 3 + sentiment
        for code in np.unique(kind).tolist():
            mine = np.flatnonzero(kind == code)
            feeling = code % 3
            symbol = _symbol(code // 3 // len(INTENTS), code // 3 % len(INTENTS), feeling)
            out[mine] = self.take(symbol, len(mine), fresh=FRESH_SOCIAL, social=feeling)
        dice = rng.random(n)
        for network_code, (first, last) in _MENTION.items():
            talks_to_us = (theme == p.CHASER) | (theme == p.REPEAT)
            first_here = np.where(talks_to_us, 0.9, first) * (theme != p.DUPLICATE)
            name = "@tessmoor" if network_code == p.INSTAGRAM else "@Tessmoor"
            mine = np.flatnonzero((network == network_code) & (dice < first_here))
            out[mine] = name + " " + out[mine]
            mine = np.flatnonzero((network == network_code) & (dice >= first_here)
                                  & (dice < first_here + last) & (theme != p.DUPLICATE))
            out[mine] = out[mine] + " " + name
        return self.finish(out, brand=brand, city=city, campaign=campaign, day=day)

    def finish(self, body: Array, *, brand: Array, city: Array, campaign: Array | None = None,
               day: Array | None = None) -> Array:
        """Places, campaigns, days and brands filled in."""
        out = body.copy()
        for at, text in enumerate(body.tolist()):
            if "<" in text:
                text = _place(text, city[at])
                if campaign is not None:
                    text = text.replace("<campaign>", campaign[at])
                if day is not None:
                    text = text.replace("<day>", str(day[at]))
            if brand[at] and "essmoor" in text:
                text = text.replace(p.BRANDS[0], p.BRANDS[1]).replace("tessmoor", "jolbi")
            out[at] = text
        return out

    def about_others(self, rng: np.random.Generator, n: int) -> Array:
        """Posts about a company, its name left as ours."""
        symbols = ("complaint_negative", "billing_negative", "praise_positive",
                   "promotion_neutral", "question_neutral", "outage_negative")
        kind = rng.choice(len(symbols), n, p=[.3, .15, .2, .15, .1, .1])
        out = np.empty(n, dtype=object)
        for code, symbol in enumerate(symbols):
            mine = np.flatnonzero(kind == code)
            body = self._grammar.write(rng, symbol, len(mine))
            out[mine] = roughen(rng, sentence_case(np.array(
                [" ".join(text.split()) for text in body], dtype=object)))
        towns = np.array(("Omaha", "Tulsa", "Peoria", "Duluth", "Ames"), object)
        city = towns[rng.integers(len(towns), size=n)]
        named = np.where(rng.random(n) < 0.8, "@" + p.COMPANY + " " + out, out + " " + p.COMPANY)
        return self.finish(named, brand=np.zeros(n, np.int64), city=city)


def _place(text: str, city: str) -> str:
    return text.replace("<city>", city.lower() if text.islower() else city)


def _symbol(theme: int, intent: int, sentiment: int) -> str:
    """The phrases for a kind of post."""
    feeling = SENTIMENTS[sentiment]
    own = {p.OUTAGE: "spike", p.POLICY: "policy", p.MAILING: "mailing", p.LONE: "lone",
           p.CHASER: "chaser", p.DUPLICATE: "duplicate"}.get(theme)
    if theme == p.REPEAT and INTENTS[intent] != "thanks":
        own = "after"
    return f"{own or INTENTS[intent]}_{feeling}"


def draw_intents(rng: np.random.Generator, purpose: Array) -> tuple[Array, Array]:
    """Intent and sentiment codes of posts with these purposes."""
    intent = np.zeros(len(purpose), np.int64)
    first = 0
    for code, mix in enumerate(INTENT_MIX):
        mine = np.flatnonzero(purpose == code)
        intent[mine] = first + rng.choice(len(mix), len(mine), p=mix)
        first += len(mix)
    return intent, draw_sentiments(rng, intent)


def draw_sentiments(rng: np.random.Generator, intent: Array) -> Array:
    """A sentiment for each intent."""
    dice = rng.random(len(intent))[:, None]
    below = np.cumsum(SENTIMENT_MIX, axis=1)[intent][:, :2] + 1e-12
    return np.asarray((dice > below).sum(axis=1))
