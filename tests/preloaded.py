"""What a process that bots are forked from has done before: imported them, and warmed them up."""

import bot.app
import bot.demo
import bot.doctor  # noqa: F401 - it is there when it is imported
from bot import phrases
from bot.pictures import plan

phrases.warm_up()
plan.warm_up()
