"""Requests held against Discord's own description of its API (OpenAPI 3.1)."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from .stub import Request

DESCRIPTION = Path(__file__).parents[2] / "../shared/discord/openapi.json"
_URI = "urn:discord"


def is_here() -> bool:
    """Whether this machine has the description."""
    return DESCRIPTION.exists()


def breaches(requests: Iterable[Request]) -> list[str]:
    """What Discord would not take, one sentence each: unknown paths and bodies that do not fit."""
    found = [f"{asked.route}: {fault}" for asked in requests if (fault := _breach(asked))]
    return list(dict.fromkeys(found))


def _breach(asked: Request) -> str | None:
    template = _template(asked.path)
    operation = _description()["paths"].get(template, {}).get(asked.method.lower())
    if template is None or operation is None:
        return "Discord has no such route"
    known = {p["name"] for p in _parameters(template, operation) if p["in"] == "query"}
    if strange := set(asked.query) - known:
        return f"unknown query {sorted(strange)}"
    if "requestBody" not in operation:
        return None if asked.json is None else "Discord expects no body"
    if asked.json is None:
        return "the body is missing" if operation["requestBody"].get("required") else None
    error = best_match(_validator(template, asked.method.lower()).iter_errors(asked.json))
    return f"{error.json_path}: {error.message[:300]}" if error else None


@cache
def _description() -> Any:
    description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    # described as text; Discord takes numbers as well, and discord.py sends them
    description["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
    return description


@cache
def _registry() -> Registry[Any]:
    whole: Resource[Any] = Resource(contents=_description(), specification=DRAFT202012)
    return Registry().with_resource(_URI, whole)


@cache
def _validator(template: str, method: str) -> Draft202012Validator:
    where = (
        f"/paths/{template.replace('~', '~0').replace('/', '~1')}/{method}/requestBody/content/application~1json/schema"
    )
    # braces are not allowed in a URI fragment, and are decoded again when the pointer is followed
    pointer = where.replace("{", "%7B").replace("}", "%7D")
    return Draft202012Validator({"$ref": f"{_URI}#{pointer}"}, registry=_registry())


def _parameters(template: str, operation: dict[str, Any]) -> list[dict[str, Any]]:
    shared = _description()["paths"][template].get("parameters", [])
    return [p for p in shared + operation.get("parameters", []) if "in" in p]


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Every path as a pattern, those with most fixed parts first: `/users/@me` before `/users/{user_id}`."""
    paths = sorted(_description()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"{\w+}", "[^/]+", path)), path) for path in paths]


def _template(path: str) -> str | None:
    return next((template for pattern, template in _patterns() if pattern.fullmatch(path)), None)
