"""Does the campaign find what it is for? `python3 selftest.py HOOKSWITCH`, a build with `-D HOOKSWITCH_FAULTS`.

Faults are planted in three places. In the runtime, by that build, and in flows and files (planting.py): for each a short
campaign runs, and must find something. `no_sync` cannot be seen by killing a process, since the system keeps what it has
written; there the syncs are counted with strace. In the records (tampering.py): one round without kills, which must be good,
is judged again with each fault in it. The last two need no special build: `--without-runtime`.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import time

import tampering_media  # noqa: F401, it fills the table
from evidence import Evidence, Missing
from planting import OWN
from tampering import TAMPERINGS

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

# Where to kill so that a fault shows, and which rules may find it.
FAULTS = {
    "accept_before_commit": (
        "commit_queued,commit_written",
        {"event_not_durable", "event_lost", "offer_lost", "launch_not_durable", "launch_lost"}),
    "send_before_commit": ("commit_queued,commit_written", {"request_without_sent", "sent_late"}),
    "fresh_id_on_repeat": ("before_send,after_send,response_arrived", {"fresh_id", "executed_twice"}),
    "other_bytes_on_repeat": ("before_send,after_send,response_arrived", {"other_bytes", "request_without_sent"}),
    "dropped_timer": ("committed,response_kept", {"open_session"}),
    "early_timer": ("timer_fired", {"early_timer"}),
    "double_consume": ("arrival_kept,before_accept,rebuilt", {"event_twice"}),
    "no_dedupe": ("before_accept", {"event_twice", "begun_twice"}),
    "lost_arrival": ("arrival_kept,before_accept", {"event_lost", "event_unread", "event_not_durable"}),
    "forgotten_session": ("committed,recovery_done", {"open_session", "leg_without_session"}),
    "unrecorded_repeat": ("before_send,after_send,response_arrived", {"request_without_sent"}),
    "unordered_requests": ("after_send", {"out_of_turn", "order"}),
    "posted_again": ("web_answered,file_named", {"told_twice"}),
    "unmasked": ("response_kept", {"unmasked"}),
    "half_file": ("file_named,web_before_send", {"file_differs"}),
    "counted_again": ("store_answered,committed", {"counted_twice"}),
}

# Kills at each point, for faults that only some kills show: one in six falls between such a request and its commit.
MORE_KILLS = {"send_before_commit": 14}


def campaign(options, fault, points):
    report = os.path.join(options.work, f"{fault}.json")
    kills = max(options.kills, MORE_KILLS.get(fault, 0))
    result = subprocess.run(
        [sys.executable, os.path.join(HERE, "campaign.py"), options.binary, "--plant", fault, "--only", points,
         "--kills-per-point", str(kills), "--random-kills", "2", "--calls", "25", "--round", "100",
         "--without-kills", "0", "--minutes", "4", "--seed", str(options.seed),
         "--work", os.path.join(options.work, fault), "--report", report],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if not os.path.exists(report):
        return None, result.stdout[-2_000:]
    with open(report) as file:
        return json.load(file), result.stdout


def tampered(options):
    """One good round, and each fault in what it has left. Gives whether it was found, and by what, for each."""
    work = os.path.join(options.work, "good")
    report = os.path.join(options.work, "good.json")
    result = subprocess.run(
        [sys.executable, os.path.join(HERE, "campaign.py"), options.binary, "--kills-per-point", "0", "--random-kills", "0",
         "--calls", "30", "--without-kills", "45", "--keep", "--seed", str(options.seed), "--work", work, "--report", report],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        return {"good_round": (False, "there is no good round to tamper with: " + result.stdout[-2_000:])}
    evidence = Evidence.read(os.path.join(work, "round-0"))
    if rules := evidence.rules():
        return {"good_round": (False, f"a good round is not good for {', '.join(sorted(rules))}")}
    results = {}
    for name, (tamper, rules) in TAMPERINGS.items():
        copy = evidence.copy()
        try:
            tamper(copy)
        except Missing:
            results[name] = (False, "the round has nothing to plant it in")
            continue
        found = copy.rules()
        results[name] = (rules <= found, ", ".join(sorted(found)) or "nothing was found")
    return results


def syncs(binary, work, plant):
    """How often a short run asks the system to sync the store."""
    from processes import HTTP, Emulator, Runtime, Settings, free_port
    folder = os.path.join(work, f"syncs-{plant}")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    port = free_port()
    emulator = Emulator(binary, folder, port, ["--media-speed", "20"])
    trace = os.path.join(folder, "trace")
    settings = Settings(
        "strace", os.path.join(ROOT, "flows"), f"sqlite:{folder}/journal.db", port, emulator.connection_string)
    arguments = settings.arguments
    # -D: the runtime is the child that is told to end, and does not outlive a tracer that was killed.
    settings.arguments = lambda: ["-D", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace, binary, *arguments()]
    runtime = Runtime(settings, folder, None, plant)
    try:
        end = time.time() + 60
        while time.time() < end:
            try:
                if HTTP(port, timeout=2)("GET", "/v1/flows")[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        before = lines(trace)
        for number in range(5):
            HTTP(port)("POST", "/v1/flows/reminder/launch", {"params": {"to": f"+1425555011{number}"}})
        time.sleep(3)
        return lines(trace) - before
    finally:
        runtime.terminate()
        if not runtime.wait(20):
            runtime.kill()
        emulator.stop()


def lines(path):
    if not os.path.exists(path):
        return 0
    with open(path) as file:
        return sum("sync(" in line for line in file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--only", help="faults, with commas between; 'records' for those of tampering.py")
    parser.add_argument("--without-runtime", action="store_true", help="no faults that need a build of their own")
    parser.add_argument("--work", default=os.path.join(ROOT, ".build", "chaos-selftest"))
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    listed = subprocess.run(
        [options.binary, "crash-points", "--faults"], capture_output=True, text=True, check=True).stdout.split()
    listed = ([] if options.without_runtime else listed) + [*OWN, "records"]
    results = {}
    for fault in options.only.split(",") if options.only else listed:
        if fault == "records":
            for name, (caught, text) in tampered(options).items():
                results[name] = (caught, text)
                print(f"{name}: {'caught' if caught else 'MISSED'}: {text}", flush=True)
            continue
        if fault == "no_sync":
            results[fault] = no_sync(options)
            continue
        if fault not in FAULTS:
            results[fault] = (False, "the self-test does not know how to look for it")
            continue
        points, rules = FAULTS[fault]
        report, output = campaign(options, fault, points)
        if report is None:
            results[fault] = (False, "no report: " + output)
            continue
        found = set(report["violations_by_rule"])
        results[fault] = (bool(found & rules), ", ".join(
            f"{rule} ×{count}" for rule, count in report["violations_by_rule"].items()) or "nothing was found")
        print(f"{fault}: {'caught' if results[fault][0] else 'MISSED'}: {results[fault][1]}", flush=True)
    missed = [fault for fault, (caught, _) in results.items() if not caught]
    with open(os.path.join(options.work, "selftest.json"), "w") as file:
        json.dump({fault: {"caught": caught, "by": text} for fault, (caught, text) in results.items()}, file, indent=1)
    for fault in missed:
        print(f"MISSED {fault}: {results[fault][1]}")
    print(f"{len(results) - len(missed)} of {len(results)} planted faults were caught")
    return 1 if missed else 0


def no_sync(options):
    if shutil.which("strace") is None:
        return False, "strace is missing, and nothing else can see it"
    normal, planted = syncs(options.binary, options.work, ""), syncs(options.binary, options.work, "no_sync")
    text = f"{normal} syncs without the fault, {planted} with it"
    print(f"no_sync: {text}", flush=True)
    return normal > 0 and planted == 0, text


if __name__ == "__main__":
    sys.exit(main())
