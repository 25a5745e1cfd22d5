"""Words that separate negative posts from positive ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Words that carry no meaning of their own. Negations stay: "not" and "never" do separate.
STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being but by can could
    did do does doing for from had has have having he her here him his how i if in into is it its
    just me more most my of on one or our out over own she so some such than that the their them
    then there these they this those through to too up us was we were what when where which while
    who whom why will with would you your yours i'm i've i'll i'd it's that's you're we're they're
    amp rt http https co www via u ur im""".split()  # noqa: SIM905
)


def separating_words(
    frame: pd.DataFrame, *, k: int = 15, min_posts: int = 5, prior_posts: float = 100.0
) -> pd.DataFrame:
    """Up to ``k`` words per side that separate best, with ``log_odds``, ``z`` and ``side``.

    Frame: ``word``, ``negative``, ``positive`` (posts with the word), ``negative_posts``,
    ``positive_posts`` (all posts, the same on each row).  Source: Monroe, Colaresi and Quinn
    (2008), log-odds ratio with an informative Dirichlet prior, here on posts: the prior is worth
    ``prior_posts`` posts in which the word is as frequent as in both sides together.  Assumes
    that posts are independent.  ``log_odds`` > 0 leans to positive; rows are ordered by strength,
    the negative side first.  Words in fewer than ``min_posts`` posts and stop words are left out.
    Worked: 30 of 100 negative and 10 of 100 positive posts, prior of 100 posts: the prior puts 20
    with it, log((10 + 20) / 170) - log((30 + 20) / 150) = -0.636, z = -2.75.
    """
    common = frame["negative"] + frame["positive"] >= min_posts
    words = frame["word"].astype("str")
    meaning = ~words.str.lower().isin(STOP_WORDS) & (words.str.len() > 1)
    kept = frame[common & meaning]
    negative, positive = kept["negative"].to_numpy(float), kept["positive"].to_numpy(float)
    all_negative = np.maximum(kept["negative_posts"].to_numpy(float), negative)
    all_positive = np.maximum(kept["positive_posts"].to_numpy(float), positive)
    share = (negative + positive) / np.maximum(all_negative + all_positive, 1)
    with_word, without = prior_posts * share, prior_posts * (1 - share)
    # A word in every post has no odds; half a post keeps the logarithm finite.
    log_odds = np.log((positive + with_word) / np.maximum(all_positive - positive + without, 0.5))
    log_odds -= np.log((negative + with_word) / np.maximum(all_negative - negative + without, 0.5))
    z = log_odds / np.sqrt(1 / (positive + with_word) + 1 / (negative + with_word))
    side = pd.Series(np.where(z > 0, "positive", "negative"), index=kept.index, dtype="str")
    scored = kept.assign(log_odds=log_odds, z=z, side=side, strength=np.abs(z))
    order = scored[z != 0].sort_values(
        ["side", "strength", "word"], ascending=[True, False, True], kind="stable"
    )
    top: pd.DataFrame = order.groupby("side", sort=False).head(k)
    return top.drop(columns="strength").reset_index(drop=True)
