"""Faults that the campaign itself plants: in its copy of the flows, or in files while the runtime is down. To what looks for
them they are the runtime's; any build will do.
"""
import os
import re
import sqlite3

from waits import replace

# A whole number in the store: a byte before it and four behind it are the store's own.
NUMBER = re.compile(rb"\x01[0-9]{1,3}.{4}", re.DOTALL)


def posted_again(folder):
    """A message is sent to the inbox twice, the first time without its key."""
    replace(folder, "voicemail/main.lua", "  local told, why = http.post(inbox, {",
            "  local again = { from = message.from, seconds = message.seconds, bytes = message.bytes,\n"
            "    file = message.file }\n"
            "  http.post(inbox, { json = again })\n"
            "  local told, why = http.post(inbox, {")


def unmasked(folder):
    """The service is not asked to hide what is pressed, so timelines tell it."""
    replace(folder, "pin/main.lua", ", mask = true", "")


def half_file(round):
    """A file stands under its own name before all of it is there."""
    if not os.path.isdir(round.recordings):
        return
    for name in os.listdir(round.recordings):
        path = os.path.join(round.recordings, name)
        if name.endswith(".wav") and os.path.getsize(path) > 1_000:
            os.truncate(path, os.path.getsize(path) // 2)


def counted_again(round):
    """A counter that stands at 1 stands higher. The other number is another counter's, as the store has written it."""
    with sqlite3.connect(round.store) as database:
        numbers = [(key, value) for key, value in database.execute("SELECT key, value FROM store WHERE expires IS NULL")
                   if NUMBER.fullmatch(value)]
        ones = [key for key, value in numbers if value[1:2] == b"1" and len(value) == 6]
        others = [value for _, value in numbers if value[1:2] != b"1" or len(value) > 6]
        if ones and others:
            database.execute("UPDATE store SET value = ? WHERE key = ?", (others[0], ones[0]))
    database.close()


# By name: what is done to the copy of the flows, and what while the runtime is down.
IN_FLOWS = {each.__name__: each for each in (posted_again, unmasked)}
WHILE_DOWN = {each.__name__: each for each in (half_file, counted_again)}
OWN = {**IN_FLOWS, **WHILE_DOWN}
