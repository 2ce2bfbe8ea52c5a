"""How the service says no, in the SDK's exceptions (protocol reference, section 3)."""

from contextlib import contextmanager

import pytest
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)

_OWN = {401: ClientAuthenticationError, 404: ResourceNotFoundError, 409: ResourceExistsError}


@contextmanager
def refused(status, code, naming=""):
    """What is done inside is refused so, by an error whose message names something."""
    with pytest.raises(HttpResponseError) as caught:
        yield
    error = caught.value
    assert (error.status_code, error.error and error.error.code) == (status, code), error
    assert type(error) is _OWN.get(status, HttpResponseError)
    assert error.error.message
    assert naming in error.error.message
