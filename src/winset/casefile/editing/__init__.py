"""Changes of a case file: each a splice in its text, with everything else as it was, kept so that it can be undone."""
