"""What a case says, in names: frozen models, from which the JSON Schema is generated."""
