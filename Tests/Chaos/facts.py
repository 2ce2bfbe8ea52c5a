"""What the campaign itself knows of a round, beside what the two sides wrote down."""


class Facts:
    def __init__(self, facts=None):
        facts = facts or {}
        self.kills = sorted(facts.get("kills", []))
        self.launches = facts.get("launches", {})
        self.alive = facts.get("alive", [])
        self.no_kills = facts.get("no_kills", False)
        # Files at the service that were still there at the end: id of the recording to {"bytes", "sha256"}.
        self.recordings = facts.get("recordings", {})
        # Files in the folder for recordings: name to {"bytes", "sha256"}; None when nobody looked.
        self.files = facts.get("files")
        # What was pressed and must not be seen, and where it might be: timelines by session, lines of the log.
        self.pins = facts.get("pins", [])
        self.timelines = facts.get("timelines", {})
        self.logged = facts.get("logged", [])

    def killed(self, begin, end):
        """Whether the runtime died, or was down, in this time."""
        return any(begin - 60 <= kill <= end for kill in self.kills)
