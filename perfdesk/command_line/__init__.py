"""PerfDesk for scripts, batch printing and tests: the controllers, without Qt.

Here: words of the command line to calls of controllers, and their answers to lines and exit codes (0 done,
1 done in part, 2 wrong use or unusable input). Not here: rules, files, pictures; the window is for people.
"""
