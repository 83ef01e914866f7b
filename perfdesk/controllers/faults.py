"""What the world may say no to, as those see it who may not know the store."""

from perfdesk.store.faults import StoreFault as Fault

__all__ = ["Fault"]
