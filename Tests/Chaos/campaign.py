"""The kill campaign: `python3 campaign.py HOOKSWITCH --report FILE`.

Rounds of calls over all flows; the runtime is killed at crash points and at random, its store is looked at before each
restart, and the whole is judged when the calls are over. Exit code 0 only when every kill asked for has happened and
nothing was found.
"""
import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter

from rounds import DOWN, ROOT, Kill, Round


class Campaign:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.points = subprocess.run(
            [options.binary, "crash-points"], capture_output=True, text=True, check=True).stdout.split()
        if options.only:
            unknown = set(options.only.split(",")) - set(self.points)
            if unknown:
                sys.exit(f"no crash points: {', '.join(sorted(unknown))}")
            self.points = options.only.split(",")
        self.started = time.time()
        self.deadline = self.started + options.minutes * 60
        self.kills = {point: 0 for point in self.points}
        self.random_kills = {"recovery": 0, "running": 0}
        self.downs = {name: 0 for name in DOWN}
        self.changes = {}
        self.unreached = {}
        self.rounds = []
        self.violations = []
        self.problems = []
        self.autopsies = 0
        self.figures = {"calls": 0, "launches": 0, "sessions": 0, "events": 0, "requests": 0, "repeats": 0,
                        "undelivered": 0, "never_known": 0, "quarantined": 0, "web_requests": 0, "recordings": 0, "downloads": 0, "transcribed": 0,
                        "counted": 0, "masked_timelines": 0, "clinic_calls": 0}
        # In how many calls of the clinic each of its steps was heard; see clinicgrammar.py.
        self.clinic_heard = Counter()
        self.ends = {}

    def say(self, text):
        print(f"[{time.time() - self.started:6.0f} s] {text}", flush=True)

    def plan(self):
        kills = [Kill(point) for point in self.points for _ in range(self.options.kills_per_point)]
        kills += [Kill() for _ in range(self.options.random_kills)]
        self.random.shuffle(kills)
        return kills

    def run(self):
        kills = self.plan()
        self.asked = len(kills)
        shutil.rmtree(self.options.work, ignore_errors=True)
        if self.options.without_kills:
            self.round(0, [], no_kills=True)
        size = self.options.round
        for number, first in enumerate(range(0, len(kills), size), 1):
            if time.time() > self.deadline:
                break
            self.round(number, kills[first:first + size])
            if self.options.stop_at_first and self.violations:
                break
        return self.report()

    # MARK: - One round

    def round(self, number, kills, no_kills=False):
        folder = os.path.join(self.options.work, f"round-{number}")
        os.makedirs(folder)
        round = Round(self, number, folder, kills, no_kills)
        try:
            round.run()
        finally:
            round.close()

    def found(self, round, where, violations):
        for each in violations.list:
            self.violations.append({"round": round, "when": where, **each})
        if violations:
            self.say(f"round {round}, {where}: " + ", ".join(
                f"{rule} ×{count}" for rule, count in violations.by_rule().items()))

    # MARK: - The end

    def report(self):
        done = sum(self.kills.values()) + sum(self.random_kills.values())
        for point, asked in ((point, self.options.kills_per_point) for point in self.points):
            if self.kills[point] < asked:
                self.problems.append(f"{point}: {self.kills[point]} kills of {asked}")
        if sum(self.random_kills.values()) < self.options.random_kills:
            self.problems.append(f"at random: {sum(self.random_kills.values())} kills of {self.options.random_kills}")
        if self.options.flows_started and not all(self.options.flows_started.values()):
            missing = [flow for flow, count in self.options.flows_started.items() if not count]
            self.problems.append(f"flows that no call ran: {', '.join(missing)}")
        by_rule = {}
        for each in self.violations:
            by_rule[each["rule"]] = by_rule.get(each["rule"], 0) + 1
        report = {
            "seed": self.options.seed, "seconds": round(time.time() - self.started, 1),
            "parameters": {name: getattr(self.options, name) for name in (
                "kills_per_point", "random_kills", "calls", "minutes", "round", "media_speed", "plant")},
            "passed": not self.violations and not self.problems,
            "problems": self.problems, "kills": done, "kills_asked": self.asked, "kills_by_point": self.kills,
            "kills_at_random": self.random_kills, "down": self.downs, "changes_while_down": self.changes,
            "autopsies": self.autopsies, "figures": self.figures, "ends": self.ends,
            "clinic_heard": dict(sorted(self.clinic_heard.items())),
            "violations_by_rule": by_rule, "violations": self.violations[:2_000], "rounds": self.rounds,
            "not_shown": "a stdlib file lies in the binary: in its place a second copy of the binary takes over",
        }
        with open(self.options.report, "w") as file:
            json.dump(report, file, indent=1)
        self.say(f"{done} kills of {self.asked}, {self.autopsies} autopsies, {self.figures['sessions']} sessions, "
                 f"{self.figures['requests']} requests, {self.figures['events']} events; "
                 f"{len(self.violations)} violations {by_rule or ''}")
        for problem in self.problems:
            self.say(problem)
        self.say(f"report: {self.options.report}")
        return 0 if report["passed"] else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills-per-point", type=int, default=2)
    parser.add_argument("--random-kills", type=int, default=40)
    parser.add_argument("--calls", type=int, default=30, help="calls that are up at a time")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--round", type=int, default=30, help="kills with one store and one ledger")
    parser.add_argument("--without-kills", type=float, default=20, help="seconds of a first round without kills")
    parser.add_argument("--drain", type=float, default=260, help="seconds in which all calls must have ended")
    parser.add_argument("--media-speed", type=float, default=5)
    parser.add_argument("--report", default="chaos.json")
    parser.add_argument("--work", default=os.path.join(ROOT, ".build", "chaos"))
    parser.add_argument("--only", help="crash points, with commas between; all if not given")
    parser.add_argument("--plant", help="a fault: of planting.py, or of a build with HOOKSWITCH_FAULTS")
    parser.add_argument("--stop-at-first", action="store_true", help="no further round after one with violations")
    parser.add_argument("--keep", action="store_true", help="keep the stores of good rounds too")
    options = parser.parse_args()
    options.flows_started = {}
    sys.exit(Campaign(options).run())


if __name__ == "__main__":
    main()
