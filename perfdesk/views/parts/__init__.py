"""Small widgets that several pages share: cards, chips, notes, steps. They know no controller."""

from perfdesk.views.parts.basics import BigNumber, Chip, Grade, KeyCap, Symbol, label, set_tone
from perfdesk.views.parts.cards import Card, Elided, EmptyState, NoticeBar, PageHeader, button
from perfdesk.views.parts.error_note import ErrorNote
from perfdesk.views.parts.rail import CheckpointLine, Rail, RailStop
from perfdesk.views.parts.rank_note import RankNote
from perfdesk.views.parts.splitter import PaneSplitter
from perfdesk.views.parts.steps import ProgressSteps, Step
from perfdesk.views.parts.switches import Flow, SegmentedSwitch, ToggleChips

__all__ = [
    "BigNumber",
    "Card",
    "CheckpointLine",
    "Chip",
    "Elided",
    "EmptyState",
    "ErrorNote",
    "Flow",
    "Grade",
    "KeyCap",
    "NoticeBar",
    "PageHeader",
    "PaneSplitter",
    "ProgressSteps",
    "Rail",
    "RailStop",
    "RankNote",
    "SegmentedSwitch",
    "Step",
    "Symbol",
    "ToggleChips",
    "button",
    "label",
    "set_tone",
]
