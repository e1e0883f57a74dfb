"""The commands: `python -m bot run | migrate | seed`."""

import asyncio
import logging
from pathlib import Path
from typing import Annotated

import typer
from alembic import command
from alembic.config import Config
from pydantic import ValidationError

from bot import demo, seed
from bot.app import build
from bot.app import run as run_app
from bot.clock import Clock
from bot.settings import Settings
from db.engine import Database

ROOT = Path(__file__).parent.parent

cli = typer.Typer(
    help="Bronia books rooms and equipment in a chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.command()
def run() -> None:
    """Run the bot; without BOT_TOKEN against the sandbox, whose page it prints."""
    settings = load_settings()
    if settings.bot_token is None:
        demo.serve(settings)
    else:
        asyncio.run(run_app(build(settings, Clock())))


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    config = Config(ROOT / "alembic.ini")
    config.attributes["database_url"] = load_settings().database_url
    command.upgrade(config, "head")


@cli.command("seed")
def seed_database(
    everything: Annotated[
        bool | None,
        typer.Option(
            help="Also people and bookings. By default only where there is no BOT_TOKEN: invented"
            " people have no place in a real office.",
        ),
    ] = None,
) -> None:
    """Add a dozen resources to an empty database; run twice, it adds nothing."""
    settings = load_settings()
    if everything is None:
        everything = settings.bot_token is None
    added = asyncio.run(_seed(settings, everything=everything))
    typer.echo(f"{added} resources added." if added else "There are resources already.")


async def _seed(settings: Settings, *, everything: bool) -> int:
    clock = Clock()
    db = Database(settings.database_url, now=clock.now)
    try:
        if everything:
            return await seed.seed_everything(db, settings, now=clock.now())
        return await seed.seed_resources(db, settings)
    finally:
        await db.close()


def load_settings() -> Settings:
    """The settings, or a clear word about the first that is wrong, and exit code 2."""
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = str(problem["loc"][0]).upper()
            typer.echo(f"{name}: {problem['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(2) from error
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    return settings


if __name__ == "__main__":
    cli()
