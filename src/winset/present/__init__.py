"""Results in, documents out; nothing is computed here."""
