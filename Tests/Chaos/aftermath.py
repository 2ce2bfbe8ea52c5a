"""What is looked at when the calls of a round are over: the store's counters, files, timelines, the log."""
import os
import subprocess
import time

from ledger import Ledger
from recording import answered
from web import digest

# Timelines are told by a process each.
MOST_TIMELINES = 40


class Aftermath:
    def __init__(self, round):
        self.round = round
        self.recordings, self.timelines = {}, {}

    def tally(self, runtime, keys):
        """Lets the flow `tally` read what was counted."""
        keys = sorted(keys)
        for number, first in enumerate(range(0, len(keys), 100)):
            params = {"keys": "|".join(keys[first:first + 100])}
            try:
                status, answer = runtime("POST", "/v1/flows/tally/launch", {"params": params, "key": f"tally-{number}"})
            except OSError as error:
                status, answer = None, error
            if status not in (200, 202):
                self.round.campaign.problems.append(
                    f"round {self.round.number}: tally was answered {status}: {answer}")
                return
        end = time.time() + 30
        while time.time() < end:
            try:
                if not runtime("GET", "/v1/calls?open=1&flow=tally&limit=1")[1]["calls"]:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        self.round.campaign.problems.append(f"round {self.round.number}: tally does not end")

    def look(self):
        """Files that the service still has, while it is there."""
        for call in Ledger.read(self.round.emulator.ledger_path).calls.values():
            for _, kind, _, details in call.entries:
                if kind == "recording_filed" and (file := self.round.recording(details["recording_id"])):
                    self.recordings[details["recording_id"]] = file

    def facts(self, sessions):
        """What the check needs to know beside the two sides; read when the runtime is gone."""
        pins = self.round.traffic.media.pins
        masked = [session.id for session in sessions.values() if session.flow == "pin"]
        for id in self.round.random.sample(masked, min(len(masked), MOST_TIMELINES)):
            self.timelines[id] = self.timeline(id)
        folder = self.round.recordings
        names = os.listdir(folder) if os.path.isdir(folder) else []
        return {"recordings": self.recordings, "files": {name: digest(os.path.join(folder, name)) for name in names},
                "pins": sorted(pins), "timelines": self.timelines, "logged": self.logged(pins)}

    def timeline(self, session):
        """What `hookswitch calls show --full` tells: all but what is masked."""
        result = subprocess.run(
            [self.round.options.binary, "calls", "show", session, "--full", "--store", f"sqlite:{self.round.store}"],
            capture_output=True, text=True, timeout=60,
            env={name: value for name, value in os.environ.items() if not name.startswith("HOOKSWITCH_")})
        if result.returncode != 0 or "recognize" not in result.stdout and "end" not in result.stdout:
            self.round.campaign.problems.append(
                f"round {self.round.number}: no timeline of {session}: {result.stderr.strip()[-300:]}")
        return result.stdout

    def logged(self, pins):
        """Lines of the runtime's log that tell what was pressed."""
        found = []
        with open(os.path.join(self.round.folder, "runtime.log"), errors="replace") as log:
            for line in log:
                if "*#" in line and any(pin in line for pin in pins) or '"asterisk"' in line:
                    found.append(line.strip()[:300])
        return found[:20]

    def figures(self, sessions):
        """Counts for the report: what the rules had to look at."""
        ops = [op for session in sessions.values() for op in session.ops.values() if op.requests]
        return [
            ("recordings", sum(op.action == "start_recording" and answered(op) is not None for op in ops)),
            ("downloads", sum(op.action == "download" and answered(op) is not None for op in ops)),
            ("counted", sum(op.requests[0]["method"] == "INCR" and answered(op) is not None for op in ops)),
            ("transcribed", sum(record["name"] == "TranscriptionData" for session in sessions.values()
                                for record in session.of_kind("event"))),
            ("masked_timelines", len(self.timelines)),
        ]
