"""In which order steps must be taken, and how strong the snapback must be, so that no party gains by a breach."""
