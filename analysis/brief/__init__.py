"""The brief: one page of the decision that can be sent on, as HTML and as PDF, of one content."""
