"""The commands: one module each, with a click command of the same name.

Input: the arguments of a command. Output: what it prints and writes, and its exit code. This table is the only list of
them. The command line prints it without importing the modules, so `--help` is quick. To add a command, write its module
and a row in this table, run `make golden` (it writes docs/commands.md), and write a test in tests/cli.
"""

COMMANDS = {  # the name, and the first line of its help page
    "build": "Build the packages of banks.",
    "check": "Report what is wrong or doubtful in banks.",
    "clean": "Delete what earlier builds keep of banks to be faster.",
    "completion": "Print the shell completion script.",
    "diff": "Show what changes for a learner between two packages.",
    "docs": "Show a page of the documentation.",
    "exam": "Draw a mock exam: one page with a clock and a result.",
    "explain": "Explain a diagnostic code.",
    "export": "Print questions as JSON.",
    "init": "Make a bank of a folder with questions.",
    "inspect": "List what is in a package.",
    "ledger": "Rebuild a lost ledger.",
    "new": "Begin a bank, or a question in one.",
    "picks": "Print a snippet for Anki that records the options you pick.",
    "preview": "Show every card of banks on a page, without Anki.",
    "progress": "Show from your reviews what you fall for, and if you are ready.",
    "push": "Hand the packages to Anki on this machine.",
    "repair": "Restore a text that was decoded wrongly.",
    "schema": "Print the JSON Schema of bank.toml.",
    "stats": "Count the questions of banks by tag, and list what is missing.",
}
