"""The tables of the lessons, and how a connection to them is made.

The code is the same for SQLite and PostgreSQL. SQLite in a file needs a local disk.
"""

import sqlite3
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.pool import StaticPool

WAIT_SECONDS = 10  # for a lock
metadata = MetaData()

lessons = Table(
    "lesson",
    metadata,
    Column("code", String(4), primary_key=True),
    Column("teacher", String(64), nullable=False),  # the key's hash
    Column("number", Integer, nullable=False),  # of the question, from 0
    Column("name", String(200), nullable=False),  # of the question, as its room names it
    Column("choices", Integer, nullable=False),
    Column("phase", String(10), nullable=False),
    Column("version", Integer, nullable=False),  # how many moves led here
    Column("touched", Float, nullable=False),  # seconds since 1970
)
asked = Table(  # the questions so far
    "asked",
    metadata,
    Column("lesson", String(4), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("choices", Integer, nullable=False),
    ForeignKeyConstraint(["lesson"], ["lesson.code"], ondelete="CASCADE"),
)
phones = Table(
    "phone",
    metadata,
    Column("lesson", String(4), primary_key=True),
    Column("phone", String(64), primary_key=True),  # the token's hash
    ForeignKeyConstraint(["lesson"], ["lesson.code"], ondelete="CASCADE"),
)
votes = Table(
    "vote",
    metadata,
    Column("lesson", String(4), primary_key=True),
    Column("number", Integer, primary_key=True),  # of the question
    Column("round", Integer, primary_key=True),
    Column("phone", String(64), primary_key=True),
    Column("choice", Integer, nullable=False),
    Column("tap", Integer, nullable=False),  # the phone's own count: a later tap wins
    ForeignKeyConstraint(["lesson", "phone"], ["phone.lesson", "phone.phone"], ondelete="CASCADE"),
)


def engine_of(url: str) -> Engine:
    """Connect to a database, and make the tables that it lacks."""
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True)
    else:
        in_memory = url in ("sqlite://", "sqlite:///:memory:")
        more: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
        arguments = {"timeout": WAIT_SECONDS, "check_same_thread": False}
        engine = create_engine(url, connect_args=arguments, **more)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    metadata.create_all(engine)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # `_begin` begins
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the lock before the first look, so that what was seen still holds at the commit."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
