"""How much to invest in social-media care: model, answers, sensitivity, worth of knowing more.

See docs/decision.md.
"""
