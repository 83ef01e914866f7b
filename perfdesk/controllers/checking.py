"""Looking a firm file over."""

from perfdesk.store.check import Finding
from perfdesk.store.check import check as check_file

__all__ = ["Finding", "check_file"]
