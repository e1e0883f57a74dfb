"""Tables, constraints, queries and locks; no words for people, no Telegram, no policy."""
