#!/usr/bin/env python3
"""Makes stdlib/zones_data.lua, the rules behind std.zones, from the time zones of this system.

    scripts/zones.py             writes the file
    scripts/zones.py --check     only says whether it is up to date (exit status 1 when not)
    scripts/zones.py --compare   compares what std.zones says with this system, at many instants of every zone (lua5.4)

Each file of /usr/share/zoneinfo ends in a rule as POSIX has it, which holds for good. A few zones have more to say than
such a rule can (Morocco keeps another time in Ramadan): what differs between FIRST and LAST is added to their rule.
"""
import datetime
import pathlib
import re
import struct
import subprocess
import sys
import zoneinfo

HOME = pathlib.Path("/usr/share/zoneinfo")
STDLIB = pathlib.Path(__file__).parent.parent / "stdlib"
TARGET = STDLIB / "zones_data.lua"
# Years; differences are looked for in the first to the one before the last.
FIRST, LAST = 2025, 2050
# No places, but parts of the installation.
LEFT_OUT = {"Factory", "localtime", "posixrules"}

NAME = r"(<[^>]+>|[A-Za-z]+)"
CLOCK = r"([+-]?[0-9:]+)"
DATE = r"M(\d+)\.(\d+)\.(\d+)(?:/" + CLOCK + ")?"
RULE = re.compile(f"{NAME}{CLOCK}(?:{NAME}{CLOCK}?,{DATE},{DATE})?")


def seconds(clock):
    """Of a clock time such as -3:30."""
    parts = [int(part) for part in clock.lstrip("+-").split(":")] + [0, 0]
    return (parts[0] * 3600 + parts[1] * 60 + parts[2]) * (-1 if clock.startswith("-") else 1)


class Rule:
    """A rule of POSIX. A state is (offset in seconds, whether it is daylight saving time, abbreviation)."""

    def __init__(self, text):
        found = RULE.fullmatch(text)
        if not found:
            sys.exit(f"std.zones does not know this form of rule yet: {text}")
        name, offset, other, other_offset, *dates = found.groups()
        self.standard = (-seconds(offset), False, name.strip("<>"))
        self.daylight = None
        if other:
            shift = -seconds(other_offset) if other_offset else self.standard[0] + 3600
            self.daylight = (shift, True, other.strip("<>"))
            self.begins, self.ends = dates[:4], dates[4:]

    @staticmethod
    def day(year, month, week, weekday):
        """Days since 1970; weekdays count from Sunday, the fifth week is the last."""
        first = datetime.date(year, month, 1)
        day = first + datetime.timedelta((weekday - first.isoweekday()) % 7 + 7 * (week - 1))
        while day.month != month:
            day -= datetime.timedelta(7)
        return (day - datetime.date(1970, 1, 1)).days

    def changes(self, year):
        """Two (time, state), or none."""
        if not self.daylight:
            return []
        return sorted(
            (self.day(year, *map(int, date[:3])) * 86400 + seconds(date[3] or "2") - before[0], after)
            for date, before, after in [
                (self.begins, self.standard, self.daylight), (self.ends, self.daylight, self.standard)])

    def state(self, time):
        year = 1970 + time // 31556952
        past = [change for near in (year - 1, year, year + 1) for change in self.changes(near) if change[0] <= time]
        return max(past)[1] if past else self.standard


def read(zone):
    """The rule of a zone, and its own list of changes."""
    data = (HOME / zone).read_bytes()
    counts = struct.unpack(">6l", data[20:44])
    start = 44 + counts[3] * 5 + counts[4] * 6 + counts[5] + counts[2] * 8 + counts[1] + counts[0]
    _, _, _, times, types, letters = struct.unpack(">6l", data[start + 20:start + 44])
    data = data[start + 44:]
    moments = struct.unpack(f">{times}q", data[:times * 8])
    kinds = data[times * 8:times * 9]
    described = [struct.unpack(">lbB", data[times * 9 + 6 * n:times * 9 + 6 * n + 6]) for n in range(types)]
    names = data[times * 9 + types * 6:][:letters]

    def state(kind):
        offset, daylight, index = described[kind]
        return (offset, bool(daylight), names[index:names.index(b"\0", index)].decode())

    footer = data.rstrip(b"\n").rsplit(b"\n", 1)[1].decode()
    return footer, [(moment, state(kind)) for moment, kind in zip(moments, kinds)]


def new_year(year):
    return int(datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc).timestamp())


def differences(footer, listed):
    """[(from, to, state)] where the zone's own list says something else than its rule."""
    if not listed:
        return []
    rule = Rule(footer)
    first, last = new_year(FIRST), new_year(LAST)
    points = {first} | {time for time, _ in listed} | {
        time for year in range(FIRST, LAST) for time, _ in rule.changes(year)}
    points = sorted(point for point in points if first <= point < last) + [last]
    found = []
    for begin, end in zip(points, points[1:]):
        past = [state for time, state in listed if time <= begin]
        # The list is silent before its first change; after the last the rule holds.
        if not past or begin > listed[-1][0] or past[-1] == rule.state(begin):
            continue
        if found and found[-1][1] == begin and found[-1][2] == past[-1]:
            begin = found.pop()[0]
        found.append((begin, end, past[-1]))
    return found


def written(footer, different):
    """The rule, then for each state that it does not tell: |offset in minutes,is DST,abbreviation:hours-hours,…"""
    text = footer
    for state in sorted({state for _, _, state in different}):
        spans = [(begin, end) for begin, end, other in different if other == state]
        if any(time % 3600 for span in spans for time in span) or state[0] % 60:
            sys.exit(f"std.zones counts differences in whole hours: {footer} {spans}")
        hours = ",".join(f"{begin // 3600}-{end // 3600}" for begin, end in spans)
        text += f"|{state[0] // 60},{int(state[1])},{state[2]}:{hours}"
    return text


def all_zones():
    return sorted(zoneinfo.available_timezones() - LEFT_OUT)


def module():
    zones = {}
    for zone in all_zones():
        area, place = zone.split("/", 1) if "/" in zone else ("", zone)
        footer, listed = read(zone)
        zones.setdefault(written(footer, differences(footer, listed)), {}).setdefault(area, []).append(place)
    lines = [
        rule + "".join(f" {area}/{','.join(places)}" for area, places in sorted(areas.items()))
        for rule, areas in sorted(zones.items())]
    version = (HOME / "tzdata.zi").read_text().split()[2]
    return "\n".join([
        "-- The rules of all time zones. Made by scripts/zones.py; do not edit.",
        "return {",
        f'  version = "{version}",',
        "  -- One rule a line, then the zones that follow it, by area.",
        "  rules = [[", *lines, "]],", "}", ""])


def compare():
    """Every zone: each change that the system knows, a second before and at it, and six hours apart all year round."""
    utc = datetime.timezone.utc
    first, last = new_year(2026), new_year(2038)
    asked, wanted = [], []
    for zone in all_zones():
        info = zoneinfo.ZoneInfo(zone)
        footer, listed = read(zone)
        changes = [time for time, _ in listed] + [
            time for year in range(2026, 2038) for time, _ in Rule(footer).changes(year)]
        # 31 hours: every hour of the day comes up.
        times = {near for time in changes if first <= time < last for near in (time - 1, time, time + 1)}
        for time in sorted(times | set(range(first, last, 31 * 3600))):
            here = datetime.datetime.fromtimestamp(time, utc).astimezone(info)
            days = here.timetuple()
            asked.append(f"{zone} {time}")
            wanted.append(
                f"{here.year}-{here.month}-{here.day} {here.hour}:{here.minute}:{here.second} "
                f"{days.tm_wday} {days.tm_yday} {int(here.utcoffset().total_seconds())} {here.tzname()} "
                f"{str(bool(here.dst())).lower()} {int(here.replace(fold=0).timestamp())} "
                f"{int(here.replace(fold=1).timestamp())}")
    program = r"""
package.path = arg[1] .. "/?.lua"
local real = require
function require(name) return real((name:gsub("^std%.", ""))) end
function now() return 0 end
local zones = require "zones"
for line in io.lines() do
  local zone, time = line:match "(%S+) (%S+)"
  local t = zones.local_time(zone, tonumber(time))
  local is_dst = t.is_dst
  t.is_dst = nil
  t.later = true
  local later = zones.time(zone, t)
  t.later = nil
  print(("%d-%d-%d %d:%d:%d %d %d %d %s %s %d %d"):format(t.year, t.month, t.day, t.hour, t.min, t.sec,
    (t.wday + 5) % 7, t.yday, t.offset, t.abbreviation, is_dst, zones.time(zone, t), later))
end
"""
    told = subprocess.run(
        ["lua5.4", "-e", f'arg = {{ "{STDLIB}" }} ' + program],
        input="\n".join(asked), capture_output=True, text=True, check=True).stdout.splitlines()
    wrong = {}
    for question, answer, truth in zip(asked, told, wanted, strict=True):
        if answer != truth:
            wrong.setdefault(question.split()[0], []).append(f"{question}: {answer}, not {truth}")
    print(f"{len(asked)} instants of {len(all_zones())} zones, {sum(map(len, wrong.values()))} differ")
    for zone, lines in wrong.items():
        print(f"{zone}: {len(lines)}, such as {lines[0]}")
    return 1 if wrong else 0


def main():
    if "--compare" in sys.argv:
        return compare()
    text = module()
    if "--check" in sys.argv:
        fresh = TARGET.exists() and TARGET.read_text() == text
        print("up to date" if fresh else f"{TARGET} differs from this system's zones: run scripts/zones.py")
        return 0 if fresh else 1
    TARGET.write_text(text)
    return 0


sys.exit(main())
