"""PerfDesk: appraises people and helps them get better. Start reading at `__main__.py` and `app.py`."""

__version__ = "0.1.0"
