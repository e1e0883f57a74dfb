"""What every table shares: the metadata with its names, the time type, the timestamps."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Dialect, Enum, MetaData, String, Table, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Mapper,
    ORMExecuteState,
    QueryableAttribute,
    Session,
    object_session,
)
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime in whole seconds.

    SQLite holds it as an INTEGER of Unix seconds (4.4 times faster to read than text, and
    `datetime(starts_at, 'unixepoch')` shows it), PostgreSQL as `timestamptz`.
    A naive datetime raises ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        check_aware(value)
        if dialect.name == "sqlite":
            return int(value.timestamp())
        return value.astimezone(UTC).replace(microsecond=0)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if isinstance(value, int):
            return datetime.fromtimestamp(value, UTC)
        seen: datetime | None = value
        return seen


ToSeconds = Callable[[Any], int | None]


class EpochSeconds(TypeDecorator[int]):
    """A `UtcDateTime` read as Unix seconds: for sweeps over many rows, plain integers."""

    impl = BigInteger
    cache_ok = True

    def result_processor(self, dialect: Dialect, _coltype: object) -> ToSeconds | None:
        """On SQLite they are what is stored, so nothing is done to them."""
        return None if dialect.name == "sqlite" else _to_seconds


def _to_seconds(value: datetime | None) -> int | None:
    return None if value is None else int(value.timestamp())


class epoch(FunctionElement[int]):  # noqa: N801 - used like a function of SQL
    """A `UtcDateTime` as Unix seconds within SQL, for sums and groups; on SQLite it is that."""

    type = BigInteger()
    inherit_cache = True


@compiles(epoch)
def _epoch(element: epoch, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **options)}) AS BIGINT)"


@compiles(epoch, "sqlite")
def _epoch_on_sqlite(element: epoch, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS INTEGER)"


TAG = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
TAGS_MAX = 500


class Tags(TypeDecorator[frozenset[str]]):
    """A set of tags as text, in alphabetical order with a space between them.

    A tag is up to 32 small Latin letters, digits and hyphens; another raises ValueError.
    """

    impl = String(TAGS_MAX)
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, _dialect: Dialect) -> str:
        tags = sorted(value or ())
        wrong = [tag for tag in tags if not TAG.fullmatch(tag)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no tag: small letters, digits and hyphens")
        return " ".join(tags)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> frozenset[str]:
        return frozenset((value or "").split())


FEATURE = re.compile(r"[^\W_](?:[\w -]{0,30}\w)?")
FEATURES_MAX = 500


class Features(TypeDecorator[frozenset[str]]):
    """A set of small words in any script, as text: in alphabetical order, a comma between them.

    A feature is 1 to 32 letters, digits, hyphens and spaces; another raises ValueError.
    """

    impl = String(FEATURES_MAX)
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, _dialect: Dialect) -> str:
        features = sorted(value or ())
        wrong = [one for one in features if not FEATURE.fullmatch(one) or one != one.casefold()]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no feature: small letters, digits, hyphens, spaces")
        return ",".join(features)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> frozenset[str]:
        return frozenset(filter(None, (value or "").split(",")))


def check_aware(value: datetime) -> None:
    """Raise ValueError when a datetime names no zone."""
    if value.tzinfo is None:
        raise ValueError(f"a datetime needs a zone: {value.isoformat()}")


def check_length(name: str, text: str | None, *, least: int = 0, most: int) -> None:
    """Raise ValueError when a text is shorter or longer (in characters) than the column allows."""
    if text is not None and not least <= len(text) <= most:
        raise ValueError(f"{name} has {len(text)} characters; {least} to {most} are allowed")


def check_order(what: str, begins: datetime, ends: datetime) -> None:
    """Raise ValueError when something ends before, or as, it begins."""
    if begins >= ends:
        raise ValueError(f"{what} must end after it starts: {begins.isoformat()}")


def enum_column_type(enum: type[StrEnum]) -> Enum:
    """The values (not the names) of a StrEnum, as text; the CHECK is `one_of` on the table."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


def one_of(column: str, enum: type[StrEnum]) -> str:
    """The SQL of a CHECK that holds a column to an enum's values."""
    values = ", ".join(f"'{member.value}'" for member in enum)
    return f"{column} IN ({values})"


def length_checks(**most: int) -> tuple[CheckConstraint, ...]:
    """The CHECKs that hold texts to their columns' lengths, which SQLite itself ignores."""
    return tuple(
        CheckConstraint(f"length({column}) <= {length}", name=f"{column}_length")
        for column, length in most.items()
    )


class Base(DeclarativeBase):
    __table__: ClassVar[Table]
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy's own spelling

    def check(self) -> None:
        """Raise ValueError where the columns do not go together; called before each write."""


@event.listens_for(Base, "before_insert", propagate=True)
def _fill_defaults(mapper: Mapper[Any], _connection: object, target: Base) -> None:
    """What the INSERT would fill in is there before it is checked."""
    for key, default in _defaults_of(mapper):
        if getattr(target, key) is None:
            setattr(target, key, default)


@lru_cache
def _defaults_of(mapper: Mapper[Any]) -> list[tuple[str, Any]]:
    columns = ((attribute.key, attribute.columns[0].default) for attribute in mapper.column_attrs)
    return [
        (key, default.arg)
        for key, default in columns
        if isinstance(default, ScalarElementColumnDefault)
    ]


@event.listens_for(Base, "before_insert", propagate=True)
@event.listens_for(Base, "before_update", propagate=True)
def _check(_mapper: Mapper[Any], _connection: object, target: Base) -> None:
    target.check()


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _hold_to_length(_model: type[Base], key: str, attribute: QueryableAttribute[Any]) -> None:
    """Every text is held to its column's length as soon as it is set."""
    columns = getattr(attribute.property, "columns", None)
    most = getattr(columns[0].type, "length", None) if columns else None
    if most is None:
        return

    @event.listens_for(attribute, "set")
    def check(_target: Base, value: object, _old: object, _initiator: object) -> None:
        if isinstance(value, str):
            check_length(key, value, most=most)


class TimestampMixin:
    """`created_at` and `updated_at`, filled by the events below, never by hand."""

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


def session_now(session: Session) -> datetime:
    """The time by which a session stamps its rows: the clock its factory was given."""
    now: Callable[[], datetime] = session.info["now"]
    return now()


def _now_for(target: object) -> datetime:
    session = object_session(target)
    if session is None:
        raise RuntimeError(f"{target!r} is being written outside a session")
    return session_now(session)


@event.listens_for(TimestampMixin, "before_insert", propagate=True)
def _stamp_insert(_mapper: Mapper[Any], _connection: object, target: TimestampMixin) -> None:
    target.created_at = target.updated_at = _now_for(target)


@event.listens_for(TimestampMixin, "before_update", propagate=True)
def _stamp_update(_mapper: Mapper[Any], _connection: object, target: TimestampMixin) -> None:
    target.updated_at = _now_for(target)


@event.listens_for(Session, "do_orm_execute")
def _stamp_bulk(state: ORMExecuteState) -> None:
    """The same for UPDATE statements, which pass no mapper event."""
    mapper = state.bind_mapper
    if state.is_update and mapper is not None and issubclass(mapper.class_, TimestampMixin):
        stamped: Any = state.statement
        state.statement = stamped.values(updated_at=session_now(state.session))
