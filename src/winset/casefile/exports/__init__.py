"""Cases in foreign formats, one file per format."""
