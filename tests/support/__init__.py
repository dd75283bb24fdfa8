"""What tests of several folders share: where things stand, how a command is run, drawings that a machine reads."""
