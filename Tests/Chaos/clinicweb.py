"""The clinic's server: who is expected when, and which times are free.

A patient is known by six digits; the last one says what there is of them: 0 nobody knows them, 1 they have no
appointment, else they have one. An appointment can be moved to a free time and cancelled. Now and then, by seed,
somebody else was faster (409), or nothing is free (404). To ask for the same twice changes nothing, as PUT and DELETE say.
"""
import datetime
import json
import random
import re
from urllib.parse import parse_qs, urlsplit

FIRST = datetime.date(2026, 3, 10)
TIMES = ("09:00", "09:30", "11:15", "14:00", "16:45")
PATIENT = re.compile(r"/clinic/patients/(\d{6})(/appointment)?")
SOMEBODY = "somebody else"


class Clinic:
    def __init__(self, seed, is_calm):
        self.random = random.Random(seed)
        self.faster, self.full = (0, 0) if is_calm else (0.2, 0.1)
        self.taken = {}  # (date, time) -> number
        self.has = {}    # number -> (date, time), or None for one who has cancelled

    @staticmethod
    def owns(path):
        return path.startswith(("/clinic/patients/", "/clinic/free"))

    def take(self, method, path, body):
        """Status, body, and whether anything has changed."""
        address = urlsplit(path)
        if method == "GET" and address.path == "/clinic/free":
            return (*self.free(parse_qs(address.query)["after"][0]), False)
        found = PATIENT.fullmatch(address.path)
        if not found:
            return 404, b"{}", False
        number, is_appointment = found.groups()
        if method == "GET" and not is_appointment:
            return (*self.look_up(number), False)
        if method == "PUT" and is_appointment:
            wanted = json.loads(body)
            return self.move(number, (wanted["date"], wanted["time"]))
        if method == "DELETE" and is_appointment:
            return self.cancel(number)
        return 405, b"{}", False

    def appointment(self, number):
        if number not in self.has:
            # From the number alone; several may be expected at one time, there is more than one doctor.
            day = FIRST - datetime.timedelta(days=1 + int(number) % 5)
            self.has[number] = None if number.endswith("1") else (day.isoformat(), TIMES[int(number) % len(TIMES)])
        return self.has[number]

    def look_up(self, number):
        if number.endswith("0"):
            return 404, b'{"error":"unknown"}'
        at = self.appointment(number)
        return 200, json.dumps({"name": "Ada", **({"date": at[0], "time": at[1]} if at else {})}).encode()

    def free(self, after):
        if self.random.random() < self.full:
            return 404, b'{"error":"nothing is free"}'
        day = max(FIRST, datetime.date.fromisoformat(after) + datetime.timedelta(days=1))
        while True:
            for time in TIMES:
                if (day.isoformat(), time) not in self.taken:
                    return 200, json.dumps({"date": day.isoformat(), "time": time}).encode()
            day += datetime.timedelta(days=1)

    def move(self, number, at):
        if at not in self.taken and self.random.random() < self.faster:
            self.taken[at] = SOMEBODY
        if self.taken.get(at, number) != number:
            return 409, b'{"error":"taken"}', False
        before = self.appointment(number)
        if before == at:
            return 204, b"", False
        self.taken.pop(before, None)
        self.taken[at], self.has[number] = number, at
        return 204, b"", True

    def cancel(self, number):
        before = self.appointment(number)
        self.taken.pop(before, None)
        self.has[number] = None
        return 204, b"", before is not None
