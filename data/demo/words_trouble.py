"""Phrases: bills, outages and the planted troubles (fee, mailing, hedge, waiting too long)."""

from __future__ import annotations

TROUBLE: dict[str, tuple[str, ...]] = {
    "bill_wrong": (
        "my bill went from {price_low} to {price_high} without a word",
        "I was charged twice for {month}",
        "you billed me for a {gadget} I sent back in {month}",
        "my promo price ended {number} months early",
        "I cancelled {extra} in {month} and it is still on the bill",
        "there is a late fee of {small_fee} although autopay is on",
        "there's a {small_fee} activation fee nobody mentioned",
        "the refund you promised in {month} never arrived", "the credit is missing again",
        "I pay for {extra} and never ordered it", "you took the money {number} days early",
        "the total on the bill and in the app don't match", "the technician visit cost me "
        "{small_fee} although he fixed nothing", "my discount vanished after {event}"),
    "billing_negative": (
        "{bill_wrong}. {feeling_bad}", "{story_lead} {bill_wrong}. {demand}",
        "{bill_wrong} and {contact_story}. {feeling_bad}", "how is it that {bill_wrong}? {demand}",
        "{feeling_bad} {bill_wrong}.", "{bill_wrong}. I want my money back.",
        "checking my bill: {bill_wrong}.", "sneaky. {bill_wrong}.", "surprise! {bill_wrong}. Cute.",
        "{bill_wrong}. Lovely way to treat a customer of {digit} years."),
    "billing_neutral": (
        "does the {price} on my bill cover the full month?", "when does autopay run {month_end}?",
        "where can I see the itemized bill for {month}?", "is tax included in the {price} price?",
        "what is the {small_fee} item on the {month} bill?", "can I split the payment for {month}?",
        "which bill will the credit show up on?", "can I pay the {price} bill in the store?",
        "what's the due date if the bill comes on the 5th?", "changed banks, how do I update it?",
        "my bill says {price_high}, my order said {price_low}, which one is right?"),
    "billing_positive": ("bill corrected within a day. {feeling_good}",
                         "got my {small_fee} back, no argument. {feeling_good}"),
    "outage_negative": (
        "no {line} in <city> {since}. {feeling_bad}", "{line} down again. {feeling_bad}",
        "is anyone in <city> online? Down here {since}. {demand}", "another outage {when}. "
        "{feeling_bad}", "your status page says all good while my {thing} is dead. {demand}",
        "{line} out and {contact_story}. {feeling_bad}", "no signal at all {when}. {feeling_bad}",
        "third outage in a month. {demand}", "guess who has no {line} {when}. Great job."),
    "outage_neutral": (
        "is there an outage in <city>?", "{thing} down in <city>, is it known?", "no {line} here, "
        "anyone else in <city>?", "status for <city>? Light on the wall box is red.",
        "{line} went off at {clock}. Planned work?", "is my {thing} down or is it just me?"),
    # the evening without a network
    "spike_negative": (
        "whole of <city> is offline. {demand}", "no internet, no phone, no TV in <city>. "
        "{feeling_bad}", "{line} dead in <city> since {spike_since}. {feeling_bad}",
        "everything down here in <city> and your hotline is busy. {feeling_bad}",
        "not even the status page loads. <city> is dark. {demand}", "I work nights from home and "
        "have no {line}. {feeling_bad}",
        "down since {spike_since} and still nothing. Any info for <city>?!",
        "my mother's emergency button runs on your line. <city> is down. {demand}",
        "three kids, no TV, no wifi. Thanks a lot.", "huge outage up north and not one word from "
        "you. {feeling_bad}", "how long will the outage in <city> last? Losing a shift here.",
        "everyone on my street in <city> is down. {demand}", "outage again?! {feeling_bad}"),
    "spike_neutral": (
        "outage in <city>?", "anyone else down in <city>?", "{line} gone since {spike_since}, "
        "<city>.", "is the outage only up north or everywhere?", "any estimate for <city>?",
        "red light on the wall box since {spike_since}. <city>.",
        "neighbors in <city> offline too.",
        "status page is blank, so asking here: <city>, outage?"),
    "spike_since": ("5:40", "a quarter to six", "6", "dinner", "6:15", "the start of the game",
                    "before six", "I got home"),
    # the fee that paperless customers are billed
    "fee": ("paper invoice fee", "$3.50 paper invoice fee", "paper invoice fee of $3.50",
            "'paper invoice fee'", "$3.50 fee for a paper invoice", "paper-invoice charge",
            "fee for paper invoices"),
    "paperless": ("I've been paperless since {month}", "I never got a paper invoice in my life",
                  "my invoices come by e-mail", "I switched to e-bills years ago",
                  "we turned paper off in {month}", "there is no paper in my mailbox"),
    "policy_negative": (
        "why is there a {fee} on my bill? {paperless}. {feeling_bad}", "{paperless} and you charge "
        "a {fee}. {feeling_bad}", "{fee}?! {paperless}. {demand}", "charged a {fee} for the "
        "{ordinal} month. {paperless}. {feeling_bad}", "the {fee} is back on my bill although "
        "support took it off {month_end}. {demand}", "looks like everyone gets the {fee} now. "
        "{paperless}. Not okay.", "a {fee} for something you don't send. Genius.",
        "{who} has the {fee} too. {paperless}. Refund it.", "{fee} again. {feeling_bad}",
        "please take the {fee} off. {paperless}. I asked {times}."),
    "policy_neutral": (
        "what is this {fee} on my bill? {paperless}.", "how do I get rid of the {fee}?",
        "does anyone else have a {fee} on the bill?", "{hello}, my bill shows a {fee}. "
        "{paperless}, is that a mistake?", "is the {fee} new? {paperless}."),
    # the mailing nobody told service about
    "mailing_neutral": (
        "got your e-mail about the plan change. What happens to my price?",
        "the mail says my plan moves to {plan} on the 1st. Do I have to do anything?",
        "is the 'your plan is changing' mail really from you?", "the button in the plan change "
        "mail leads to an error page. What now?",
        "what does the plan change mail mean for {extra}?",
        "can I keep my old plan? Got the mail this morning.", "mail says log in to confirm, login "
        "says unknown code. Which plan am I on?", "does the new plan from the mail cost more?"),
    "mailing_negative": (
        "you change my plan by e-mail and the link is broken? {feeling_bad}", "the plan change "
        "mail scared {who}. {demand}", "nobody on your hotline knows about the plan change mail. "
        "{feeling_bad}",
        "your mail says {price_low}, your agent says he never heard of it. {demand}",
        "I don't want the new plan from the mail. {feeling_bad}"),
    # one customer, one hedge
    "lone_negative": (
        "your van flattened my hedge {lone_when} and nobody answers. {feeling_bad}",
        "day <day> of the hedge. Still no call from Tessmoor.", "the hedge your technician "
        "ran over was {digit} years old. {demand}", "still waiting for someone to look at my "
        "hedge. {feeling_bad}", "pictures of the hedge are in your inbox for the {ordinal} time. "
        "{demand}", "a voucher? For a hedge? {feeling_bad}", "Tessmoor drives over your hedge and "
        "then plays dead. {feeling_bad}", "my hedge. Your van. Your bill. {demand}",
        "told by {lone_who} that hedges are not covered. {feeling_bad}",
        "everyone should know how Tessmoor treats a front yard and a hedge. {feeling_bad}",
        "spoke to {lone_who} about the hedge, got laughed at. {feeling_bad}"),
    "lone_when": ("two weeks ago", "on Monday", "last month", "in broad daylight", "and drove off"),
    "lone_who": ("your hotline", "your store", "a supervisor", "some manager", "claims", "legal"),
    # another post, because nobody has answered the first
    "chaser_negative": (
        "still no answer. {feeling_bad}", "hello? Anyone there? {feeling_bad}", "{chaser_wait} "
        "and not one reply. {feeling_bad}", "so you just ignore people now. {feeling_bad}",
        "I wrote you {chaser_wait} ago. {demand}", "guess I'll tell everyone then. {feeling_bad}",
        "no reply, no call, nothing. {feeling_bad}", "is this account asleep? {demand}",
        "you answer the nice posts and skip mine. {feeling_bad}", "bump. {demand} {feeling_bad}",
        "silence is also an answer I guess. {feeling_bad}", "looking at other providers while I "
        "wait. {feeling_bad}", "and it got worse meanwhile: {trouble}. {feeling_bad}",
        "{chaser_wait} later: {trouble}. No reply. {feeling_bad}", "quick to bill, slow to answer. "
        "{feeling_bad}"),
    "chaser_wait": ("hours", "half a day", "a whole day", "a day", "ages", "forever", "two days"),
    # once answered
    "after_negative": (
        "that did not help at all. {feeling_bad}", "read my post again please. {feeling_bad}",
        "copy and paste answer, thanks for nothing.", "that's the same link as last time. {demand}",
        "tried that already, {trouble}. {feeling_bad}"),
    "after_neutral": (
        "sent you a DM with the details.", "account ends in {digit}{digit}{digit}.",
        "ok, I'll try.",
        "restarted it, same light.", "it's the <city> address.", "yes, after {clock} is fine.",
        "done, what next?", "DM sent.", "it is the {gadget}, the white one.",
        "will check tonight."),
}
