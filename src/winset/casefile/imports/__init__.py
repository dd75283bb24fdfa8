"""Cases from foreign formats, one file per format; what they say in common is a `Domain`."""
