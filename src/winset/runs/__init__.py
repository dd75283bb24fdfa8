"""Long runs shared out: pieces of the draws, done by this process, by several, or by the workers of a cluster."""
