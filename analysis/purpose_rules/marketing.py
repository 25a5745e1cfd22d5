"""What concerns the brand and what it sells."""

from __future__ import annotations

from analysis.purpose_rules.rule import Rule

# What a customer chooses among; "vs" speaks of sports unless a thing to buy is named.
_THINGS = (r"(?:phones?|iphones?|android|smartphones?|laptops?|models?|specs|tariffs?|data plans?|"
           r"cameras?|airlines?|carriers?|providers?|reviews?)")
_RIVALS = (rf"(?:{_THINGS}|(?:other|another|different) (?:\w+ )?(?:ones?|places?)|banks?|networks?|"
           r"operators?|brands?|compan(?:y|ies)|stores?|supermarkets?|competitors?|competition|"
           r"rivals?|galaxy|plans?|contracts?|subscriptions?|cards?|accounts?)")

RULES: tuple[Rule, ...] = (
    Rule(
        "promotion",
        4,
        "an offer, a deal or a contest",
        r"\b(?:\d+ ?% off|\$ ?\d+ off|half (?:price|off)|bogo|bo-go|buy (?:one|1),? (?:get|"
        r"take)|discounts?|coupons?|promo(?:tion)?s?(?: codes?)?|promocode|vouchers?|giveaways?|"
        r"give away|sweepstakes?|for a chance|chance to win|enter (?:to|for|now)|enter(?:ed)? "
        r"(?:the|your|our) (?:contest|draw|raffle|competition)|contests?|black friday|cyber "
        r"monday|special offers?|limited time|clearance|free (?:shipping|delivery|trial|gift|"
        r"sample|burrito|coffee|tickets?|guac\w*|drinks?|meal|food|stuff|flights?)|flash sale|"
        r"on sale|for sale|sales? (?:tomorrow|today|event|ends|starts|on now)|fare sale|loyalty "
        r"points|(?:great|best|good|crazy|any) deals?|deals? (?:on|of|at)|trade.?in)",
    ),
    Rule(
        "promotion",
        2,
        "speaks of an offer",
        r"\b(?:win|winners?|winning|deals?|sale|prizes?|freebies?|free|offers?|rewards?|save "
        r"\$?\d+|cheap(?:er|est)?|sign up (?:now|today|for)|pre-?orders? (?:now|today|yours)|"
        r"order (?:now|today|yours)|shop (?:now|our|the)|book now|available now|now available|"
        r"sponsor\w*)\b",
    ),
    Rule(
        "product_interest",
        4,
        "plans to buy",
        r"\b(?:(?:want(?:ing|ed|s)?|wanna|need|needs|gotta|gonna|going to|about to|planning "
        r"(?:to|on)|plan to|ready to|hope to|hoping to|like to|love to|think(?:ing)? (?:of|"
        r"about|i'?m? ?(?:will|'ll|gonna|want|need|gotta)?)|decid(?:ed|ing) (?:to|on)|tempted "
        r"to|considering|might|may|i'?ll|will|should i|shall i|trying to|tryna|boutta|finna|let "
        r"me|lemme|can(?:'t| not)? (?:afford|wait)) (?:to )?(?:go )?(?:and )?(?:just |actually |"
        r"really |definitely |finally |probably |also )?(?:buy(?:ing)?|purchas(?:e|ing)|"
        r"get(?:ting)? (?:me |myself |us )?(?:one|it|this|that|these|those|them|the|a|an|my|"
        r"your|some|another|new)|cop(?:ping)?|order(?:ing)? (?:me |myself )?(?:one|it|this|that|"
        r"these|those|them|the|a|an|my|your|some|another|new)|upgrad(?:e|ing) (?:to|my|from)|"
        r"pre-?order\w*|try(?:ing)? (?:the|your|a|this|out)))\b",
    ),
    Rule(
        "product_interest",
        3,
        "wants a product",
        r"\b(?:i|we|she|he|they|really|still|also|just|do|does|bad|badly|so|do i) (?:really |so "
        r"|kinda |just |still |also |desperately |honestly |badly )*(?:want|wants|wanna have|"
        r"need) (?:the|a|an|one|this|that|these|to try|some|your|my)\b|\b(?:all i want|(?:sorta|"
        r"kinda|damn|really) (?:want|need)|bad do i want|so bad(?:ly)?|gimme|want one|need one|"
        r"need this|need that in my life|craving|can'?t wait (?:for|to|until|till)|cannot wait "
        r"(?:for|to)|excited (?:for|to get|about)|looking forward to|wish (?:i|the|it|they|you) "
        r"(?:had|could|was|were|would)|dream(?:ing)? of)\b",
    ),
    Rule(
        "product_interest",
        3,
        "weighs a purchase",
        r"\b(?:just |finally |already |i |we |she |he |mom |dad |i've |i'm )(?:bought|purchased|"
        r"ordered|pre-?ordered|copped|getting the|got (?:the|my|a) new|upgraded to|upgrading "
        r"to)\b|\bworth (?:buying|it|getting|the (?:money|price|upgrade|hype))\b|\b(?:should|"
        r"shall) (?:i|we) (?:get|buy|switch|upgrade|go for)\b|\b(?:which|what) (?:one|phone|"
        r"model|color|colour|size|laptop|plan) (?:should|to|would|do)\b|\b(?:when (?:is|are|"
        r"does|will|do) .{0,40}(?:coming (?:out|back|to)|release|launch|available|in stock|"
        r"open(?:ing)? in)|in stock|out of stock|restock\w*|back in stock|release date|do you "
        r"(?:sell|stock|carry))\b",
    ),
    Rule(
        "product_interest",
        2,
        "speaks of buying",
        r"\b(?:buy|buying|purchase|purchasing|pre-?order\w*|upgrade|(?:bring|come) (?:back|to) "
        r"(?:the|your|my)?|compared? to|vs\.?|versus|better than|cost(?:s)?|price[ds]?|\$\d+)\b",
    ),
    Rule(
        "praise",
        3,
        "loves it",
        r"\b(?:(?:i|we|just|really|absolutely|still|also|do|gotta|truly|always|seriously) "
        r"(?:freaking |fucking |just |really |absolutely )*(?:love|loved|loving|adore|"
        r"enjoy(?:ed)?)|love (?:you|u|ya|your|my|the|this|that|it|these|their|how|flying|@user|"
        r"to)|loving (?:the|my|this|your|it)|in love with|obsessed|my (?:fav|favou?rite)|best "
        r"(?:\w+ )?(?:ever|airline|service|company|store|experience|flight|customer|crew|brand|"
        r"in the|of the|pizza|food|burrito|phone|coffee|app))\b",
    ),
    Rule(
        "praise",
        3,
        "praises",
        r"\b(?:amazing|awesome|fantastic|excellent|wonderful|outstanding|brilliant|fabulous|"
        r"incredible|phenomenal|superb|exceptional|stellar|delicious|impressed|impressive|kudos|"
        r"props to|shout ?-?out|hats off|well done|great (?:job|work|service|flight|experience|"
        r"customer|crew|staff|people|team|food|company|product|phone|day|news|time|attitude|"
        r"stuff|app|video|ad|show)|good (?:job|work|service|stuff)|keep (?:it )?up|made my "
        r"(?:day|night|week|trip)|you guys (?:rock|are (?:the best|great|awesome|amazing))|you "
        r"rock|rocks|top notch|spot on|on point|on fleek|a-1|above and beyond|so (?:nice|"
        r"helpful|kind|good|friendly|easy|cool|great|happy|pretty|cute))\b",
    ),
    Rule(
        "praise",
        2,
        "likes it",
        r"\b(?:in love w|(?:so|very|really|is|are|looks?|feels?) (?:\w+ )?(?:sexy|luxurious|"
        r"gorgeous|lovely|good|nice|dope|fire|lit|clean|fast|smooth|sick|sweet|a joy)|not "
        r"(?:that |too |so )?bad|i like (?:the|this|it|your|that|my)|like it|joy to)\b",
    ),
    Rule(
        "praise",
        1,
        "sounds pleased",
        r"😍|❤|♥|💕|👏|🙌|👍|😘|🥰|💜|💙|😊|<3|\b(?:happy|great|perfect|nice|beautiful|cool|yum+y?|fun|"
        r"enjoy\w*|glad|proud|congrat\w*|best|better|love|loyal|#love\w*|#best\w*|#awesome\w*|"
        r"#amazing\w*|#great\w*)\b",
    ),
    Rule(
        "sharing",
        2,
        "passes something on",
        r"^(?:\W*rt|\W*mt) @user|\bvia @user|^[^@?][^@?]{0,200} urlurl(?: ?#\w+)*\W*$|"
        r"\b(?:check (?:out|this|it)|have a look|look at (?:this|my|the)|see more|read (?:more|"
        r"our|the|about|how)|learn (?:more|how|about)|find out|watch (?:the|our|this|now|live|"
        r"how|it)|listen to|new (?:post|blog|video|episode|article)|my (?:blog|review|latest|"
        r"video|playlist)|latest|live from|join (?:us|me|our)|tune in|follow (?:us|our|@user)|"
        r"photos?|pics?|pictures?|video|selfie|interview\w*|webcast|blog\w*|podcast|"
        r"infographic)\b",
    ),
    Rule(
        "sharing",
        2,
        "several hashtags or a picture",
        r"#\w+.{0,60}#\w+|\bpic\.twitter\.com|\binstagram\.com",
    ),
    Rule(
        "sharing",
        2,
        "news of or about a company",
        r"\b(?:announc\w+|launch\w*|unveil\w*|introduc(?:es|ing)|present(?:s|ed)|partner\w*|"
        r"conference|summit|award\w*|survey|study|research\w*|report(?:s|ed)? (?:that|first|"
        r"q[1-4]|on)|results|according to|ceo|investors?|shares|stocks?|market\w*|quarter\w*|"
        r"nutrition|sustainab\w+|communit\w+|program(?:me)?s?|initiative\w*|health\w*|global\w*|"
        r"countries|world|million|billion|women|kids|tips|discover\w*|celebrat\w+|proud|"
        r"explor\w+|#\w+day|(?:our|we) (?:are|help\w*|support\w*|believe|work\w*|have|new)|"
        r"career\w*|hiring|jobs?|did you know|happy to)\b",
    ),
    Rule(
        "campaign_reply",
        5,
        "answers an ad or a mailing",
        r"\b(?:(?:your|the|this|that|these|those|new|latest|stupid|every|annoying|watch(?:ing|"
        r"ed)|saw|seen|love|hate) (?:\w+ ){0,2}(?:ads?|advert\w*|commercials?|billboards?|"
        r"newsletters?|campaigns?|mailings?|flyers?|leaflets?|marketing|slogans?|tv spots?|"
        r"promo (?:email|e-mail|mail)s?)|(?:super bowl|tv|youtube|radio|spotify|instagram|"
        r"facebook) (?:ads?|adverts?|commercials?)|(?:got|received|saw|opened|read|about|re:?|"
        r"getting|from) (?:your|the|an?|this|so many|too many) (?:promo\w*|marketing|latest|"
        r"offer) ?(?:e-?mails?|mails?|texts?|letters?)|your (?:e-?mail|mailing|offer|letter|"
        r"text) (?:says|said|about|offer\w*|today|promis\w*|yesterday)|stop (?:e-?mailing|"
        r"mailing|texting|spamming|sending)|unsubscrib\w*|opt(?:ed)? out)\b",
    ),
    Rule(
        "purchase",
        5,
        "has bought or is buying",
        r"\b(?:just|finally|already|today|i|we) (?:bought|ordered|purchased|pre-?ordered|upgraded "
        r"to|signed up|got (?:myself|my new|a new|the new))\b|\b(?:gonna|going to|about to|i'll|"
        r"i will) (?:\w+ )?(?:buy|order|purchase|pre-?order) |\btake my money\b",
    ),
    Rule(
        "comparison",
        4,
        "compares with another",
        r"\b(?:(?:better|worse|faster|slower|cheaper|more expensive|nicer) than (?:\w+ ){0,3}"
        rf"{_RIVALS}|compar(?:e|es|ed|ing|ison) (?:\w+ ){{0,4}}{_RIVALS}|which (?:one )?(?:is|"
        r"would be) (?:the )?better\b.{0,80}\?|or should i (?:get|take|go|buy|stick)|(?:switch(?:ed"
        r"|ing)|mov(?:ed|ing)|com(?:e|ing)|came) (?:over )?from (?:\w+ ){0,3}"
        rf"{_RIVALS}|switched (?:over )?from|difference between (?:\w+ ){{0,6}}{_RIVALS}|"
        rf"{_THINGS}\b.{{0,40}}\b(?:vs|versus)\b|(?:vs|versus)\b.{{0,40}}\b{_THINGS}|"
        r"(?:than|unlike) (?:the|your) (?:competition|competitors?))(?:\W|$)",
    ),
)
