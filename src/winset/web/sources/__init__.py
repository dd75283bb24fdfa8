"""Source documents on a page: in windows that are quick to show, with every quote marked where it stands."""
