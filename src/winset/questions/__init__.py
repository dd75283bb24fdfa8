"""The questions, a folder each: what is asked, how it is solved, and what is said of the answer."""
