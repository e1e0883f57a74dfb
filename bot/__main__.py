"""The commands: `python -m bot run | migrate | seed | doctor | backup | import | export | qr`.

aiogram takes seconds to load: a command that needs it imports it itself, so that the others (a
backup every hour, say) cost a small server little.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import backup, checks, schema, seed
from bot.clock import Clock
from bot.exits import CannotRun, Exit
from bot.logs import set_up_logs
from bot.pictures.door_card import Paper
from bot.settings import Settings
from db.engine import Database

log = logging.getLogger("bot")

cli = typer.Typer(
    help="Bronia books rooms and equipment in a chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.command()
def run() -> None:
    """Run the bot; without BOT_TOKEN against the sandbox, whose page it prints."""
    from bot import app, demo

    settings = load_settings()
    with ended_clearly():
        asyncio.run(checks.check_database(settings.database_url))
        if settings.bot_token is None:
            demo.serve(settings)
        else:
            asyncio.run(app.run(app.build(settings, Clock())))


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    url = load_settings().database_url
    with ended_clearly(), checks.explained(url):
        asyncio.run(checks.check_not_newer(url, create=True))
        schema.upgrade(url)


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
    logging.getLogger("db.journal").setLevel(logging.WARNING)  # invented bookings are no news
    if everything is None:
        everything = settings.bot_token is None
    with ended_clearly(), checks.explained(settings.database_url):
        asyncio.run(checks.check_database(settings.database_url))
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


@cli.command("doctor")
def examine() -> None:
    """Look for what is wrong, and say what to do; exit code 1 when there is something."""
    from bot import doctor

    findings = asyncio.run(doctor.examine())
    for finding in findings:
        typer.echo(f"{'WRONG' if finding.is_problem else 'ok':5}  {finding}")
    if any(finding.is_problem for finding in findings):
        raise typer.Exit(Exit.FAILED)


@cli.command("backup")
def back_up(file: Annotated[Path, typer.Argument(help="What must not be there yet.")]) -> None:
    """Copy the SQLite database to FILE, whole and checked, while the bot runs."""
    settings = load_settings()
    with ended_clearly():
        size = backup.back_up(settings.database_url, file)
    typer.echo(f"{file}: {size} bytes, checked.")


@cli.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: docs/import.md has the columns.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    set_rules_aside: Annotated[
        bool, typer.Option("--set-rules-aside", help="Of bookings; what is taken stays taken.")
    ] = False,
) -> None:
    """Bring in resources, people or bookings: all of FILE or nothing."""
    from bot import moving

    settings = load_settings()
    with ended_clearly(), checks.explained(settings.database_url):
        asyncio.run(checks.check_database(settings.database_url))
        report = asyncio.run(
            moving.import_file(settings, file, dry=dry_run, sets_rules_aside=set_rules_aside)
        )
    for line in moving.report_lines(report):
        typer.echo(line)
    if report.refused:
        raise typer.Exit(Exit.FAILED)


@cli.command("export")
def export_to(folder: Annotated[Path, typer.Argument(help="Where the files go.")]) -> None:
    """Write everything into FOLDER, as CSV and JSON; an import reads it again."""
    from bot import moving

    settings = load_settings()
    with ended_clearly(), checks.explained(settings.database_url):
        asyncio.run(checks.check_database(settings.database_url))
        for path in asyncio.run(moving.export_to(settings, folder)):
            typer.echo(path)


@cli.command("qr")
def make_door_card(
    resource: Annotated[str, typer.Argument(help="Its id, its name, or a part of its name.")],
    to: Annotated[Path, typer.Option(help="The folder for the files.")] = Path(),
    language: Annotated[
        str | None, typer.Option(help="uk or en; by default DEFAULT_LANGUAGE.")
    ] = None,
    username: Annotated[
        str | None, typer.Option(help="The bot's; by default Telegram is asked.")
    ] = None,
    paper: Annotated[Paper, typer.Option(help="What it is printed on.")] = Paper.A6,
) -> None:
    """Make a card for the door of RESOURCE, as PNG and PDF: whoever scans it books it."""
    from bot import door_cards

    settings = load_settings()
    with ended_clearly(), checks.explained(settings.database_url):
        asyncio.run(checks.check_database(settings.database_url))
        making = door_cards.make_card(
            settings, resource, folder=to, language=language, username=username, paper=paper
        )
        for path in asyncio.run(making):
            typer.echo(path)


@contextmanager
def ended_clearly() -> Iterator[None]:
    """What ends a command is one line of the log, and an exit code (`docs/operations.md`)."""
    try:
        yield
    except CannotRun as reason:
        log.critical("%s", reason)
        raise typer.Exit(reason.code) from None
    except Exception as error:
        log.critical("an error that nobody expected: please report it", exc_info=error)
        raise typer.Exit(Exit.FAILED) from None


def load_settings() -> Settings:
    """The settings, or a clear word about what is wrong with them, and exit code 2."""
    try:
        settings = checks.check_settings()
    except CannotRun as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(reason.code) from None
    set_up_logs(settings)
    return settings


if __name__ == "__main__":
    cli()
