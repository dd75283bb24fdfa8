"""Who must be in the room: what each table can agree, what of it holds, and what leaving a party out costs."""
