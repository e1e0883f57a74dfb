"""Why the process ends: the exit codes, and the exception that carries one with its sentence."""

from enum import IntEnum


class Exit(IntEnum):
    """What `docs/operations.md` promises to whoever starts the process."""

    OK = 0
    FAILED = 1
    SETTINGS = 2
    DATABASE = 3
    TOKEN = 4
    SECOND_PROCESS = 5


class CannotRun(Exception):
    """One sentence or two for whoever runs the bot: what is wrong, and what to do about it."""

    def __init__(self, sentence: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(sentence)
        self.code = code
