"""Settlement: is there a package that everyone needed would accept, which, and if there is none, why not."""
