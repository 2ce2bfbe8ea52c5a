"""Callers of the flows that record, listen, hide keys and ask the web: what each says and presses."""
import threading

from processes import HTTP

LINES = {"voicemail": "+18005550122", "survey": "+18005550133", "pin": "+18005550115", "returning": "+18005550144",
         "listener": "+18005550105", "transcript": "+18005550121"}
# A PIN that nobody has. It cannot be mistaken for a part of a number or an id.
PIN_KEYS = "0123456789"


class MediaPlan:
    def __init__(self, traffic):
        self.traffic, self.random = traffic, traffic.random
        self.pins = set()
        # Entries of the store that the flows count in.
        self.keys = {"survey/good", "survey/fair", "survey/poor"}
        self.spoken = 0

    def start(self, flow, impatience):
        """One call of a flow; false when it is none of these."""
        if flow not in LINES:
            return False
        getattr(self, flow)(LINES[flow], impatience)
        return True

    def voicemail(self, line, impatience):
        self.spoken += 1
        words = f"Message {self.spoken}. Please call me back, it is about the boat."
        # Who does not press is recorded for some seconds, so that the file is longer than one piece.
        if self.random.random() < 0.5:
            self.traffic.dial(line, ["#"], say=[words], hang_up_after=impatience)
        else:
            self.traffic.dial(line, [], say=[words], hang_up_after=self.random.uniform(4, 9))

    def survey(self, line, impatience):
        say = self.random.choice(
            [["It was great", "More chairs, please"], ["so so", ""], ["the weather", "it was bad", ""], []])
        press = self.random.choice([["3", "#"], ["1"], ["9", "2", "#"]]) if not say else []
        self.traffic.dial(line, press, say=say, hang_up_after=impatience)

    def pin(self, line, impatience):
        pins = []
        for _ in range(3):
            pins.append("".join([self.random.choice(PIN_KEYS), "*", "#", self.random.choice(PIN_KEYS)]))
        self.pins.update(pins)
        press = pins if self.random.random() < 0.8 else [pins[0], "", pins[2]]
        self.traffic.dial(line, press, hang_up_after=impatience)

    def returning(self, line, impatience):
        number = self.traffic.dial(line, hang_up_after=impatience)
        self.keys.add(f"visits/{number}")

    def transcript(self, line, impatience):
        # Nobody asks for speech here: the caller talks of its own accord, once it is likely to be written down.
        self.spoken += 1
        number = self.traffic.dial(line, hang_up_after=impatience)
        timer = threading.Timer(self.random.uniform(1, 3), self.say, (number, f"sentence {self.spoken}"))
        timer.daemon = True
        timer.start()

    def say(self, number, words):
        try:
            HTTP(self.traffic.emulator.port)("POST", f"/emulator/v1/phones/{number}/say", {"text": words})
        except OSError:
            pass  # it has hung up, or the round is over

    def listener(self, line, impatience):
        say = []
        for _ in range(self.random.choice([1, 2, 2])):
            self.spoken += 1
            say.append(f"utterance {self.spoken}")
        self.keys.update(f"listener/{words}" for words in say)
        self.traffic.dial(line, self.random.choice([["5"], []]), say=say, hang_up_after=impatience)
