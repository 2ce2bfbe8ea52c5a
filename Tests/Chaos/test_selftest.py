"""Whether there is a planted fault for every rule: one that nothing proves might never be found broken."""
import glob
import os
import re
import unittest

import tampering_media  # noqa: F401, it fills the table
from evidence import Evidence, Missing, first
from planting import OWN
from selftest import FAULTS
from tampering import TAMPERINGS
from worlds import good

HERE = os.path.dirname(os.path.abspath(__file__))


def rules():
    """The names of all rules, as the sources give them."""
    found = set()
    for path in glob.glob(os.path.join(HERE, "*.py")):
        if not os.path.basename(path).startswith("test_"):
            with open(path) as file:
                text = file.read()
            for call in re.findall(r"found\.add\(\s*([^,]+),", text):
                found.update(re.findall(r'"([a-z_]+)"', call))
            for call in re.findall(r"rule = (\{.*?\})\[", text):
                found.update(re.findall(r': "([a-z_]+)"', call))
    return found


class Plants(unittest.TestCase):
    def test_each_rule_is_proved_by_a_fault(self):
        self.assertGreater(len(rules()), 50)
        planted = set().union(*(rules for _, rules in TAMPERINGS.values()))
        self.assertEqual(rules() - planted, set())
        self.assertEqual(planted - rules(), set())

    def test_the_campaigns_own_faults_are_looked_for(self):
        self.assertEqual(set(OWN) - set(FAULTS), set())
        for name in FAULTS:
            self.assertEqual(FAULTS[name][1] - rules(), set(), name)

    def test_a_fault_that_cannot_be_planted_says_so(self):
        with self.assertRaises(Missing):
            first([])
        world = good()
        evidence = Evidence(world.lines, [], [], {"launches": {}})
        with self.assertRaises(Missing):
            TAMPERINGS["an_event_is_forgotten"][0](evidence)

    def test_the_good_stay_as_they_are(self):
        world = good()
        session = {"session": "x", "flow": "hours", "records": world.records, "end": {"way": "finished"}, "unread": []}
        evidence = Evidence(world.lines, [session], [], {"launches": {}})
        TAMPERINGS["a_record_is_gone"][0](evidence.copy())
        self.assertEqual(len(session["records"]), len(good().records))


if __name__ == "__main__":
    unittest.main()
