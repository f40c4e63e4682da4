"""The whole API asked at random: no fault of the server, and every answer is as the schema says."""

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
AS_MANY = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


def test_it_answers_as_its_schema_says(server):
    headers = {"authorization": f"Bearer {server.token}"}
    schema = schemathesis.openapi.from_url(f"{server.base}/api/v1/openapi.json", headers=headers)
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @AS_MANY
        @given(case=operation.as_strategy())
        def ask(case):
            if "name" in (case.path_parameters or {}):
                # a case that is there, so that more is asked than for its name
                case.path_parameters["name"] = "open"
            response = case.call(base_url=server.base, headers=headers, timeout=60)
            case.validate_response(response, checks=CHECKS)

        ask()
        asked.append(operation.label)
    assert {"GET /api/v1/cases", "GET /api/v1/cases/{name}/deal", "POST /api/v1/bundles"} <= set(asked)
    assert len(asked) >= 15
