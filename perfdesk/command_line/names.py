"""The names of the commands, apart from what they import: the window starts without the command line."""

COMMANDS = ("demo", "picture", "new", "import", "documents", "results", "check", "backup", "restore")
