"""What the bot can ask of Telegram: one small function for each method of the Bot API."""
