"""On how much two readers of the same sources agree, and whether an answer hangs on where they do not."""
