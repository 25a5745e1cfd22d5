"""Phrases: offers, products, praise, sharing, campaigns, small talk and spam.

Keys: intent_sentiment.
"""

from __future__ import annotations

MARKET: dict[str, tuple[str, ...]] = {
    "offer": ("the student deal", "the summer offer", "the bundle discount", "the switch bonus",
              "two months free", "the Black Friday deal", "the referral bonus", "the family offer",
              "the loyalty discount", "20% off the first year", "the free mesh extender",
              "the double data promo", "the back to school offer", "the {price} deal",
              "the new customer price", "the moving bonus"),
    "promotion_neutral": (
        "is {offer} still on?", "does {offer} work for existing customers too?",
        "when does {offer} end?", "is there a promo code for {plan} right now?",
        "can I combine {offer} with {plan}?", "any deals on {plan} for {who} and me?",
        "entered the giveaway, when is the draw?", "saw {offer} at the <city> mall, also online?",
        "how much is {plan} with {offer}?", "is {offer} only in <city> or everywhere?",
        "who do I ask about {offer}?", "does the coupon from the flyer expire?",
        "looking for {offer}, link goes to the start page.", "is there {offer} for seniors?",
        "someone said {offer} is back.", "waiting for the next sale before I upgrade.",
        "comparing deals for {who}, {offer} looks fair.", "putting {offer} on my list for {month}.",
        "{offer}: is it a real discount or the usual price?", "entered the contest, wish me luck.",
        "hoping for {offer} again this {span}.", "my promo ends in {month}, any new offers then?",
        "saw a coupon for {plan} in the paper.", "10% off for teachers would be nice too."),
    "promotion_positive": (
        "{offer} is a steal, just signed up. {feeling_good}", "yes! Got {offer}. {feeling_good}",
        "won the ticket giveaway!! {feeling_good}", "best deal in <city> right now: {offer}.",
        "{who} told me about {offer}, saved {small_fee} a month. {feeling_good}",
        "finally a discount worth having: {offer}.", "fingers crossed for the giveaway!"),
    "promotion_negative": (
        "so {offer} is only for new customers. Loyalty means nothing. {feeling_bad}",
        "{offer} has more small print than my mortgage. {feeling_bad}",
        "promo code doesn't work, of course. {feeling_bad}", "you raffle phones while prices go "
        "up. {feeling_bad}"),
    "product_interest_neutral": (
        "thinking about {plan}, is it any good for gaming?", "when does fiber come to <city>?",
        "{plan} or {plan}, which one for a family of four?", "does anyone in <city> use {plan}?",
        "how fast is {plan} really in the evening?", "moving to <city> in {month}, which plan?",
        "is the new {gadget} sold separately?", "want to switch to {plan}, how long is the term?",
        "what's the upload on {plan}?", "does {plan} come with {extra}?", "considering {plan} for "
        "our shop, who can I talk to?", "will {plan} get {extra} this year?",
        "comparing {plan} with what I have now. {price} vs {price}.", "is 5G live in <city> yet?",
        "need internet for a cabin near <city>, what do you have?", "can I try {plan} first?",
        "thinking of getting {plan} for {who}.", "about to buy a {gadget}, yours or my own?",
        "I want {plan} as soon as it reaches <city>.", "might upgrade to {plan} in {month}.",
        "looking to buy a house in <city>, fiber is a must.", "planning to switch to {plan} when "
        "my contract is up in {month}.", "should I get {plan} or wait for the next one?",
        "{plan} is on my wish list.", "need a second line for {who}, leaning towards {plan}.",
        "we want to order {plan} for the shop, {number} seats.", "{who} wants {plan} for the "
        "birthday.", "considering {plan}, {price} seems okay if the speed holds."),
    "product_interest_positive": (
        "can't wait for fiber in <city>! {positive_mark}", "just ordered {plan}, excited!",
        "{plan} looks great, count me in.", "that new {gadget} looks slick. Want one.",
        "upgraded to {plan} today. {feeling_good}", "finally fiber on our street, signing up!",
        "{who} has {plan} and it flies. Getting it too."),
    "product_interest_negative": (
        "wanted {plan} but {price} is too much. {feeling_bad}", "{plan} sounds nice, sadly not "
        "available in <city>. Again.", "checked {plan}, same speed as five years ago. No thanks."),
    "positive_mark": ("Counting days.", "At last.", "So ready.", "Been waiting for years.", "Yes!"),
    "praise_positive": (
        "{plan} has been rock solid {praise_since}. {feeling_good}", "love my new {gadget}. "
        "{feeling_good}", "with you {praise_since} and not one outage. {feeling_good}",
        "the people in the <city> store are the best. {feeling_good}", "{who} and I are so happy "
        "with {plan}.", "fastest internet I ever had. {feeling_good}", "credit where it's due: "
        "{praise_thing}. {feeling_good}", "switched to you in {month}, {feeling_good_low}",
        "{praise_thing}. {feeling_good}", "big fan of {praise_thing_low}. {feeling_good}",
        "whoever designed the app: great job.", "{plan} + {extra} = perfect. {feeling_good}",
        "gaming on {plan} is a dream.", "worked from home all {span}, zero drops. {feeling_good}",
        "local company, real people, good prices. {feeling_good}"),
    "praise_since": ("since {month}", "for a year now", "for two years", "for three years",
                     "for half a year", "for ten years", "since day one"),
    "feeling_good_low": ("best decision of the {span}.", "should have done it years ago.",
                         "never looked back.", "no regrets."),
    "praise_thing": ("the installer was on time and kind", "the new app is really good",
                     "speed is exactly as promised", "setup took {few} minutes",
                     "your support chat is funny and fast", "the bill is easy to read",
                     "the picture on the new TV box is stunning", "signal at the lake is great"),
    "praise_thing_low": ("the new app", "your chat team", "the <city> store", "the mesh extender",
                         "the family plan", "how simple setup was"),
    "duplicate_positive": (
        "Best internet provider ever{twin_mark} super fast and {twin_word}, everyone should switch "
        "to Tessmoor{twin_end}",),
    "twin_mark": (",", ",", "!", " -"),
    "twin_word": ("friendly", "friendly", "friendly", "so friendly"),
    "twin_end": ("", "", "!", "!!", " 🙌", " ❤️", " now", "."),
    "sharing_neutral": (
        "good read on home wifi: {link}", "Tessmoor opens a store in <city> {link}",
        "our school in <city> got fiber, article here {link}", "new plan prices compared: {link}",
        "Tessmoor is hiring technicians in <city> {link}", "my review of the {gadget}: {link}",
        "{link} how fiber gets into the house", "sharing for {who}: {offer} {link}",
        "RT: street work in <city> starts {weekday} {link}", "speed map of <city> {link}",
        "wrote down how to {howto}: {link}", "local news on the fiber build in <city> {link}",
        "{who} explains how to {howto} {link}", "photo from the <city> tower site {link}"),
    "sharing_positive": ("proud of my team at Tessmoor <city>! {link}", "great piece on fiber for "
                         "farms {link}", "my desk setup with {plan}, {feeling_good_low} {link}",
                         "Tessmoor sponsors our <city> softball team, thanks! {link}"),
    "sharing_negative": ("read this before you sign with them {link}", "Tessmoor raises prices "
                         "again {link}", "sad read about the slow build in <city> {link}"),
    "link": ("https://tess.example/{slug}", "https://news.example/{slug}",
             "https://pic.example/{slug}", "https://blog.example/{slug}"),
    "slug": ("a{digit}k{digit}x", "{digit}f{digit}tz", "q{digit}w{digit}e{digit}",
        "m{digit}pl{digit}",
             "h{digit}{digit}vn", "zz{digit}r{digit}"),
    "campaign_reply_neutral": (
        "is the ad with the dog filmed in <city>?", "got your newsletter, is {offer} in all "
        "stores?", "saw the billboard in <city>. What is it about?", "what song is in the new ad?",
        "your flyer says {price}, online it's {price}?", "just got the {campaign} mail, who is it "
        "for?", "about {campaign}: do I need a code?", "how long does {campaign} run?",
        "does {campaign} count if I ordered last week?", "took part in {campaign}, now what?"),
    "campaign_reply_positive": (
        "the dog in your ad is adorable!", "ok the new commercial made me laugh. {feeling_good}",
        "{campaign} is a great idea. {feeling_good}", "signed up through {campaign}. "
        "{feeling_good}", "first newsletter I read to the end. Nice one.", "{campaign}, love it!"),
    "campaign_reply_negative": (
        "please stop the ads, every video has one. {feeling_bad}", "third {campaign} mail this "
        "week. {feeling_bad}", "money for billboards but not for the line in <city>. {feeling_bad}",
        "unsubscribed twice, still get your newsletter. {feeling_bad}", "{campaign}: does nothing "
        "for people who already pay. {feeling_bad}"),
    "campaign": ("<campaign>",),
    "smalltalk_neutral": (
        "good morning from <city>", "who's watching the game tonight?", "rain again in <city>",
        "happy {weekday} everyone", "your hold music is stuck in my head now", "anyone else up?",
        "lol", "haha same", "what's the intern's name?", "that's one way to see it", "same here",
        "coffee first, then {weekday}", "hey from <city>", "{who} says hi", "ok this is random but "
        "who draws your comics?", "first!", "is that the <city> bridge in the picture?"),
    "smalltalk_positive": ("lovely picture of <city>!", "happy holidays to the whole team!",
                           "great game last night!", "congrats on ten years!", "cute dog!",
                           "have a nice weekend all", "beautiful sunset over <city> tonight"),
    "smalltalk_negative": ("ugh, {weekday}s.", "worst weather for a parade", "lost again, typical "
                           "<city> season", "too tired for this {weekday}"),
    "spam_neutral": (
        "earn {price} a day from home, ask me how {link}", "cheap followers, DM for prices",
        "hot coins this week, join the channel {link}", "free gift cards, click {link}",
        "check my page for daily tips {link}", "loans without questions {link}",
        "buy verified reviews {link}", "I make {price} an hour with this app {link}"),
    "spam_positive": ("this changed my life, thank you coach Lena! {link}", "amazing results in "
                      "{few} days {link}", "best trader ever, paid me {price} {link}"),
    "unclear_neutral": (
        "...", "??", "so this", "see above", "well then", "@ you know who", "that one", "1/2",
        "here we go", "hm", "interesting", "wrong tab, sorry", "no comment", "it is what "
        "it is", "what he said", "as if"),
    "unclear_negative": ("not again", "seriously", "nope", "I can't even", "wow, just no"),
    "unclear_positive": ("nice", "yes please", "ha, good one", "this!", "finally"),
}
