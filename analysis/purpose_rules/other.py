"""What is neither service nor marketing."""

from __future__ import annotations

from analysis.purpose_rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "spam",
        6,
        "reads like spam",
        r"\b(?:bitcoin|crypto\w*|forex|onlyfans|escorts?|viagra|casino|binary options|(?:earn|"
        r"make) (?:money|cash|\$\d+|up to) (?:online|from home|daily|a day|per|\$)|work from "
        r"home|gain followers|more followers|free followers|followers? for follow|follow ?4 "
        r"?follow|f4f|click (?:here|the link|my)|link in (?:my )?bio|check (?:my|the) bio|"
        r"whatsapp (?:me|us|\+)|dm (?:me )?for (?:prices?|promo|details|business|rates)|100% "
        r"guaranteed|weight loss|loan offer|investment (?:opportunity|platform)|hack(?:er|ing) "
        r"service|recover your (?:account|funds))\b",
    ),
    Rule(
        "smalltalk",
        2,
        "a greeting or one word",
        r"^(?:@user |\W)*(?:lol|lmao|haha\w*|hehe\w*|ha|hi|hello|hey|yo|yes|no|nope|yeah|yep|"
        r"yup|ok|okay|sure|cool|nice|wow|omg|same|true|right|exactly|agreed|indeed|good "
        r"(?:morning|night|evening|luck|one)|happy (?:birthday|halloween|friday|monday|new year|"
        r"holidays|thanksgiving|easter|christmas)|merry christmas|welcome|anytime|congrats|"
        r"congratulations|bye|goodbye|see you)(?: (?:you|u|there|guys|all|everyone|to you|sir|"
        r"lol|haha|then|dear|friend|too|@user))*\W*$",
    ),
    Rule(
        "smalltalk",
        1,
        "chatter",
        r"\b(?:lol|lmao|lmfao|haha+|hehe+|rofl|good morning|good night|happy (?:birthday|"
        r"halloween|friday|monday|new year|holidays|thanksgiving|easter|christmas)|merry "
        r"christmas|weekend|my (?:mom|dad|girl|boy|bro|friend|dog|cat|wife|husband)|bruh|bro|"
        r"fam)\b|😂|🤣|😭|💀",
    ),
    Rule(
        "hiring",
        5,
        "is about work for the company",
        r"\b(?:(?:we are|we're|are you|now|is|currently|still) hiring|job (?:opening|vacanc|offer|"
        r"application|interview)\w*|vacanc(?:y|ies)|(?:apply|applied|applying) (?:now )?(?:for|to) "
        r"(?:a|an|the|this|your) (?:\w+ ){0,2}(?:jobs?|positions?|roles?)|my (?:cv|resume|résumé)|"
        r"join our team|careers? (?:page|site|fair)|internships?|(?:any|have|got) (?:\w+ )?(?:"
        r"jobs?|job openings?|open positions?) (?:available|open|going|there|at|for)|(?:want|love|"
        r"like|looking|apply) (?:to )?work (?:for|at) (?:you|your)\b)|#(?:now)?hiring\b",
    ),
)
