"""Phrases: e-mails, chats and texts to the desk, notes about calls, and what the desk answers."""

from __future__ import annotations

_INTENTS = ("complaint", "question", "request", "billing", "outage", "delivery", "cancellation",
            "thanks")

DESK: dict[str, tuple[str, ...]] = {
    "salute": ("Hello,", "Dear team,", "Hi,", "Good morning,", "Good afternoon,", "To whom it may "
               "concern,", "Hello Tessmoor,", "Hi there,"),
    "regards": ("Kind regards", "Thanks", "Thank you", "Best", "Regards", "Many thanks", ""),
    "ask": ("Please let me know.", "Could you look into it?", "I look forward to your answer.",
            "Please get back to me by {weekday}.", "What do you need from me?",
            "A short answer is enough.", "Please call me if that is easier.",
            "I would be grateful for a quick reply.", "When can I expect an answer?", ""),
    "customer_since": ("I have been a customer for {digit} years.", "My plan is {plan}.",
                       "The account is in my name.", "I am writing for {who}.", "", ""),
    "email_outage": ("our {line} has been down since {weekday}. {ask}",
                     "there is no {line} at our address {since}. {customer_since} {ask}",
                     "the {thing} stopped working after {event}. Restarting does not help. {ask}"),
    "email_complaint": ("{trouble}. {contact_story}. {ask}", "{contact_story}. {feeling_bad} {ask}",
                        "I want to complain. {trouble}, {since}. {feeling_bad}",
                        "{customer_since} {trouble} and {contact_story}. {feeling_bad}"),
    "email_question": ("how can I {howto}? {ask}", "I could not find {find} on your site. {ask}",
                       "does {plan} include {extra}? {ask}", "{customer_since} Can I {howto}?"),
    "email_request": ("please {action}. {ask}", "could you {action}? {customer_since}",
                      "I would like to {howto}. {ask}", "we move to <city> in {month}. Please "
                      "{action}. {ask}"),
    "email_billing": ("{bill_wrong}. Please correct it. {ask}", "{bill_wrong}. {feeling_bad} {ask}",
                      "the bill for {month} shows {price}, I expected less. {ask}",
                      "please explain the {small_fee} on my {month} bill. {ask}"),
    "email_delivery": ("the {device} ordered on {weekday} has not arrived. {ask}",
                       "I got the wrong {device}. How do I send it back?",
                       "when will my {device} be delivered? {ask}"),
    "email_cancellation": ("I hereby cancel {plan} at the end of {month}. Please confirm.",
                           "please cancel my contract. {trouble}. {ask}",
                           "what is the notice period for {plan}? {ask}"),
    "email_thanks": ("just a note to say thank you, my {thing} works again. {feeling_good}",
                     "your technician was excellent. {feeling_good}"),
    "email_product_interest": ("I am interested in {plan}. What would it cost at our address?",
                               "is {offer} available to me? {ask}", "please send an offer for "
                               "{plan} with {extra}. {ask}"),
    "email_policy": ("my bill shows a {fee}. {paperless}. Please take it off. {ask}",
                     "why am I charged a {fee}? {paperless}. {ask}",
                     "{paperless}, yet there is a {fee} for the {ordinal} month. {feeling_bad}"),
    "email_mailing": ("{mailing_neutral} {ask}", "{mailing_negative}"),
    "email_spike": ("no {line} in <city> since the evening. {ask}",),
    "email_body_followup": ("thanks for the answer, but {trouble}. {ask}",
        "I tried that. It did not "
                       "help.", "here are the details you asked for. {ask}", "Any news on this?",
                       "thank you, that solved it.", "please see my first mail, the problem is "
                       "still there.", "the bill still shows the wrong amount."),
    "chat_open": ("hi", "hello", "hey", "hi,", "good morning", "", "", ""),
    "chat_outage": ("{chat_open} my {line} is down", "no {line} {since}, is there an outage in "
                    "<city>?", "{thing} not working {since}"),
    "chat_complaint": ("{trouble}, {since}", "{contact_story}, can you help?", "{trouble}. "
                       "{feeling_bad}"),
    "chat_question": ("{chat_open} how do I {howto}?", "can I {howto} here?", "where is {find}?",
                      "does {plan} include {extra}?"),
    "chat_request": ("{chat_open} please {action}", "can you {action}?", "need to {howto}"),
    "chat_billing": ("{bill_wrong}", "{chat_open} question about my {month} bill", "what is the "
                     "{small_fee} on my bill?", "{bill_wrong}, please fix it"),
    "chat_delivery": ("where is my {device}?", "{device} not here yet, ordered {weekday}",
                      "wrong {device} delivered"),
    "chat_cancellation": ("I want to cancel {plan}", "how do I cancel?",
        "cancel my account please"),
    "chat_thanks": ("thanks, works now", "great help, thank you"),
    "chat_product_interest": ("is {plan} available in <city>?", "how much is {plan}?",
                              "is {offer} still on?"),
    "chat_policy": ("why is there a {fee} on my bill? {paperless}", "please remove the {fee}, "
                    "{paperless}", "{chat_open} {fee} again on my bill"),
    "chat_mailing": ("{mailing_neutral}",),
    "chat_spike": ("is there an outage in <city>?", "everything is down in <city>", "no {line} in "
                   "<city>"),
    "chat_followup": ("ok", "yes", "tried that, no change", "it's blinking red", "account ends in "
                      "{digit}{digit}{digit}", "ok thanks", "how long will that take?", "no, the "
                      "other one", "great, thank you!", "still nothing", "yes that's my address",
                      "can I get that in writing?", "that's not what I was told last time"),
    "note_outage": ("Line down {note_since}, reset done.", "No {line}. Ticket opened.",
                    "Outage reported, technician booked for {weekday}."),
    "note_complaint": ("Unhappy with waiting time.", "Complaint about {thing}. Escalated.",
                       "Technician missed the appointment, rebooked.",
                       "Repeat trouble with {thing}."),
    "note_question": ("Asked how to {howto}.", "General question, answered.", "Plan advice given."),
    "note_request": ("Address change done.", "Sent a new {device}.", "Technician booked for "
                     "{weekday}.", "SIM activated."),
    "note_billing": ("Bill explained.", "Disputes a charge of {small_fee}, credit given.",
                     "Double charge for {month}, refund started.", "Payment plan agreed.",
                     "Late fee waived."),
    "note_delivery": ("Delivery of {device} delayed.", "Wrong {device} sent, replacement ordered."),
    "note_cancellation": ("Wants to cancel, offer made.", "Cancellation taken for {month}."),
    "note_thanks": ("Called to say thanks.",),
    "note_product_interest": ("Interested in {plan}.", "Upgrade to {plan} sold.", "Asked about "
                              "price of {plan}."),
    "note_policy": ("Disputes $3.50 paper invoice fee, is on paperless billing.",
                    "Paper invoice fee charged to paperless customer, credit given.",
                    "Paper invoice fee again, angry.", "Asks why there is a paper invoice fee."),
    "note_mailing": ("Asks about plan change e-mail, we had no information.", "Got a mailing about "
                     "the plan change, link does not work.", "Plan change mail: wants to keep old "
                     "plan."),
    "note_spike": ("Outage in the north, no estimate given.", "No service at all, outage area."),
    "note_since": ("since yesterday", "since {weekday}", "since the storm", "this morning"),
    "ack_email": ("Thank you for your message. We have received it and will answer within one "
                  "business day. This is an automatic reply.",),
    "ack_chat": ("Hi, I'm the Tessmoor assistant. One moment, I'll find someone for you.",),
    "ack_social": ("Thanks for your message! A member of our team will get back to you. "
                   "(automatic reply)",),
    "sorry": ("we're sorry about that", "that's not what we want for you", "sorry for the trouble",
              "I understand this is annoying", "apologies for the wait", "thanks for telling us"),
    "next_step": ("I've reset the line, please restart the router.", "a technician will call you "
                  "by {weekday}.", "I've credited {small_fee} to your next bill.", "I've passed it "
                  "to our network team.", "you can do that in the app under Settings.",
                  "please send us your account number in a DM.", "we'll have news by {weekday}.",
                  "I've sent you a new {device}.", "we're checking the line in <city>.",
                  "please try again in {few} minutes and tell us if it helps."),
    "desk_step": ("I've reset the line, please restart the router.",
        "a technician will call you by "
                  "{weekday}.", "I've credited {small_fee} to your next bill.", "I've passed it to "
                  "our network team.", "you can do that in the app under Settings.", "please send "
                  "us your account number.", "we'll have news by {weekday}.", "I've sent you a new "
                  "{gadget}.", "we're checking the line in <city>.", "I've noted it in your "
                  "account.", "the change takes effect on the 1st.", "please try again in {few} "
                  "minutes and tell us if it helps."),
    "sign": ("^AK", "^MR", "^JT", "^LB", "^SC", "^DW", "^PN", "^EH", "^RV", "^TG", "^KO", "^NF"),
    "reply_service": ("Hi, {sorry}. {next_step} {sign}", "Hello, {sorry}. {next_step} {sign}",
                      "Hi there, {next_step} {sign}", "Thanks for waiting. {next_step} {sign}"),
    "reply_marketing": ("Thank you! That's lovely to read. {sign}", "Great choice! {plan} has "
                        "{extra} on board. {sign}", "Glad you like it! {sign}", "You'll find all "
                        "offers in our store in <city> or in the app. {sign}", "Yes, it runs until "
                        "the end of {month}. {sign}", "We pass that on to the team! {sign}"),
    "reply_other": ("Hello back! {sign}", "Have a nice {weekday}! {sign}", "Ha, same here. {sign}"),
    "greeting": ("Hello,", "Good morning,", "Good afternoon,", "Dear customer,", "Hi,"),
    "reply_email": ("{greeting} {sorry}. {desk_step} Kind regards, Tessmoor customer care",
                    "{greeting} thank you for writing. {desk_step} Kind regards, Tessmoor"),
    "reply_chat": ("{sorry}. {desk_step}", "{desk_step}", "Happy to help. {desk_step}", "One "
                   "moment please, I'm looking at your account.", "That's done. Anything else?"),
    "call_back": (
        "Called back: technician will come {weekday}.", "Called back: {small_fee} credited.",
        "Called back, no answer.", "Called back, solved."),
    "own_post": ("New in our <city> store: {offer}. Come by!", "{plan}: now with {extra}. {link}",
                 "Meet the crew that builds fiber in <city> {link}", "How to {howto}, in one "
                 "minute: {link}", "Until the end of {month}: {offer} {link}", "Street work in "
                 "<city> on {weekday} from {clock}. Thanks for your patience!", "Who else works "
                 "from the kitchen table? Show us your setup!", "<campaign> is here! {link}"),
    "survey_good": ("quick and friendly", "no complaints", "always worked", "good chat support",
                    "technician was great", "fair price", "happy so far"),
    "survey_bad": ("waiting too long on the phone", "prices keep rising", "nobody calls back",
                   "too many outages", "bill is hard to understand", "had to explain everything "
                   "{times}", "social team answers faster than the phone, that can't be right"),
    "survey_neutral": ("ok", "does what it should", "fine most of the time", "more stores please",
                       "app could be better", "no opinion"),
    **{f"email_body_{name}": (f"{{salute}} {{email_{name}}} {{regards}}",
                              f"{{email_{name}}} {{regards}}", f"{{salute}} {{email_{name}}}")
       for name in (*_INTENTS, "product_interest", "policy", "mailing", "spike")},
}
