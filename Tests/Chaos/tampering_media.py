"""Planted into what a good round has left: faults with the web, the store, recordings, streams and masked keys."""
import copy
import hashlib

from evidence import Missing, again, drop, first, insert_after, of_op
from tampering import plant

# MARK: - The web


def a_post(evidence, path="/inbox/messages", flow=None):
    """(session, request, the server's line) of a POST that took effect."""
    for session, request in evidence.decisions("http", method="POST"):
        if request["path"].endswith(path) and flow in (None, session["flow"]):
            for line in evidence.asked(path=path, key=header(request)["value"], effect=True):
                return session, request, line
    raise Missing


def header(request):
    return first(each for each in request["body"]["headers"] if each["name"].lower() == "idempotency-key")


@plant("http_without_sent", "told_twice")
def a_post_comes_twice_without_its_key(evidence):
    again(evidence.web, a_post(evidence)[2], key=None)


@plant("http_without_sent", "told_twice")
def a_cancellation_comes_late(evidence):
    line = first(line for line in evidence.web if line["method"] in ("PUT", "DELETE") and line["effect"])
    evidence.web.append(dict(line))


@plant("http_no_key")
def a_post_has_no_key(evidence):
    _, request, line = a_post(evidence, "/clinic/messages")
    request["body"]["headers"].remove(header(request))
    line["key"] = None


@plant("http_other_bytes", "http_without_sent")
def one_key_with_other_bytes(evidence):
    again(evidence.web, a_post(evidence)[2], body_sha256=hashlib.sha256(b"other").hexdigest(), effect=False)


@plant("http_shared_key")
def one_key_for_two_messages(evidence):
    session, request, _ = a_post(evidence, "/clinic/hang_ups")
    other, another = first((session_, request_) for session_, request_ in evidence.decisions("http", method="POST")
                           if session_ is not session)
    header(another)["value"] = header(request)["value"]


@plant("http_invented")
def an_answer_that_no_server_gave(evidence):
    session, request = first(evidence.decisions("http", method="GET"))
    of_op(session, request["op"], "response")[-1]["status"] = 299


@plant("http_invented", "deleted_untold")
def a_message_that_never_took_effect(evidence):
    key = a_post(evidence)[2]["key"]
    for line in evidence.asked(key=key):
        line["effect"] = False


@plant("outside_repeated")
def a_note_is_sent_twice(evidence):
    again(evidence.web, a_post(evidence, "/notes/notes")[2], effect=False)


# MARK: - The store


def counts(evidence, key=None):
    """(session, request, response) of answered counts of a key that the flow `tally` has read."""
    read = {request["path"] for session in evidence.sessions if session["flow"] == "tally"
            for request in session["records"] if request["kind"] == "request"}
    for session, request in evidence.decisions("store", method="INCR"):
        if request["path"] in read and key in (None, request["path"]):
            yield session, request, of_op(session, request["op"], "response")[0]


def read_last(evidence, key):
    for session in evidence.sessions:
        for record in session["records"] if session["flow"] == "tally" else []:
            if record["kind"] == "request" and record["path"] == key:
                return of_op(session, record["op"], "response")[0]
    raise Missing


@plant("counted_twice")
def a_caller_counts_twice(evidence):
    _, request, _ = first(counts(evidence))
    read_last(evidence, request["path"])["body"]["value"] += 1


@plant("counted_twice")
def two_are_told_one_number(evidence):
    by_key = {}
    for _, request, answer in counts(evidence):
        other = by_key.setdefault(request["path"], answer)
        if other is not answer:
            answer["body"]["value"] = other["body"]["value"]
            return
    raise Missing


@plant("count_lost")
def a_count_is_lost(evidence):
    _, request, _ = first(counts(evidence))
    read_last(evidence, request["path"])["body"]["value"] -= 1


@plant("count_invented")
def a_number_is_told_that_was_not(evidence):
    key = first(request["path"] for _, request, answer in counts(evidence) if answer["body"]["value"] > 1)
    first(answer for _, _, answer in counts(evidence, key) if answer["body"]["value"] == 1)["body"]["value"] = 0


@plant("answered_twice")
def the_store_answers_twice(evidence):
    session, _, answer = first(counts(evidence))
    insert_after(session, answer, copy.deepcopy(answer))


@plant("swapped_twice")
def two_callers_have_one_agent(evidence):
    for session, request in evidence.decisions("store", method="COMPARE_AND_SET"):
        body, answer = request["body"], of_op(session, request["op"], "response")[0]
        if answer["body"]["value"] is True and body.get("expected") is not None and "agent" in request["path"]:
            twins = [copy.deepcopy(each) | {"op": "999", "at": answer["at"]} for each in (request, answer)]
            insert_after(session, answer, *twins)
            return
    raise Missing


# MARK: - Recordings


def a_recording(evidence):
    """(session, request, name, file) of a recording that was fetched and is known at the service too."""
    known = {line["key"] for line in evidence.web if line.get("recording") and line["recording"]["service"]}
    for session, request in evidence.decisions("download"):
        answer = first(each for each in of_op(session, request["op"], "response") if each.get("status") == 200)
        for file in answer["body"]["files"]:
            name = file["path"].rsplit("/", 1)[-1]
            id = recording_id(evidence, session, name)
            if name in evidence.facts["files"] and id in known and any(
                    evidence.lines("phone", kind="recording_deleted", details={"recording_id": id})):
                return session, request, name, id
    raise Missing


def recording_id(evidence, session, name):
    op = name.removesuffix(".wav").rsplit("-", 1)[-1]
    for line in evidence.lines("event", source="callback"):
        if f"/{session['session']}/{op}/" in (line["address"] or "") and str(line["connection"]).startswith("recording:"):
            return line["connection"].removeprefix("recording:")
    return None


def of_recording(evidence, kind, id):
    return first(line for line in evidence.lines("phone", kind=kind) if line["details"].get("recording_id") == id)


@plant("recording_twice")
def a_recording_is_begun_twice(evidence):
    *_, id = a_recording(evidence)
    for kind in ("recording_started", "recording_stopped"):
        line = of_recording(evidence, kind, id)
        again(evidence.ledger, line, details={"recording_id": "another"})
    event = first(evidence.lines("event", connection="recording:" + id))
    again(evidence.ledger, event, connection="recording:another", event="another")


@plant("recording_runs")
def a_recording_is_never_stopped(evidence):
    evidence.ledger.remove(of_recording(evidence, "recording_stopped", a_recording(evidence)[3]))


@plant("file_differs")
def half_a_file_under_its_name(evidence):
    _, _, name, _ = a_recording(evidence)
    evidence.facts["files"][name] = {"bytes": evidence.facts["files"][name]["bytes"] // 2, "sha256": "0" * 64}


@plant("file_differs")
def half_a_file_that_the_journal_takes_for_whole(evidence):
    session, request, name, _ = a_recording(evidence)
    half = {"bytes": 100, "sha256": "0" * 64}
    evidence.facts["files"][name] = half
    for answer in of_op(session, request["op"], "response"):
        for file in (answer.get("body") or {}).get("files", []):
            file.update(half)


@plant("part_left")
def a_part_stays(evidence):
    _, _, name, _ = a_recording(evidence)
    evidence.facts["files"][name + ".part"] = {"bytes": 1, "sha256": "0"}


@plant("file_lost")
def a_file_is_lost(evidence):
    del evidence.facts["files"][a_recording(evidence)[2]]


@plant("file_of_nobody")
def a_file_belongs_to_nobody(evidence):
    evidence.facts["files"]["b" * 26 + "-3.wav"] = {"bytes": 1, "sha256": "0"}


@plant("not_deleted")
def a_file_is_not_deleted(evidence):
    evidence.ledger.remove(of_recording(evidence, "recording_deleted", a_recording(evidence)[3]))


@plant("deleted_twice")
def a_file_is_deleted_twice(evidence):
    again(evidence.ledger, of_recording(evidence, "recording_deleted", a_recording(evidence)[3]))


@plant("deleted_unasked")
def a_file_is_deleted_that_nobody_wanted_deleted(evidence):
    session, _, _, id = a_recording(evidence)
    request = first(record for record in session["records"] if record["kind"] == "request"
                    and record["action"] == "delete" and record["path"].endswith(id))
    drop(session, request, *of_op(session, request["op"], "sent"), *of_op(session, request["op"], "response"))


@plant("event_lost")
def nobody_is_told_of_a_file(evidence):
    # An earlier event than the last thing of its session, so that it was open.
    for session, record in evidence.records("event", name="RecordingFileStatusUpdated", via="grid"):
        line = first(evidence.lines("event", event=record["id"]))
        started = [each for each in evidence.lines("phone", kind="recording_started", call=line["call"])]
        if session["end"] and len(started) == 1 and record["seq"] < len(session["records"]) - 1:
            return drop(session, record)
    raise Missing


# MARK: - Streams and masks


@plant("stream_twice")
def an_utterance_is_told_twice(evidence):
    session, record = first(evidence.records("event", name="TranscriptionData", via="stream"))
    insert_after(session, record, copy.deepcopy(record) | {"id": "another"})


@plant("stream_invented")
def an_utterance_from_nowhere(evidence):
    _, record = first(evidence.records("event", name="TranscriptionData", via="stream"))
    record["data"]["text"] = "what nobody said"


def a_pin(evidence):
    return first(evidence.facts["pins"])


@plant("unmasked")
def a_journal_tells_a_pin(evidence):
    session = evidence.of("pin")
    session["records"][-1]["report"] = f"turned away with {a_pin(evidence)}"


@plant("unmasked")
def a_timeline_tells_a_pin(evidence):
    id = first(evidence.facts["timelines"])
    evidence.facts["timelines"][id] += f"\nrecognized {a_pin(evidence)}"


@plant("unmasked")
def a_log_tells_a_pin(evidence):
    evidence.facts["logged"] = ["a line of the log"]


@plant("unmasked")
def the_service_is_not_asked_to_hide(evidence):
    line = first(line for line in evidence.lines("phone", kind="key_pressed")
                 if line["text"] == "•" and line["details"].get("heard"))
    line["text"] = "7"
