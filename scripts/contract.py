#!/usr/bin/env python3
"""Makes Sources/CallAutomation/Contract/ContractText.generated.swift from the service's published interface.

    scripts/contract.py ../shared/acs           writes the file
    scripts/contract.py ../shared/acs --check   only says whether it is up to date (exit status 1 when not)

The folder holds openapi-bundled.json, openapi-preview.json, common.json and eventgrid.json. What a validator does not need
(descriptions, examples, names for code generators) is left out.
"""
import json
import pathlib
import sys

TARGET = pathlib.Path(__file__).parent.parent / "Sources/CallAutomation/Contract/ContractText.generated.swift"
# Of the x-… members this one is needed: the word by which a subtype is chosen.
DISCRIMINATOR = "x-ms-discriminator-value"
# The previews add properties to these definitions (openapi-preview.json says so in words only).
ADDED = {
    "StartTranscriptionRequest_added": [
        "StartTranscriptionRequest", "UpdateTranscriptionRequest", "WebSocketTranscriptionOptions"],
    "RecognizeOptions_added": ["RecognizeOptions"],
    "RecognizeResult_added": ["SpeechResult", "ChoiceResult"],
    "CreateCallRequest_added": ["CreateCallRequest"],
    "CallIntelligenceOptions_added": ["CallIntelligenceOptions"],
    "StartCallRecordingRequest_added": ["StartCallRecordingRequest"],
}
EVENT_GRID = {
    "IncomingCall": "AcsIncomingCallEventData",
    "CallStarted": "AcsCallStartedEventData",
    "CallEnded": "AcsCallEndedEventData",
    "CallParticipantAdded": "AcsCallParticipantAddedEventData",
    "CallParticipantRemoved": "AcsCallParticipantRemovedEventData",
    "RecordingFileStatusUpdated": "AcsRecordingFileStatusUpdatedEventData",
}


def lean(node, inside_properties=False):
    """The schema without what is not checked; references become local."""
    if isinstance(node, list):
        return [lean(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {}
    for name, value in node.items():
        if inside_properties:
            result[name] = lean(value)
        elif name == "$ref":
            result[name] = "#/definitions/" + value.split("/")[-1]
        elif name in ("description", "example", "readOnly") or name.startswith("x-") and name != DISCRIMINATOR:
            continue
        else:
            result[name] = lean(value, inside_properties=name == "properties")
    return result


def version_of(definition):
    text = json.dumps(definition)
    return "2025-08-15-preview" if "2025-08-15-preview" in text else "2024-09-01-preview"


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parameters = operation["parameters"]
            body = next((p["schema"]["$ref"].split("/")[-1] for p in parameters if p.get("in") == "body"), "")
            responses = {}
            for status, response in operation["responses"].items():
                if status != "default":
                    responses[status] = response.get("schema", {}).get("$ref", "").split("/")[-1]
            yield {
                "id": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "version": operation.get("x-introduced-in", ""),
                "repeatable": any(p.get("name") == "Repeatability-Request-ID" for p in parameters),
                "request": body,
                "responses": dict(sorted(responses.items())),
            }


def contract(folder):
    def load(name):
        return json.loads((folder / name).read_text())

    stable, preview, common, grid = (
        load(n) for n in ("openapi-bundled.json", "openapi-preview.json", "common.json", "eventgrid.json"))
    definitions = {**common["definitions"], **stable["definitions"]}
    events = {name: name for name, d in stable["definitions"].items()
              if "correlationId" in d.get("properties", {}) and name not in ("CallConnectionProperties", "IncomingCall")}
    del definitions["IncomingCall"]  # Event Grid's own definition counts.
    for name, definition in grid["definitions"].items():
        definitions[name] = definition
    events.update(EVENT_GRID)
    added = {}
    versions = {}
    for name, definition in preview["definitions"].items():
        if name.endswith("_added"):
            for target in ADDED[name]:
                added.setdefault(version_of(definition), {}).setdefault(target, {}).update(definition["properties"])
            continue
        definitions[name] = definition
        if "Callback event Microsoft.Communication." in definition.get("description", ""):
            events[name] = name
            versions[name] = version_of(definition)
    used, queue = set(), list(events.values()) + ["CommunicationErrorResponse"]
    all_operations = [*operations(stable), *operations(preview)]
    for operation in all_operations:
        queue += [operation["request"], *operation["responses"].values()]
    queue += [reference for members in added.values() for target in members.values()
              for reference in references(target)]
    while queue:
        name = queue.pop()
        if name in used or not name:
            continue
        used.add(name)
        queue += references(definitions[name])
        # Subtypes are found through their base only.
        queue += [other for other, d in definitions.items() if DISCRIMINATOR in d and name in references(d["allOf"])]
    return {
        "version": stable["info"]["version"],
        "operations": all_operations,
        "events": dict(sorted(events.items())),
        "eventVersions": dict(sorted(versions.items())),
        "added": lean_added(added),
        "definitions": {name: lean(definitions[name]) for name in sorted(used)},
    }


def lean_added(added):
    return {version: {target: lean(properties, inside_properties=True) for target, properties in sorted(targets.items())}
            for version, targets in sorted(added.items())}


def references(node):
    if isinstance(node, list):
        return [name for item in node for name in references(item)]
    if not isinstance(node, dict):
        return []
    found = []
    for name, value in node.items():
        found += [value.split("/")[-1]] if name == "$ref" else references(value)
    return found


def wrapped(text, width=108):
    """Breaks minified JSON after commas that stand outside of strings."""
    line, in_string, start, last = [], False, 0, 0
    index = 0
    while index < len(text):
        character = text[index]
        if character == "\\" and in_string:
            index += 1
        elif character == '"':
            in_string = not in_string
        elif character in ",{[" and not in_string:
            if index + 1 - start > width and last > start:
                line.append(text[start:last])
                start = last
            last = index + 1
        index += 1
    if len(text) - start > width and last > start:
        line.append(text[start:last])
        start = last
    return line + [text[start:]]


def swift(document):
    lines = []
    for name, value in document.items():
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
        lines += wrapped(f'{"," if lines else ""}"{name}":{text}')
    body = "\n".join("        " + line for line in ["{", *lines, "}"])
    return f'''// Made by scripts/contract.py; do not edit.

/// The service's published interface as JSON: API version {document["version"]} and what the previews add.
enum ContractText {{
    static let json = #"""
{body}
        """#
}}
'''


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    text = swift(contract(pathlib.Path(arguments[0])))
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.exists() and TARGET.read_text() == text else f"{TARGET.name} is not up to date")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text)


if __name__ == "__main__":
    main()
