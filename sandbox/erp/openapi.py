"""The OpenAPI 3 description of each version, built from the field tables."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from sandbox.erp.actions import IDLE, LONG, SHORT
from sandbox.erp.contract import ENDPOINT, Contract, Field, Shape, contract
from sandbox.erp.contract.model import Kind

Json = dict[str, Any]
SCHEMAS = "#/components/schemas/"
PARAMETERS = "#/components/parameters/"
TYPES: dict[Kind, Json] = {
    Kind.STRING: {"type": "string"},
    Kind.BOOL: {"type": "boolean"},
    Kind.INT: {"type": "integer", "format": "int32"},
    Kind.SHORT: {"type": "integer", "format": "int32"},
    Kind.DECIMAL: {"type": "number", "format": "double"},
    Kind.DATETIME: {"type": "string", "format": "date-time"},
    Kind.GUID: {"type": "string", "format": "uuid"},
}
OPTIONS = ("select", "filter", "expand", "custom")
PAGING = ("skip", "top")
KEYS = ("id", "ids")


def openapi(version: str) -> Json:
    """Return the description of a version, without an address; the caller may change it."""
    document: Json = json.loads(_document(version))
    return document


@cache
def _document(version: str) -> str:
    return json.dumps(_built(contract(version)))


def _built(endpoint: Contract) -> Json:
    paths: Json = {}
    schemas: Json = {"Entity": _entity()} | {kind.wrapper: _wrapper(kind) for kind in TYPES}
    for shape in endpoint.shapes.values():
        schemas[shape.name] = _schema(shape)
    for shape in endpoint.entities():
        paths |= _paths(shape)
        schemas |= {action: _invocation(shape) for action in _actions(shape)}
    return {
        "openapi": "3.0.1",
        "info": {"title": f"{ENDPOINT}/{endpoint.version}", "version": "4"},
        "paths": paths,
        "components": {"schemas": schemas, "parameters": {name: _parameter(name) for name in OPTIONS + PAGING + KEYS}},
        "tags": [{"name": shape.name} for shape in endpoint.entities()],
    }


def _ref(name: str) -> Json:
    return {"$ref": SCHEMAS + name}


def _entity() -> Json:
    own = {"id": TYPES[Kind.GUID], "rowNumber": {"type": "integer", "format": "int64"}, "error": {"type": "string"}}
    return {"type": "object", "properties": own | {"note": _ref("StringValue"), "custom": {"type": "object"}}}


def _wrapper(kind: Kind) -> Json:
    return {"type": "object", "properties": {"value": TYPES[kind], "error": {"type": "string"}}}


def _schema(shape: Shape) -> Json:
    properties = {name: _property(field) for name, field in shape.fields.items()}
    return {"allOf": [_ref("Entity"), {"type": "object", "properties": properties}]}


def _property(field: Field) -> Json:
    if field.kind is Kind.DETAILS:
        return {"type": "array", "items": _ref(field.of)}
    return _ref(field.of if field.kind is Kind.LINKED else field.kind.wrapper)


def _invocation(shape: Shape) -> Json:
    return {"required": ["entity"], "type": "object", "properties": {"entity": _ref(shape.name)}}


def _actions(shape: Shape) -> list[str]:
    return sorted(action for entity, action in LONG.keys() | SHORT.keys() | IDLE if entity == shape.name)


def _paths(shape: Shape) -> Json:
    name, record = shape.name, _ref(shape.name)
    listing = {"type": "array", "items": record}
    paths: Json = {
        f"/{name}": {
            "get": _operation(name, "GetList", {"200": listing}, OPTIONS + PAGING),
            "put": _operation(name, "PutEntity", {"200": record, "422": record}, OPTIONS, body=name),
        },
        f"/{name}/$adHocSchema": {"get": _operation(name, "GetAdHocSchema", {"200": record}, ())},
        f"/{name}/{{ids}}": {
            "get": _operation(name, "GetByKeys", {"200": record}, ("ids", *OPTIONS)),
            "delete": _operation(name, "DeleteByKeys", {"204": None}, ("ids",)),
        },
        f"/{name}/{{id}}": {
            "get": _operation(name, "GetById", {"200": record}, ("id", *OPTIONS)),
            "delete": _operation(name, "DeleteById", {"204": None}, ("id",)),
        },
    }
    for action in _actions(shape):
        answers: dict[str, Json | None] = {"202": None, "204": None}
        paths[f"/{name}/{action}"] = {"post": _operation(name, f"InvokeAction_{action}", answers, (), body=action)}
    return paths


def _operation(
    tag: str, name: str, answers: dict[str, Json | None], parameters: tuple[str, ...], body: str | None = None
) -> Json:
    operation: Json = {
        "tags": [tag],
        "summary": name,
        "operationId": f"{tag}_{name}",
        "parameters": [{"$ref": PARAMETERS + each} for each in parameters],
        "responses": {status: _answer(schema) for status, schema in answers.items()},
    }
    if body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(body)}}}
    return operation


def _parameter(name: str) -> Json:
    if name in KEYS:
        return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    schema = {"type": "integer", "format": "int32"} if name in PAGING else {"type": "string"}
    return {"name": f"${name}", "in": "query", "schema": schema}


def _answer(schema: Json | None) -> Json:
    described: Json = {"description": "Answer"}
    return described if schema is None else described | {"content": {"application/json": {"schema": schema}}}
