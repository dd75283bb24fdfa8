"""Every kind of sentence that carries a number is true: each is worked out anew by slow means."""
