"""The brief: which sections of which answers, in which order, at which depth."""
