"""What tests do to a PostgreSQL database that belongs to them alone."""

from __future__ import annotations

from sqlalchemy import create_engine


def empty_database(address: str) -> str:
    """Empty the database behind the address."""
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return address
