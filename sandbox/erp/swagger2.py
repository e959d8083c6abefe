"""The same description in the older form, Swagger 2, which 22.200.001 and 23.200.001 speak."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from sandbox.erp.openapi import PARAMETERS, SCHEMAS

Json = dict[str, Any]
JSON_TYPE = "application/json"


def older(document: Json, address: str) -> Json:
    """Return an OpenAPI 3 document as Swagger 2 at `address`."""
    parts, shared = urlsplit(address), document["components"]["parameters"]
    whole: Json = {
        "swagger": "2.0",
        "info": document["info"],
        "host": parts.netloc,
        "basePath": parts.path,
        "schemes": [parts.scheme],
        "paths": {path: _path(operations, shared) for path, operations in document["paths"].items()},
        "definitions": document["components"]["schemas"],
        "tags": document["tags"],
    }
    rewritten: Json = json.loads(json.dumps(whole).replace(SCHEMAS, "#/definitions/"))
    return rewritten


def _path(operations: Json, shared: Json) -> Json:
    return {method: _operation(operation, shared) for method, operation in operations.items()}


def _operation(operation: Json, shared: Json) -> Json:
    kept = {name: operation[name] for name in ("tags", "summary", "operationId")}
    parameters = [_parameter(shared[each["$ref"].removeprefix(PARAMETERS)]) for each in operation["parameters"]]
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"][JSON_TYPE]["schema"]
        parameters.append({"in": "body", "name": "entity", "required": True, "schema": schema})
    answers = {status: _answer(answer) for status, answer in operation["responses"].items()}
    return kept | {"produces": [JSON_TYPE], "parameters": parameters, "responses": answers}


def _parameter(parameter: Json) -> Json:
    flat = {name: value for name, value in parameter.items() if name != "schema"}
    flat.update(parameter["schema"])
    return flat


def _answer(answer: Json) -> Json:
    content = answer.get("content")
    described: Json = {"description": answer["description"]}
    if content:
        described["schema"] = content[JSON_TYPE]["schema"]
    return described
