"""This computer and Qt: the look, settings, printing, work off the window's thread, callbacks as signals.

Here: what a view needs of the machine it runs on. Not here: widgets of a page, rules, the firm file.
The look is Fusion with two palettes of our own and one small stylesheet: stylesheet themes fight the platform,
and the colour scheme that Qt offers is ignored on some of them.
"""
