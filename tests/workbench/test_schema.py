"""The whole API asked at random: no fault of the server, and every answer is as the schema says."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks


@pytest.fixture
def api(server):
    """The schema of the API, as the server gives it."""
    loaded = schemathesis.openapi.from_url(
        f"{server.base}/api/v1/openapi.json", headers={"authorization": f"Bearer {server.token}"}
    )
    # draws go on behind the pages, and their events as long as these do
    return loaded.exclude(path_regex="/draws$").exclude(path_regex="/events$")


schema = schemathesis.pytest.from_fixture("api")
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_it_answers_as_its_schema_says(case, server):
    headers = {"authorization": f"Bearer {server.token}"}
    response = case.call(base_url=server.base, headers=headers, timeout=60)
    case.validate_response(response, checks=CHECKS)
