import CallModel
import Testing

/// The service's contract, and a check of a value against one of its definitions: types, required and unknown
/// properties, enumerations and ranges.
struct Contract {
    private let definitions: JSONValue

    init() throws {
        definitions = try #require(try Fixture.json("contract.json")["definitions"])
    }

    /// What is wrong with `value`; empty when it fits.
    func faults(_ value: JSONValue, as definition: String) -> [String] {
        guard let schema = definitions[definition] else { return ["the contract has no \(definition)"] }
        return faults(value, schema, at: definition)
    }

    private func faults(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        if let reference = schema["$ref"]?.stringValue {
            guard let name = reference.split(separator: "/").last, let target = definitions[String(name)] else {
                return ["\(path): \(reference) leads nowhere"]
            }
            return faults(value, target, at: path)
        }
        var found: [String] = []
        if let allowed = schema["enum"]?.arrayValue, !allowed.contains(value) {
            found.append("\(path): \(value.text) is none of the enumeration")
        }
        switch schema["type"]?.stringValue {
        case "string": if value.stringValue == nil { found.append("\(path) is no string") }
        case "boolean": if value.boolValue == nil { found.append("\(path) is no boolean") }
        case "integer", "number":
            guard let number = value.doubleValue else { return ["\(path) is no number"] }
            if let least = schema["minimum"]?.doubleValue, number < least { found.append("\(path) is too small") }
            if let most = schema["maximum"]?.doubleValue, number > most { found.append("\(path) is too large") }
        case "array":
            guard let items = value.arrayValue else { return ["\(path) is no array"] }
            for (index, item) in items.enumerated() {
                found += faults(item, schema["items"] ?? [:], at: "\(path)[\(index)]")
            }
        default: found += objectFaults(value, schema, at: path)
        }
        return found
    }

    private func objectFaults(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        guard let object = value.objectValue else { return ["\(path) is no object"] }
        var found: [String] = []
        for name in (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue) where object[name] == nil {
            found.append("\(path).\(name) is missing")
        }
        for member in object.members {
            if let property = schema["properties"]?[member.name] {
                found += faults(member.value, property, at: "\(path).\(member.name)")
            } else if let rest = schema["additionalProperties"], rest.objectValue != nil {
                found += faults(member.value, rest, at: "\(path).\(member.name)")
            } else {
                found.append("\(path).\(member.name) is unknown")
            }
        }
        return found
    }
}
