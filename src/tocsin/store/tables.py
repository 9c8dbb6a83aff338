"""The store's tables as they are now, for queries; `steps.py` is what makes them, and a test holds the two together.

What was reported, read and decided is never updated or deleted, but when a report is forgotten (`forgetting.py`). A report row is one
version of a report as it came; a reading row is what one reader version made of it, with its claims and tally. `n` counts up in the
order of keeping and tells which is newest. `shelf` has one row a report, which changes: it names the reading that counts and holds what
lists are sorted and sifted by.
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

shelf = Table(
    "shelf", schema,
    Column("report", Text, primary_key=True),
    Column("version", Integer, nullable=False),  # the number of the report's row that counts
    Column("reading", Text, nullable=False),  # the reading that counts
    Column("title", Text),
    Column("source", Text),
    Column("start", Text),  # first and last possible day of publication
    Column("end", Text),
    Column("claims", Integer, nullable=False),
    Column("access", Integer, nullable=False),  # 0 public, 1 restricted, 2 confidential, as standing decisions say
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

situation_versions = Table(
    "situation_versions", schema,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("tier", Integer, nullable=False),  # made of what 2 leads, 1 analysts, 0 viewers may read
    Column("parent", Text, nullable=False),  # the leads' situation whose readable reports this one was made of
    Column("version", Integer, nullable=False),
    Column("made", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of the body, so that nothing is kept twice
    Column("gone", Integer, nullable=False),  # 1: from here on there is no such situation; the summary may say what it went into
    Column("summary", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

forgotten = Table(
    "forgotten", schema,
    Column("mark", Text, primary_key=True),  # a hash of a forgotten report's id, bytes or text
    Column("day", Text, nullable=False),
)

situation_reports = Table(
    "situation_reports", schema,
    Column("n", Integer, primary_key=True),  # a situation's version
    Column("report", Text, primary_key=True),
)

searches = Table(
    "searches", schema,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("when", Text, nullable=False),
)

accounts = Table(
    "accounts", schema,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("secret", Text, nullable=False),  # the password's argon2 hash
    Column("made", Text, nullable=False),
    Column("revoked", Text),
)

keys = Table(  # sessions of people at a browser, and tokens of their programs
    "keys", schema,
    Column("id", Text, primary_key=True),  # a SHA-256 of the secret; the secret itself is nowhere
    Column("account", Text, nullable=False),
    Column("kind", Text, nullable=False),  # session, token
    Column("label", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("used", Text),
    Column("revoked", Text),
)

answers = Table(  # briefs as they were written, found again by all that they rest on; only the newest few
    "answers", schema,
    Column("n", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("notes", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

failures = Table(  # failed logins of the last while
    "failures", schema,
    Column("n", Integer, primary_key=True),
    Column("account", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Text, nullable=False),
)
