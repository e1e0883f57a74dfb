"""The people and groups around the bot, and what they can do and see."""
