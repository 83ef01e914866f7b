"""The firm's one SQLite file: its tables, its lock, its history, its backups and migrations.

Only plain values of `domain` leave this folder. It uses SQLAlchemy Core and not the ORM: the program asks for
rows and sums, and an object graph of a cycle of 5,000 people costs fifty times the query. Every write goes
through `Change`, which keeps the rows before and after, so that audit and undo hold for every table alike.

Integers only: weights, scores and levels in hundredths (`_c`), actuals, targets and factors in
ten-thousandths (`_e4`), money in fen. The tables are STRICT, so that no binary float can slip in.
"""
