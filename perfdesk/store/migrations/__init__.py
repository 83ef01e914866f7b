"""One file for each revision of the tables, run by `store.migration` through Alembic's operations.

A revision is named by its number, "0002", and never changes once a release has shipped it. It may declare
`DROPPED`, the tables whose rows it throws away on purpose; every other row is counted before and after.
A new table says `sqlite_strict=True`; `batch_alter_table` keeps what the old one had.
"""
