"""The store's tables as they are now, for queries; `steps.py` is what makes them, and a test holds the two together.

Nothing is ever updated or deleted here but the version row in `meta`. A report row is one version of a report as it came; a reading row is
what one reader version made of it, with its claims and tally. `n` counts up in the order of keeping and tells which is newest.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, ForeignKeyConstraint, Integer, LargeBinary, MetaData, Table, Text

schema = MetaData()

meta = Table("meta", schema, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

reports = Table(
    "reports", schema,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("version", Text, nullable=False),  # the store's own: a hash over all that was given
    Column("text", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

readings = Table(
    "readings", schema,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("report_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("head", Text, nullable=False),  # the report's other fields, as JSON
    Column("offsets", LargeBinary, nullable=False),
    ForeignKeyConstraint(["report_id", "version"], ["reports.id", "reports.version"]),
)

claims = Table(
    "claims", schema,
    Column("reading", Text, ForeignKey("readings.id"), primary_key=True),
    Column("n", Integer, primary_key=True),  # the claim's place in its reading, from 0
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("body", Text, nullable=False),  # the claim as docs/records.md shows it
)

tallies = Table(
    "tallies", schema,
    Column("reading", Text, ForeignKey("readings.id"), primary_key=True),
    Column("body", Text, nullable=False),
)

problems = Table(
    "problems", schema,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("body", Text, nullable=False),
)

decisions = Table(
    "decisions", schema,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("before", Text, nullable=False),  # the hash of the decision before: docs/trail.md
    Column("hash", Text, nullable=False),
    Column("subject", Text, nullable=False),  # what it is about
)

decision_keys = Table(
    "decision_keys", schema,
    Column("key", Text, primary_key=True),  # everything a decision bears on, and what the decision it undoes bore on
    Column("n", Integer, primary_key=True),
)
