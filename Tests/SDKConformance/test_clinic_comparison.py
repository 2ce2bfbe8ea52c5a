"""comparison/clinic.py: the line of flows/clinic, written with the official SDK alone, does what the flow does."""

import datetime
import importlib
import pathlib
import re

import pytest

from harness.app import CALLER, SECOND, raw
from harness.clinic_server import ClinicServer
from harness.webhook import TIMEOUT

COMPARISON = pathlib.Path(__file__).parent / "comparison"
LINE = "+18005550111"
ANN, BEN = "+14255550171", "+14255550172"
# A Monday at ten in New York, and its evening.
OPEN, CLOSED = "2026-03-02T15:00:00+00:00", "2026-03-03T02:00:00+00:00"
APPOINTMENT = "/patients/123456/appointment"
# The keys that lead an English caller to the appointment.
TO_APPOINTMENT = ["1", "1", "123456"]


class Clinic:
    """The line, the clinic's server and where messages are kept."""

    def __init__(self, stage, server, recordings):
        self.stage, self.control, self.server, self.recordings = stage, stage.control, server, recordings

    def calls(self, *press, caller=CALLER):
        return self.control.dial(caller, LINE, press=list(press))

    def spoken(self, call):
        """What was said until now."""
        return [words(each) for each in self.stage.kinds(call, "play_started", "recognize_started")]

    def hears(self, call, text, count=1):
        """Waits until something with this text is said for the count-th time; all of it."""
        seen, found = 0, []
        while len(found) < count:
            page = self.control.request("GET", f"/calls/{call}/timeline?after={seen}&wait={TIMEOUT}")
            assert page["entries"], f"nobody says {text!r}, but {self.spoken(call)}"
            seen += len(page["entries"])
            found += [words(each) for each in page["entries"] if "sources" in each and text in words(each)]
        return found[count - 1]

    def hang_up(self, call, caller=CALLER, how="caller_hung_up"):
        """The caller has heard enough: the clinic's server is told."""
        self.control.hang_up(caller)
        assert self.stage.end_of(call) == how
        return self.server.wait_for("POST /hang_ups")

    def delivers(self, call):
        """What the clinic's server was told of the call's message, once the service has no file of it any more."""
        recording = self.stage.kinds(call, "recording_started")[0]["recording_id"]
        self.stage.application.wait_for("message .* is delivered")
        assert [each["recording_id"] for each in self.stage.kinds(call, "recording_filed")] == [recording]
        assert self.stage.kinds(call, "recording_deleted")
        return self.server.wait_for("POST /messages")


@pytest.fixture
def opening_hours(monkeypatch):
    """Whether the clinic is open at a time of New York."""
    for name in ("ACS_ENDPOINT", "CALLBACK_URI", "COGNITIVE_SERVICES_ENDPOINT"):
        monkeypatch.setenv(name, "https://contoso.example")
    monkeypatch.setenv("ACS_KEY", "a2V5")
    monkeypatch.syspath_prepend(COMPARISON)
    clinic = importlib.import_module("clinic")
    return lambda time: clinic.is_open(datetime.datetime.fromisoformat(time).astimezone(clinic.ZONE))


@pytest.mark.parametrize("time, is_open", [
    ("2026-03-02T12:59Z", False),  # A Monday, 7:59 in winter.
    ("2026-03-02T13:00Z", True),
    ("2026-03-02T22:59Z", True),
    ("2026-03-02T23:00Z", False),
    ("2026-03-09T12:00Z", True),  # The Monday after the clocks went forward: 8:00.
    ("2026-03-07T13:59Z", False),  # A Saturday, 8:59.
    ("2026-03-07T17:59Z", True),
    ("2026-03-07T18:00Z", False),
    ("2026-03-08T16:00Z", False),  # A Sunday.
    ("2026-12-25T16:00Z", False),  # A Friday, but Christmas.
    ("2026-12-24T16:00Z", True),
])
def test_the_clinic_is_open_when_the_flow_says_so(opening_hours, time, is_open):
    assert opening_hours(time) == is_open


def words(entry):
    return re.sub("<[^>]*>", "", " ".join(each.get("ssml", "") for each in entry["sources"]))


@pytest.fixture(scope="module")
def server():
    server = ClinicServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    return tmp_path_factory.mktemp("recordings")


@pytest.fixture
def clinic(play, server, recordings):
    return begin(play, server, recordings, OPEN)


@pytest.fixture
def closed_clinic(play, server, recordings):
    return begin(play, server, recordings, CLOSED)


@pytest.fixture
def slow_clinic(play, server, recordings):
    """Speaks as slowly as in life, so that there is time to press keys and to hang up."""
    return begin(play, server, recordings, OPEN, speed=1)


@pytest.fixture
def impatient_clinic(play, server, recordings):
    return begin(play, server, recordings, OPEN, CLINIC_CONSTANTS='{"PATIENCE": 0.2}')


def begin(play, server, recordings, now, **options):
    server.forget()
    settings = {
        "CLINIC_NOW": now, "CLINIC_SERVER": server.url, "RECORDINGS": str(recordings),
        "CLINIC_CONSTANTS": '{"REST": 0.1}',
    }
    stage = play("staged_clinic", **{**settings, **options})
    return Clinic(stage, server, recordings)


@pytest.mark.parametrize("key, menu, appointment", [
    ("1", "For your appointment", "You are expected on 2026-03-10 at 09:30."),
    ("2", "Para a sua consulta", "A sua consulta é no dia 2026-03-10 às 09:30."),
    ("3", "Para su cita", "Su cita es el 2026-03-10 a 09:30."),
])
def test_a_caller_hears_of_the_appointment_in_the_language_they_chose(clinic, key, menu, appointment):
    call = clinic.calls(key, "1", "123456")
    clinic.hears(call, menu)
    clinic.hears(call, appointment)
    languages = {"1": "en", "2": "pt", "3": "es"}
    assert clinic.hang_up(call)[2] == {"caller": CALLER, "language": languages[key]}


def test_each_language_has_its_voice_and_dates_are_said_as_dates(clinic):
    call = clinic.calls("2", "1", "123456")
    clinic.hears(call, "A sua consulta")
    asked = clinic.stage.kinds(call, "recognize_started")
    documents = [[source["ssml"] for source in each["sources"]] for each in asked]
    assert [re.search('voice name="(.*?)"', each)[1] for each in documents[0]] == [
        "en-US-AvaNeural", "pt-BR-FranciscaNeural", "es-MX-DaliaNeural"]
    assert 'xml:lang="pt-BR"' in documents[-1][0] and 'name="pt-BR-FranciscaNeural"' in documents[-1][0]
    assert '<say-as interpret-as="date" format="ymd">2026-03-10</say-as>' in documents[-1][0]
    clinic.hang_up(call)


def test_portuguese_is_spoken_to_the_end(clinic):
    call = clinic.calls("2", "3", "9", "", "9")
    for text in ("Estamos na Main Street, 12.", "Isso não é possível.", "Não ouvi nada.", "Até logo."):
        clinic.hears(call, text)
    assert clinic.stage.end_of(call) == "application_hung_up"
    assert clinic.server.lines() == []


def test_who_chooses_no_language_is_asked_three_times(clinic):
    call = clinic.calls("9", "", "8")
    assert clinic.stage.end_of(call) == "application_hung_up"
    asked = "City Clinic. For English press 1. Para português, 2. Para español, 3."
    assert clinic.spoken(call) == [
        asked, "That is not possible.", asked, "I did not hear anything.", asked, "Goodbye."]


def test_an_appointment_is_moved_and_who_is_too_slow_is_offered_another(clinic):
    clinic.server.answers(f"PUT {APPOINTMENT}", (409, None))
    call = clinic.calls(*TO_APPOINTMENT, "1", "1", "1")
    clinic.hears(call, "2026-03-12 at 14:00 is free.", count=2)
    clinic.hears(call, "That is done.")
    clinic.hears(call, "For your appointment", count=2)
    assert clinic.server.wait_for("GET /free")[1] == "after=2026-03-10"
    assert clinic.server.wait_for(f"PUT {APPOINTMENT}", count=2)[2] == {"date": "2026-03-12", "time": "14:00"}
    clinic.hang_up(call)


def test_an_appointment_is_kept_and_then_cancelled(clinic):
    call = clinic.calls(*TO_APPOINTMENT, "1", "2", "2")
    clinic.hears(call, "You are expected", count=2)
    clinic.hears(call, "That is done.")
    clinic.hang_up(call)
    assert clinic.server.lines() == [
        "GET /patients/123456", "GET /free", f"DELETE {APPOINTMENT}", "POST /hang_ups"]


@pytest.mark.parametrize("number, text", [
    ("654321", "We do not know that number."),
    ("123456", "You have no appointment."),
])
def test_a_patient_who_is_unknown_or_has_no_appointment_comes_to_the_desk(clinic, number, text):
    clinic.server.answers("GET /patients/123456", (200, {"name": "Ada"}))
    clinic.control.phone(ANN)
    call = clinic.calls("1", "1", number)
    clinic.hears(call, text)
    assert clinic.control.wait_for(call, "participant_added")["text"].find("0171") > 0
    clinic.control.hang_up(ANN)
    clinic.hears(call, "Goodbye.")
    assert clinic.stage.end_of(call) == "application_hung_up"


@pytest.mark.parametrize("press", [
    ("1", "2"), ("1", "0"), ("1", "*", "0"), ("1", "1", "12#", "12#", "12#"), ("1", "1", "123456"),
])
def test_keys_wrong_numbers_and_a_server_that_fails_lead_to_the_desk(clinic, press):
    clinic.server.answers("GET /patients/123456", (500, None))
    clinic.control.phone(ANN)
    call = clinic.calls(*press)
    clinic.control.wait_for(call, "participant_added")
    # The agent would stay behind, so the application ends the call.
    clinic.hang_up(call, how="application_hung_up")


def test_a_server_that_fails_later_leads_to_a_message(clinic):
    clinic.server.answers(f"DELETE {APPOINTMENT}", (500, None))
    call = clinic.calls(*TO_APPOINTMENT, "2", "#")
    clinic.hears(call, "Something went wrong.")
    clinic.hears(call, "Please leave a message")
    assert clinic.stage.end_of(call) == "application_hung_up"
    clinic.delivers(call)


def test_when_the_clinic_is_closed_a_message_is_taken(closed_clinic):
    clinic = closed_clinic
    call = clinic.calls("1", "2", "5", "#")
    clinic.hears(call, "We are closed.")
    clinic.hears(call, "Please leave a message")
    clinic.hears(call, "Goodbye.")
    assert clinic.stage.end_of(call) == "application_hung_up"
    _, _, told, key = clinic.delivers(call)
    file = clinic.recordings / f"{key}.wav"
    assert told == {
        "from": CALLER, "language": "en", "seconds": told["seconds"], "bytes": file.stat().st_size, "file": str(file)}
    assert told["seconds"] > 0 and file.read_bytes()[:4] == b"RIFF"


def test_who_hangs_up_has_left_a_message_too(closed_clinic):
    clinic = closed_clinic
    call = clinic.calls("1", "2")
    clinic.hears(call, "Please leave a message")
    clinic.control.wait_for(call, "recording_started")
    clinic.hang_up(call)
    assert clinic.delivers(call)[2]["from"] == CALLER


def test_who_hangs_up_in_the_menu_is_told_of_at_the_server_once(slow_clinic):
    clinic = slow_clinic
    call = clinic.calls("1")
    clinic.hears(call, "For your appointment")
    _, _, told, key = clinic.hang_up(call)
    assert told == {"caller": CALLER, "language": "en"}
    assert key == clinic.control.call(call)["correlation_id"]
    assert clinic.server.lines() == ["POST /hang_ups"]


def test_a_server_that_cannot_be_told_of_it_does_no_harm(slow_clinic):
    clinic = slow_clinic
    clinic.server.answers("POST /hang_ups", (500, None))
    call = clinic.calls("1")
    clinic.hears(call, "For your appointment")
    clinic.hang_up(call)


def test_the_second_agent_takes_whom_the_first_does_not(clinic):
    clinic.control.phone(ANN, "busy")
    clinic.control.phone(BEN)
    call = clinic.calls("1", "2")
    clinic.control.wait_for(call, "participant_added")
    assert [each["target"] for each in clinic.stage.kinds(call, "add_failed")] == [raw(ANN)]
    clinic.control.hang_up(BEN)
    clinic.hears(call, "Goodbye.")
    assert clinic.stage.end_of(call) == "application_hung_up"


def test_who_waits_hears_their_position_and_may_leave_a_message(clinic):
    clinic.control.phone(ANN)
    clinic.control.phone(BEN)
    others = ["+14255550130", "+14255550131"]
    talks = []
    for each in others:
        talks.append(clinic.calls("1", "2", caller=each))
        clinic.control.wait_for(talks[-1], "participant_added")
    first = clinic.calls("1", "2", caller=SECOND)
    clinic.hears(first, "You are number 1.")
    second = clinic.calls("2", "2", "#")
    clinic.hears(second, "Você é o número 2.")
    clinic.control.press(CALLER, "#")
    clinic.hears(second, "Deixe um recado")
    # An agent who is free takes the one who still waits.
    clinic.control.hang_up(ANN)
    assert clinic.stage.end_of(talks[0]) == "application_hung_up"
    clinic.control.wait_for(first, "participant_added")
    assert clinic.stage.end_of(second) == "application_hung_up"
    assert clinic.delivers(second)[2]["language"] == "pt"
    for each in (others[1], SECOND):
        clinic.control.hang_up(each)


def test_an_agent_is_not_rung_any_more_when_the_caller_leaves_a_message(clinic):
    clinic.control.phone(ANN, "no_answer")
    call = clinic.calls("1", "2", "#")
    clinic.control.wait_for(call, "ringing", to=raw(ANN))
    clinic.control.press(CALLER, "#")
    clinic.control.wait_for(call, "add_cancelled")
    clinic.hears(call, "Please leave a message")
    assert clinic.stage.end_of(call) == "application_hung_up"
    clinic.delivers(call)


def test_patience_ends_with_a_message(impatient_clinic):
    clinic = impatient_clinic
    for agent in (ANN, BEN):
        clinic.control.phone(agent, "busy")
    call = clinic.calls("1", "2", "#")
    clinic.hears(call, "Please leave a message")
    assert clinic.stage.end_of(call) == "application_hung_up"
    clinic.delivers(call)


def test_the_handshake_is_answered_and_other_lines_are_not_taken(clinic):
    event = {"eventType": "Microsoft.EventGrid.SubscriptionValidationEvent", "data": {"validationCode": "4711"}}
    assert clinic.stage.ask("POST", "/api/incomingCall", [event]) == {"validationResponse": "4711"}
    call = clinic.control.dial(CALLER, "+18005550199")
    clinic.control.hang_up(CALLER)
    assert clinic.control.wait_until_ended(call)["ended"]["how"] == "cancelled"


def test_events_of_no_call_do_no_harm(clinic):
    event = {
        "id": "1", "source": "nowhere", "type": "Microsoft.Communication.PlayCompleted", "specversion": "1.0",
        "data": {"callConnectionId": "nowhere", "operationContext": "nothing"},
    }
    clinic.stage.ask("POST", "/api/calls/nowhere", [event])
