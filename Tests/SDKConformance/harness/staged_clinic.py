"""The clinic of comparison/ as it is, at a time of the scenario's choice, and with recordings from the emulator.

CLINIC_NOW is the time, with its zone; CLINIC_CONSTANTS a JSON object of constants of its queue that are others here.
"""

import datetime
import json
import os
import pathlib
import sys

from azure.communication.callautomation.aio import _content_downloader_async

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "comparison"))
import clinic  # noqa: E402
import clinic_queue  # noqa: E402

NOW = datetime.datetime.fromisoformat(os.environ["CLINIC_NOW"])


class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW.astimezone(tz)


clinic.datetime = Clock
for name, value in json.loads(os.environ.get("CLINIC_CONSTANTS", "{}")).items():
    assert hasattr(clinic_queue, name), f"the queue has no {name}"
    setattr(clinic_queue, name, value)
# The SDK takes only addresses of Microsoft's storage.
_content_downloader_async.validate_recording_url = lambda *_: None
clinic.serve()
