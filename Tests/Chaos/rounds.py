"""One round of a campaign: lives of the runtime over one store, each with its end."""
import json
import os
import queue
import shutil
import sqlite3
import threading
import time
from collections import Counter

import journal as journals
from autopsy import autopsy
from aftermath import Aftermath
from check import check
from clinicgrammar import steps
from facts import Facts
from ledger import Ledger
from planting import IN_FLOWS, OWN, WHILE_DOWN
from processes import HTTP, Emulator, Runtime, Settings, copy_store, export, free_port
from traffic import Traffic
from waits import shorten
from web import WebLedger, WebServer, lead_to

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

# Tries of a callback and seconds between two: a dead runtime misses what it is told for longer than their product.
TRIES, SPACING = 3, 1.0
# How long the runtime is down, in seconds, with the share of each class.
DOWN = {"short": (0.1, 0.9, 0.70), "long": (3.2, 4.0, 0.20), "window": (7.0, 8.0, 0.10)}
# The repeatability window of the service, shortened so that a run can outlast it.
WINDOW = 6
# How often a process comes to a point in a few seconds: the kill is at the n-th time, up to this one.
OFTEN = {"commit_queued": 60, "commit_written": 60, "committed": 60, "before_accept": 40, "after_accept": 40,
         "before_send": 30, "after_send": 30, "response_arrived": 30, "response_kept": 30, "timer_fired": 4,
         "web_before_send": 5, "web_after_send": 5, "web_answered": 5, "store_asked": 5, "store_answered": 5,
         "outside_asked": 3, "outside_answered": 3, "file_part": 4, "file_whole": 2, "file_named": 2, "file_deleted": 2,
         "stream_told": 4, "rebuild_read": 6, "rebuilt": 6, "resumed": 6, "passivated": 6, "arrival_kept": 3}
DRAINS = {"drain_begun", "drained"}


class Kill:
    def __init__(self, point=None):
        self.point = point
        self.misses = 0


class Round:
    """One store and one ledger from the first call to the last."""

    def __init__(self, campaign, number, folder, kills, no_kills):
        self.campaign, self.number, self.folder, self.kills, self.no_kills = campaign, number, folder, kills, no_kills
        self.options, self.random = campaign.options, campaign.random
        self.flows = os.path.join(folder, "flows")
        shutil.copytree(os.path.join(ROOT, "flows"), self.flows)
        for name in os.listdir(os.path.join(HERE, "flows")):
            shutil.copy(os.path.join(HERE, "flows", name), self.flows)
        self.store = os.path.join(folder, "store", "journal.db")
        self.recordings = os.path.join(folder, "recordings")
        os.makedirs(os.path.dirname(self.store))
        self.port = free_port()
        self.emulator = Emulator(self.options.binary, folder, self.port, [
            "--media-speed", str(self.options.media_speed), "--callback-tries", str(TRIES),
            "--callback-retry-delay", str(SPACING), "--grid-retry-delays", "1,1,2,3,5",
            "--repeatability-window", str(WINDOW), "--answer-delay", str(self.random.choice([0, 0.02, 0.4]))])
        # Without kills nothing may have to be repeated, so nothing goes wrong at the servers either.
        self.web = WebServer(folder, self.random.random(), is_calm=no_kills, recording=self.recording)
        lead_to(self.web.port, self.flows)
        shorten(self.flows)
        if self.options.plant in IN_FLOWS:
            IN_FLOWS[self.options.plant](self.flows)
        self.settings = Settings(
            self.options.binary, self.flows, f"sqlite:{self.store}", self.port, self.emulator.connection_string,
            ["--recordings", self.recordings, "--streams", os.path.join(folder, "streams"),
             "--http-allow-private", "127.0.0.1"])
        self.second_binary = None
        self.runtime = None
        self.killed_at = []
        self.to_autopsy = queue.Queue()
        self.pathologist = threading.Thread(target=self.autopsies, daemon=True)
        self.traffic = None
        self.aftermath = Aftermath(self)

    def close(self):
        if self.runtime and self.runtime.process.poll() is None:
            self.runtime.kill()
        if self.emulator.alive():
            self.emulator.stop()
        self.web.stop()

    def recording(self, id):
        """The file of a recording at the service; None when there is none."""
        status, answer = HTTP(self.emulator.port)("GET", f"/emulator/v1/recordings/{id}")
        return {name: answer[name] for name in ("bytes", "sha256")} if status == 200 else None

    def run(self):
        names = sorted(name.removesuffix(".lua") for name in os.listdir(self.flows) if not name.startswith("."))
        self.pathologist.start()
        self.campaign.say(f"round {self.number}: {len(self.kills)} kills, flows {' '.join(names)}")
        self.traffic = Traffic(self.random.random(), self.options.calls, self.emulator, self.port, names)
        self.start(None)
        if not self.ready():
            return
        self.traffic.start()
        if self.no_kills:
            time.sleep(self.options.without_kills)
        else:
            self.stop_runtime()
            self.provoke()
            for kill in self.kills:
                if time.time() > self.campaign.deadline:
                    break
                if not self.one(kill):
                    break
            self.start(None)
        self.traffic.stop()
        self.drain()
        self.to_autopsy.put(None)
        self.pathologist.join()
        self.judge()

    def start(self, crash_at):
        self.runtime = Runtime(self.settings, self.folder, crash_at, None if self.options.plant in OWN else self.options.plant)

    def ready(self):
        """Whether the runtime serves; else the campaign has a problem."""
        end = time.time() + 60
        while time.time() < end and self.runtime.process.poll() is None:
            try:
                status, _ = HTTP(self.port, timeout=2)("GET", "/v1/flows")
                if status == 200:
                    return True
            except OSError:
                time.sleep(0.1)
        self.campaign.problems.append(f"round {self.number}: the runtime did not start; see {self.runtime.log_path}")
        return False

    def stop_runtime(self):
        self.runtime.terminate()
        if not self.runtime.wait(30):
            self.campaign.problems.append(f"round {self.number}: the runtime did not end within 30 s of SIGTERM")
            self.runtime.kill()

    def provoke(self):
        """The store refuses sessions of the flow `poison`: so batches are split."""
        with sqlite3.connect(self.store) as database:
            database.execute(
                "CREATE TRIGGER chaos BEFORE INSERT ON sessions WHEN NEW.flow = 'poison' "
                "BEGIN SELECT RAISE(ABORT, 'refused by the campaign'); END")
        database.close()

    # MARK: - Kills

    def one(self, kill):
        """One life of the runtime up to its kill, the look at its store, and the time that it is down."""
        self.settings.memory_target = 0 if kill.point == "passivated" or self.random.random() < 0.3 else None
        crash_at = None
        if kill.point:
            most = OFTEN.get(kill.point, 1)
            crash_at = f"{kill.point}:{self.random.randint(1, most) if kill.misses == 0 else 1}"
        self.start(crash_at)
        if kill.point in DRAINS:
            self.runtime.wait(self.random.uniform(0.8, 2.5))
            self.runtime.terminate()
            died = self.runtime.wait(30)
        elif kill.point:
            died = self.runtime.wait(8 if kill.misses == 0 else 15)
        else:
            in_recovery = self.random.random() < 0.4
            died = self.runtime.wait(self.random.uniform(0.02, 0.6) if in_recovery else self.random.uniform(0.6, 3.5))
            if not died:
                self.runtime.kill()
                self.campaign.random_kills["recovery" if in_recovery else "running"] += 1
        if kill.point:
            if died and self.runtime.was_killed:
                self.campaign.kills[kill.point] += 1
            elif not died:
                self.runtime.kill()
        if not self.runtime.was_killed:
            if kill.point not in DRAINS or self.runtime.process.returncode != 0:
                self.campaign.problems.append(
                    f"round {self.number}: the runtime ended by itself with {self.runtime.process.returncode}; "
                    f"see {self.runtime.log_path}")
                if len(self.campaign.problems) > 20:
                    return False
        elif kill.point and not died:
            kill.misses += 1
        self.killed_at.append(time.time())
        self.runtime.close()
        self.look()
        self.down()
        if kill.misses and kill.misses < 3 and not (died and self.runtime.was_killed):
            return self.one(kill)
        return self.emulator.alive()

    def look(self):
        """A copy of the store as the dead process left it, and how far the ledger was."""
        time.sleep(0.15)
        number = len(self.killed_at)
        target = os.path.join(self.folder, f"kill-{number}")
        copy_store(self.store, target)
        while self.to_autopsy.qsize() > 4:
            time.sleep(0.1)
        self.to_autopsy.put((number, target, self.emulator.size(), self.web.size(),
                             set(self.traffic.launches.copy().values())))

    def autopsies(self):
        while (body := self.to_autopsy.get()) is not None:
            number, target, size, web_size, launched = body
            try:
                sessions = journals.parse(export(self.options.binary, os.path.join(target, "journal.db")))
                found = autopsy(Ledger.read(self.emulator.ledger_path, size), sessions, launched,
                                WebLedger.read(self.web.ledger_path, web_size))
                self.campaign.autopsies += 1
                self.campaign.found(self.number, f"kill {number}", found)
                if not found:
                    shutil.rmtree(target)
            except Exception as error:
                self.campaign.problems.append(f"round {self.number}: autopsy of kill {number}: {error}")

    def down(self):
        """The time until the next life, and what changes meanwhile."""
        dice, share = self.random.random(), 0
        for name, (least, most, part) in DOWN.items():
            share += part
            if dice < share or name == "window":
                self.campaign.downs[name] += 1
                until = time.time() + self.random.uniform(least, most)
                break
        if self.random.random() < 0.3:
            self.change()
        if self.options.plant in WHILE_DOWN:
            WHILE_DOWN[self.options.plant](self)
        time.sleep(max(0, until - time.time()))

    def change(self):
        what = self.random.choice(["config", "limit", "flows", "tz", "url", "binary"])
        self.campaign.changes[what] = self.campaign.changes.get(what, 0) + 1
        settings = self.settings
        if what == "config":
            settings.config = {"GREETING": self.random.choice(["Hello", "Good day", "Welcome"])}
        elif what == "limit":
            settings.limits = {"inputs": self.random.choice([15_000, 18_000])}
        elif what == "flows":
            name = self.random.choice(["reception.lua", "juggler.lua", "handover.lua", "hours.lua", "voicemail.lua",
                                       "listener.lua", "returning.lua", "clinic.lua", "clinic_night.lua"])
            for folder, _, files in os.walk(self.flows):
                for file in files:
                    if file == name or os.path.basename(folder) + ".lua" == name and file == "main.lua":
                        with open(os.path.join(folder, file), "a") as lua:
                            lua.write(f"-- edited {self.random.random()}\n")
        elif what == "tz":
            settings.tz = self.random.choice(["UTC", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"])
        elif what == "url":
            settings.host_name = "localhost" if settings.host_name == "127.0.0.1" else "127.0.0.1"
        else:
            if self.second_binary is None:
                self.second_binary = os.path.join(self.options.work, "hookswitch-second")
                if not os.path.exists(self.second_binary):
                    shutil.copy(self.options.binary, self.second_binary)
            settings.binary = (
                self.second_binary if settings.binary == self.options.binary else self.options.binary)

    # MARK: - The end of a round

    def drain(self):
        """No new calls; those that are up come to their end."""
        end = time.time() + self.options.drain
        self.ready()
        runtime, emulator = HTTP(self.port), HTTP(self.emulator.port)
        while time.time() < end:
            try:
                _, sessions = runtime("GET", "/v1/calls?open=1&limit=1")
                _, calls = emulator("GET", "/emulator/v1/calls")
            except OSError:
                if self.runtime.process.poll() is not None:
                    self.campaign.problems.append(f"round {self.number}: the runtime died while it was drained")
                    break
                continue
            if not sessions["calls"] and not self.alive(calls):
                break
            time.sleep(0.5)
        time.sleep(TRIES * SPACING)
        self.aftermath.tally(runtime, self.traffic.media.keys)
        self.left = self.alive(emulator("GET", "/emulator/v1/calls")[1])
        self.aftermath.look()
        self.stop_runtime()
        if self.runtime.process.returncode != 0:
            self.campaign.problems.append(
                f"round {self.number}: the runtime ended with {self.runtime.process.returncode}")
        self.emulator.stop()

    @staticmethod
    def alive(calls):
        """Calls that the application still has a connection to."""
        found = []
        for call in calls["calls"]:
            if call["state"] == "ended":
                continue
            up = [leg["call_connection_id"] for leg in call.get("connections", [])
                  if leg["state"] not in ("ended", "disconnected")]
            if up:
                found.append({"call_id": call["call_id"], "connections": up})
        return found

    def judge(self):
        campaign = self.campaign
        try:
            text = export(self.options.binary, self.store)
        except RuntimeError as error:
            campaign.problems.append(f"round {self.number}: {error}")
            return
        with open(os.path.join(self.folder, "export.jsonl"), "w") as file:
            file.write(text)
        sessions = journals.parse(text)
        facts = {"kills": self.killed_at, "launches": self.traffic.launches, "alive": self.left,
                 "no_kills": self.no_kills, **self.aftermath.facts(sessions)}
        with open(os.path.join(self.folder, "facts.json"), "w") as file:
            json.dump(facts, file)
        ledger, web = Ledger.read(self.emulator.ledger_path), WebLedger.read(self.web.ledger_path)
        found, figures = check(ledger, sessions, Facts(facts), web)
        campaign.found(self.number, "end", found)
        campaign.problems += [f"round {self.number}: {fault}" for fault in self.traffic.faults[:5]]
        clinic_calls, heard = steps(ledger, sessions)
        campaign.clinic_heard.update(heard)
        sums = campaign.figures
        for name, count in (("calls", len(ledger.calls)), ("launches", len(self.traffic.launches)),
                            ("sessions", len(sessions)), ("events", len(ledger.events)),
                            ("requests", len(ledger.requests)), ("repeats", figures["repeats"]),
                            ("undelivered", len(figures["undelivered"])),
                            ("never_known", len(figures["never_known"])),
                            ("quarantined", len(figures["quarantined"])), ("web_requests", len(web.requests)),
                            ("clinic_calls", clinic_calls), *self.aftermath.figures(sessions)):
            sums[name] += count
        for session in sessions.values():
            way = (session.end_record or {}).get("way", "open")
            campaign.ends[way] = campaign.ends.get(way, 0) + 1
        # What a journal has of a flow counts, not what a plan meant to do; but for the flow that the store refuses.
        ran = Counter(session.flow for session in sessions.values())
        for flow, count in self.traffic.started.items():
            self.options.flows_started.setdefault(flow, 0)
            self.options.flows_started[flow] += count if flow == "poison" else ran[flow]
        campaign.rounds.append({
            "round": self.number, "kills": len(self.killed_at), "sessions": len(sessions),
            "requests": len(ledger.requests), "events": len(ledger.events), "repeats": figures["repeats"],
            "undelivered": figures["undelivered"],
            "never_known": figures["never_known"], "quarantined": figures["quarantined"], "violations": len(found), "folder": self.folder})
        if not found and not self.options.keep:
            shutil.rmtree(os.path.join(self.folder, "store"), ignore_errors=True)
