"""How wrong rules of bargaining have been on the public record, and a forecast that says so."""
