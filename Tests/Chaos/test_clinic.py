"""The clinic: what its callers may hear, what its server answers, and the campaign's copy of it."""
import json
import os
import random
import shutil
import tempfile
import unittest

from clinicgrammar import CLINICS, steps
from clinicplan import APPOINTMENTS, ClinicPlan
from clinicweb import Clinic
from grammar import prefix_match
from waits import shorten
from web import lead_to
from worlds import good

FLOWS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "flows")
CHOICE = "City Clinic. For English press 1. Para português, 2. Para español, 3."
MAIN = "For your appointment press 1, for the desk 2, for our address 3."


class Heard(unittest.TestCase):
    def allowed(self, flow, letters, killed=False):
        return prefix_match(CLINICS[flow].pattern, letters, killed)

    def test_every_way_through_the_line(self):
        for letters in ("LNLXLG", "LMAMAMWQIQRG", "LMNMXMG", "LMMWQIQIQ", "LMCNCXCG", "LMCUWQIQ", "LMCOWQIQ", "LMCHFDMAMG",
                        "LMCHFHFFDMCHG", "LMCHDMCOWQIQRG", "LMCHNHXHFNFG", "LMCHMAMWQ", "LMCHFSRG", "LMCHSRG", "LMCWQIQG"):
            self.assertTrue(self.allowed("clinic", letters), letters)
        for letters in ("LMKRG", "LMCUKRG", "LMCHFKRG", "LMNMNMKR"):
            self.assertTrue(self.allowed("clinic_night", letters), letters)

    def test_what_leads_nowhere_in_the_line(self):
        for letters in ("M", "LA", "LNLNLNL", "LMMAG", "LMCD", "LMCUM", "LMCHFDG", "LMCHA", "LMWM", "LMGR", "LMRG",
                        "LMCHFDD", "LMKRG", "LMWQIQRR", "LMWQGG", "LMSG", "LL"):
            self.assertFalse(self.allowed("clinic", letters), letters)
        for letters in ("LMWQ", "LMR", "LMKG", "LMKRK", "LMKRGG"):
            self.assertFalse(self.allowed("clinic_night", letters), letters)

    def test_again_only_after_a_kill(self):
        for letters in ("LLMCC", "LMCHHFDDM", "LMWWQQIQ"):
            self.assertFalse(self.allowed("clinic", letters), letters)
            self.assertTrue(self.allowed("clinic", letters, killed=True), letters)
        self.assertFalse(self.allowed("clinic", "LMCMC", killed=True))

    def test_one_language_for_a_call(self):
        letters = CLINICS["clinic"].letters
        self.assertEqual(letters([CHOICE, MAIN, "We are at 12 Main Street."]), "LMA")
        self.assertEqual(letters([CHOICE, "I did not hear anything.", CHOICE, "Para su cita, oprima 1; más.",
                                  "No he oído nada.", "Hasta luego."]), "LNLMNG")
        self.assertEqual(letters([CHOICE, "Para su cita, oprima 1; más.", "Goodbye."]), "LM?")
        self.assertEqual(letters([CHOICE, MAIN, "Não ouvi nada."]), "LM?")
        self.assertEqual(letters([CHOICE, "No he oído nada."]), "L?")
        self.assertEqual(letters([CHOICE, "Goodbye."]), "LG")
        self.assertEqual(letters([CHOICE, "Hasta luego."]), "L?")

    def test_dates_are_said_and_not_left_out(self):
        read = CLINICS["clinic"].read
        self.assertEqual(read("You are expected on March tenth, twenty twenty-six at nine thirty AM. To move it press 1, "
                              "cancel it 2."), ("H", 0))
        self.assertEqual(read("You are expected on  at . To move it press 1, cancel it 2.")[0], "?")
        self.assertEqual(read("Su cita es el diez de marzo de dos mil veintiséis a las nueve y treinta de la mañana. Para "
                              "cambiarla oprima 1; cancelarla, 2."), ("H", 2))
        self.assertEqual(read("http://127.0.0.1:9/clinic/music.wav"), ("Q", None))

    def test_a_call_is_held_against_it(self):
        world = good()
        world.flow = "clinic"
        self.assertEqual(world.rules(), {"heard"})
        for line in world.lines:
            if line.get("kind") == "play_started":
                line["text"] = CHOICE
        self.assertEqual(world.rules(), set())
        self.assertEqual(steps(world.ledger(), world.sessions()), (1, {"L": 1}))


class Appointments(unittest.TestCase):
    def clinic(self, faster=0, full=0):
        clinic = Clinic(1, is_calm=True)
        clinic.faster, clinic.full = faster, full
        return clinic

    def put(self, clinic, number, at):
        return clinic.take("PUT", f"/clinic/patients/{number}/appointment", json.dumps({"date": at[0], "time": at[1]}))[::2]

    def free(self, clinic, after="2026-03-08"):
        status, body, _ = clinic.take("GET", f"/clinic/free?after={after}", b"")
        return status, tuple(json.loads(body).get(name) for name in ("date", "time"))

    def test_who_is_known(self):
        clinic = self.clinic()
        answers = [clinic.take("GET", f"/clinic/patients/10000{last}", b"") for last in (0, 1, 2)]
        self.assertEqual([answer[0] for answer in answers], [404, 200, 200])
        self.assertEqual([("date" in json.loads(answer[1])) for answer in answers], [False, False, True])

    def test_what_is_asked_for_twice_is_done_once(self):
        clinic = self.clinic()
        at = self.free(clinic)[1]
        self.assertEqual([self.put(clinic, "100002", at) for _ in range(2)], [(204, True), (204, False)])
        self.assertEqual([clinic.take("DELETE", "/clinic/patients/100002/appointment", b"")[::2] for _ in range(2)],
                         [(204, True), (204, False)])
        self.assertNotIn("date", json.loads(clinic.take("GET", "/clinic/patients/100002", b"")[1]))

    def test_one_time_is_for_one_patient(self):
        clinic = self.clinic()
        at = self.free(clinic)[1]
        self.put(clinic, "100002", at)
        self.assertEqual(self.put(clinic, "100003", at), (409, False))
        other = self.free(clinic)[1]
        self.assertNotEqual(at, other)
        # Whoever moves gives theirs back.
        self.put(clinic, "100002", other)
        self.assertEqual(self.put(clinic, "100003", at), (204, True))

    def test_somebody_else_is_faster_for_good(self):
        clinic = self.clinic(faster=1)
        at = self.free(clinic)[1]
        self.assertEqual([self.put(clinic, "100002", at) for _ in range(2)], [(409, False)] * 2)
        self.assertEqual(self.free(self.clinic(full=1))[0], 404)

    def test_what_there_is_not(self):
        clinic = self.clinic()
        self.assertEqual(clinic.take("GET", "/clinic/patients/12", b"")[0], 404)
        self.assertEqual(clinic.take("POST", "/clinic/patients/100002", b"")[0], 405)


class Copy(unittest.TestCase):
    def test_the_copy_has_shorter_waits_and_two_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            flows = shutil.copytree(FLOWS, os.path.join(folder, "flows"))
            self.assertIn("clinic/main.lua", lead_to(9, flows))
            shorten(flows)
            text = {}
            for name in ("clinic", "clinic_night"):
                with open(os.path.join(flows, name, "main.lua")) as file:
                    text[name] = file.read()
                self.assertNotIn("example.com", text[name])
            self.assertIn("0:00-24:00", text["clinic"])
            self.assertIn("closed", text["clinic_night"])
            self.assertNotIn("+18005550111\", name", text["clinic_night"])
            with self.assertRaises(RuntimeError):
                shorten(flows)

    def test_patients_are_nobodys_but_the_callers(self):
        class Traffic:
            random = random.Random(1)
        plan = ClinicPlan(Traffic)
        numbers = [key for keys in APPOINTMENTS * 20 for key in set(plan.filled(keys)) if len(key) == 6]
        self.assertEqual(len(numbers), len(set(numbers)))
        self.assertTrue(all(number.isdigit() for number in numbers))
        self.assertEqual({plan.filled(["{unknown}"])[0][-1], plan.filled(["{none}"])[0][-1]}, {"0", "1"})
        keys = plan.filled(["{has}", "{same}"])
        self.assertEqual(*keys)


if __name__ == "__main__":
    unittest.main()
