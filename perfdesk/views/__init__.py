"""Widgets: windows, pages, delegates, the painter of charts. They show and ask, and decide nothing.

A page takes controllers in its constructor and has no other way to the firm; the kit (`parts`, `tables`,
`chart_view`, `page`, `window`) knows no controller at all.
"""
