"""Callers of the clinic: through each of its exits, in each language, by day and by night; and the two at its desk."""
import threading

from processes import HTTP
from waits import NIGHT_LINE

LINES = {"clinic": "+18005550111", "clinic_night": NIGHT_LINE}
DESK = ("+14255550171", "+14255550172")
TICKETS = "std.queue/clinic/count"

# What is pressed after the language: one item for each time that something listens; "" stays silent, {has} and the like
# are patients. What is left over at the end is pressed where a message is taken.
APPOINTMENTS = [
    ["1", "{has}", "1", "1"], ["1", "{has}", "1", "1", "1", "1"], ["1", "{has}", "1", "2", "2"],
    ["1", "{has}", "1", "2", "*", "3"], ["1", "{has}", "2"], ["1", "{has}", "2", "1", "{same}"],
    ["1", "{has}", "1", "1", "1", "{same}", "1", "1"], ["1", "{unknown}"], ["1", "{none}"],
    ["1", "{has}", "", "1", "9", "1"],
    ["1", "{has}", "9", "9", "9"], ["1", "{has}", "0"], ["1", "{has}", "1", "0"], ["1", "{has}", "1", "*"],
    ["1", "{has}", "1", "", "", ""], ["1", "12#", "12#", "12#"], ["1", "12#", "", "{has}", "2"], ["1", "", "", ""],
]
PLACES = [["3"], ["3", "*", "3"], ["9", "9", "9"], ["9", "", "3"]]
PEOPLE = [["2"], ["2"], ["2"], ["0"], ["*", "2"], ["3", "0"], ["", "2"], ["", "", ""], ["9", "2"]]
# Before any language.
NONE = [["", "", ""], ["9", "9", "9"], ["", "9", ""]]


class ClinicPlan:
    def __init__(self, traffic):
        self.traffic, self.random = traffic, traffic.random
        self.patients = 10_000

    def start(self, flow, impatience):
        """One call; false when the flow is not the clinic."""
        if flow not in LINES:
            return False
        self.staff()
        dice = self.random.random()
        if dice < 0.06:
            press = self.random.choice(NONE)
        else:
            kind = APPOINTMENTS if dice < 0.5 else PLACES if dice < 0.6 else PEOPLE
            language = self.random.choice([["1"], ["2"], ["3"], ["", "2"], ["9", "3"]])
            press = language + self.filled(self.random.choice(kind))
            if self.random.random() < 0.6:
                press = press + ["#"]
        # There is more to go through than elsewhere, and many kills on the way: some hear them out.
        when = self.random.choice(["idle", None, None])
        seconds = impatience * 4 if impatience is not None else None if when else self.random.uniform(50, 80)
        number = self.traffic.dial(LINES[flow], press, say=["It is about my tooth."], hang_up_after=seconds, when=when)
        if flow == "clinic" and self.random.random() < 0.35:
            # Keys that leave the queue are pressed at no question.
            timer = threading.Timer(self.random.uniform(4, 14), self.leave_queue, (number,))
            timer.daemon = True
            timer.start()
        return True

    def filled(self, keys):
        filled, number = [], None
        for key in keys:
            if key in ("{has}", "{unknown}", "{none}"):
                self.patients += 1
                last = {"{unknown}": 0, "{none}": 1}.get(key, self.random.randint(2, 9))
                number = f"{self.patients * 10 + last:06d}"
                filled.append(number)
            else:
                filled.append(number if key == "{same}" else key)
        return filled

    def staff(self):
        """What the two at the desk do when they are rung next."""
        for number in DESK:
            reaction = self.random.choice(["answer"] * 4 + ["decline", "busy", "no_answer", "unreachable"])
            settings = {"when_rung": reaction, "hang_up_when": "idle"}
            if reaction in ("answer", "decline"):
                settings["after"] = self.random.uniform(0.2, 1.5)
            if self.random.random() < 0.5:
                settings["hang_up_after"] = self.random.uniform(1, 4)
            self.traffic.phone(number, settings)

    def leave_queue(self, number):
        try:
            HTTP(self.traffic.emulator.port)("POST", f"/emulator/v1/phones/{number}/press", {"keys": "#"})
        except OSError:
            pass  # it has hung up, or the round is over
