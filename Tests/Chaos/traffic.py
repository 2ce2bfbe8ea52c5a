"""Callers and launches by a seeded plan: phones dial, press, stay silent, hang up; flows are launched."""
import json
import random
import threading
import time
from collections import deque

from clinicplan import DESK, TICKETS, ClinicPlan
from mediaplan import MediaPlan
from processes import HTTP

# Where phones are that nobody has.
AREAS = ("425", "206", "360", "509", "253", "564", "212", "312")
DESKS = {"+14255550123", "+14255550124", "+14255550131", "+14255550132", "+14255550141", "+14255550151",
         "+14255550161", "+14255550166", "+14255550167", "+14255550168", *DESK}


def phones():
    return [number for area in AREAS for index in range(100)
            if (number := f"+1{area}55501{index:02d}") not in DESKS]


class Ended:
    """Follows the ledger's file for what has come to its end."""

    def __init__(self, path):
        self.path, self.offset, self.rest = path, 0, b""

    def new(self):
        with open(self.path, "rb") as file:
            file.seek(self.offset)
            data = file.read()
        self.offset += len(data)
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        return [json.loads(line)["call"] for line in lines if b'"ends":true' in line]


class Traffic(threading.Thread):
    """Keeps so many calls up at a time, until it is told to stop."""

    # How long a launch counts as a call that is up: its calls are the flow's, not ours.
    LAUNCH_SECONDS = 8

    def __init__(self, seed, calls, emulator, runtime_port, flows):
        super().__init__(daemon=True)
        self.random = random.Random(seed)
        self.calls = calls
        self.emulator = HTTP(emulator.port)
        self.runtime_port = runtime_port
        self.ended = Ended(emulator.ledger_path)
        # `tally` only counts at the end. What records, listens or asks the web comes more often: it has more steps. The
        # clinic has most.
        self.flows = [flow for flow in flows if flow != "tally"]
        self.often = self.flows + [flow for flow in ("voicemail", "returning", "listener", "clinic", "clinic", "clinic", "clinic_night")
                                   if flow in flows]
        self.free = phones()
        self.random.shuffle(self.free)
        self.up = {}  # call -> phone
        self.launched_until = []
        self.resting = deque()
        self.launches = {}  # key -> session, when it was answered 2xx
        self.launch_times = {}
        self.pending = deque()
        self.count = 0
        self.started = {flow: 0 for flow in self.flows}
        self.faults = []
        self.stopping = threading.Event()
        self.media, self.clinic = MediaPlan(self), ClinicPlan(self)
        self.media.keys.add(TICKETS)
        self.rooms = 0
        self.lost = 0
        self.poison = 0
        self.launchers = [threading.Thread(target=self.launch, daemon=True) for _ in range(4)]

    def run(self):
        for launcher in self.launchers:
            launcher.start()
        try:
            for number, press in (("+14255550123", []), ("+14255550124", []), ("+14255550131", []),
                                  ("+14255550132", []), ("+14255550141", []), ("+14255550151", []),
                                  ("+14255550161", [])):
                self.phone(number, {"when_rung": "answer", "after": 0.3, "hang_up_after": 2})
            while not self.stopping.is_set():
                try:
                    self.turn()
                except OSError as error:  # a call more or less; too many of them are a fault
                    self.lost += 1
                    if self.lost > 20:
                        raise error
                time.sleep(0.05)
        except Exception as error:  # told in the report: traffic that ends proves nothing
            self.faults.append(f"traffic ended: {error!r}")

    def turn(self):
        for call in self.ended.new():
            phone = self.up.pop(call, None)
            if phone and phone not in DESKS:
                self.resting.append((time.time() + 1, phone))
        now = time.time()
        while self.resting and self.resting[0][0] <= now:
            self.free.append(self.resting.popleft()[1])
        self.launched_until = [until for until in self.launched_until if until > now]
        # A burst fills the lines at the start, then one goes as one comes.
        for _ in range(8):
            if len(self.up) + len(self.launched_until) >= self.calls or len(self.free) < 8:
                break
            self.start_one()

    def phone(self, number, settings):
        self.emulator("PUT", f"/emulator/v1/phones/{number}", settings)

    def dial(self, to, press=(), caller=None, hang_up_after=None, say=(), when="idle"):
        """Lets a phone dial. Returns its number. `when` it hangs up by itself, beside a time; None for never."""
        number = caller or self.free.pop(0)
        body = {"to": to, "press": list(press)}
        if when:
            body["hang_up_when"] = when
        if say:
            body["say"] = list(say)
        if hang_up_after is not None:
            body["hang_up_after"] = hang_up_after
        status, answer = self.emulator("POST", f"/emulator/v1/phones/{number}/dial", body)
        if status == 201:
            self.up[answer["call_id"]] = number
        elif caller is None:
            self.resting.append((time.time() + 2, number))
        return number

    def start_one(self):
        """One call of a flow; the plan depends on the seed alone."""
        flow = self.random.choice(self.often)
        self.started[flow] += 1
        self.count += 1
        impatience = self.random.choice([None, None, None, self.random.uniform(0.2, 6)])
        dice = self.random.random()
        if self.media.start(flow, impatience) or self.clinic.start(flow, impatience):
            return
        if flow == "reception":
            press = self.random.choice([["1"], ["2"], ["9", "1"], ["", "2"], ["9", "8", "7"], ["", "", ""]])
            self.dial("+18005550199", press, hang_up_after=impatience)
        elif flow == "attended":
            self.dial("+18005550177", hang_up_after=impatience)
        elif flow == "gatekeeper":
            refused = "+142555501" + self.random.choice(["66", "67", "68"])
            self.dial("+18005550188", caller=refused if dice < 0.3 and refused not in self.up.values() else None)
        elif flow == "handover":
            self.dial("+18005550166", self.random.choice([["12345#"], ["123", ""], [""]]), hang_up_after=impatience)
        elif flow == "hours":
            self.dial("+18005550155")
        elif flow == "juggler":
            self.dial("+18005550106", self.random.choice([["5"], [""]]), hang_up_after=impatience)
        elif flow == "reminder":
            to = self.someone(self.random.choice([["1"], ["2"], ["9", "1"], [""]]))
            self.queue_launch(flow, {"to": to, "at": "at nine"})
        elif flow == "conference":
            members = [self.someone([]), self.someone([])]
            guest = self.someone([])
            self.queue_launch(flow, {"members": ",".join(members), "guests": guest, "patience": "4",
                                     "leaving": members[0] if dice < 0.5 else "", "seconds": "2"})
        elif flow == "supervisor":
            self.rooms += 1
            room = f"99{self.random.randrange(10**12):015d}"
            self.emulator("PUT", f"/emulator/v1/rooms/{room}")
            user = f"8:acs:contoso_guest{self.rooms}"
            status, answer = self.emulator("POST", f"/emulator/v1/phones/{user}/join", {"room_id": room})
            if status == 201:
                self.leave_later(user)
                self.queue_launch(flow, {"room_id": room, "seconds": "3"})
        elif flow == "poison":
            self.poison += 1
            self.queue_launch(flow, {})
        else:
            raise ValueError(f"nobody knows how to call {flow}")

    def someone(self, press):
        """A phone that is rung: it answers, or not."""
        number = self.free.pop(0)
        self.resting.append((time.time() + 40, number))
        reaction = self.random.choice(["answer"] * 7 + ["decline", "busy", "unreachable"])
        settings = {"when_rung": reaction, "press": press, "hang_up_when": "idle"}
        if reaction in ("answer", "decline"):
            settings["after"] = self.random.uniform(0.1, 1.0)
        if self.random.random() < 0.2:
            settings["hang_up_after"] = self.random.uniform(0.5, 6)
        self.phone(number, settings)
        return number

    def leave_later(self, user):
        seconds = self.random.uniform(6, 15)
        timer = threading.Timer(seconds, self.leave, (user,))
        timer.daemon = True
        timer.start()

    def leave(self, user):
        try:
            HTTP(self.emulator.port)("POST", f"/emulator/v1/phones/{user}/hang_up")
        except OSError:
            pass

    def queue_launch(self, flow, params):
        key = f"{flow}-{self.count}"
        self.launched_until.append(time.time() + self.LAUNCH_SECONDS)
        self.pending.append((flow, key, params, time.time()))

    def launch(self):
        """Launches, and asks again with the same key as long as nobody answers."""
        runtime = HTTP(self.runtime_port, timeout=5)
        while not self.stopping.is_set() or self.pending:
            try:
                flow, key, params, since = self.pending.popleft()
            except IndexError:
                time.sleep(0.05)
                continue
            while time.time() - since < 60:
                try:
                    status, answer = runtime("POST", f"/v1/flows/{flow}/launch", {"params": params, "key": key})
                except OSError:
                    time.sleep(0.2)
                    continue
                if status in (200, 202):
                    self.launches[key] = answer["session"]
                    self.launch_times[key] = time.time()
                elif status == 503:
                    time.sleep(0.2)
                    continue
                elif flow != "poison":
                    self.faults.append(f"launch of {flow} was answered {status}: {answer}")
                break

    def stop(self):
        self.stopping.set()
        self.join(20)
        for launcher in self.launchers:
            launcher.join(70)
