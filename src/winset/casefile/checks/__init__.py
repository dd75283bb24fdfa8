"""What must hold across the fields of a case, one file per subject."""
