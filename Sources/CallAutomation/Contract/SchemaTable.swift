import CallModel

/// All schemas of the contract by number, made from the subset of Swagger 2.0 that it uses.
struct SchemaTable: Sendable {
    private var schemas: [Schema] = []
    private var indices: [String: Int] = [:]

    subscript(index: Int) -> Schema { schemas[index] }

    func index(of definition: String) -> Int? { indices[definition] }

    /// - Parameter added: properties by version, definition and name.
    init(definitions: JSONValue, added: JSONValue) {
        let all = definitions.objectValue?.members ?? []
        // Numbers first, so that definitions may refer to themselves and to each other.
        for member in all {
            indices[member.name] = schemas.count
            schemas.append(Schema())
        }
        for member in all {
            var schema = make(member.value, definitions)
            if member.name == "CommunicationCloudEnvironmentModel" { schema.foldsCase = true }
            for version in added.objectValue?.members ?? [] {
                guard let members = version.value[member.name]?.objectValue?.members else { continue }
                for property in members {
                    schema.added[version.name, default: [:]][property.name] = index(of: property.value, definitions)
                }
            }
            if schema.discriminator != nil {
                for other in all where Self.parents(of: other.value).contains(member.name) {
                    guard let word = other.value["x-ms-discriminator-value"]?.stringValue else { continue }
                    schema.subtypes[word] = indices[other.name]
                }
            }
            if let index = indices[member.name] { schemas[index] = schema }
        }
    }

    private mutating func index(of json: JSONValue, _ definitions: JSONValue) -> Int? {
        if let name = Self.reference(json) { return indices[name] }
        schemas.append(make(json, definitions))
        return schemas.count - 1
    }

    private mutating func make(_ json: JSONValue, _ definitions: JSONValue) -> Schema {
        var schema = Schema()
        switch json["type"]?.stringValue {
        case "string": schema.shape = .string
        case "boolean": schema.shape = .boolean
        case "integer": schema.shape = .integer
        case "number": schema.shape = .number
        case "array": schema.shape = .array(item: json["items"].flatMap { index(of: $0, definitions) })
        case "object": schema.shape = .object
        default: schema.shape = json["properties"] == nil && json["allOf"] == nil ? .any : .object
        }
        schema.format = json["format"]?.stringValue
        schema.words = (json["enum"]?.arrayValue ?? []).compactMap(\.stringValue)
        schema.minimum = json["minimum"]?.doubleValue
        schema.maximum = json["maximum"]?.doubleValue
        schema.discriminator = json["discriminator"]?.stringValue
        addMembers(of: json, definitions, to: &schema)
        switch json["additionalProperties"] {
        case .some(let rest) where rest.objectValue != nil:
            schema.rest = index(of: rest, definitions).map(Schema.Rest.schema) ?? .anything
        case .bool(true): schema.rest = .anything
        // An object that names no member is one of any members. The others are closed even where the contract does not
        // say so: a member that it does not know is a mistake of whoever wrote it.
        default: schema.rest = schema.properties.isEmpty ? .anything : .none
        }
        return schema
    }

    private mutating func addMembers(of json: JSONValue, _ definitions: JSONValue, to schema: inout Schema) {
        for part in json["allOf"]?.arrayValue ?? [] {
            addMembers(of: Self.reference(part).flatMap { definitions[$0] } ?? part, definitions, to: &schema)
        }
        for property in json["properties"]?.objectValue?.members ?? [] {
            schema.properties[property.name] = index(of: property.value, definitions)
        }
        schema.required += (json["required"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    private static func parents(of json: JSONValue) -> [String] {
        (json["allOf"]?.arrayValue ?? []).compactMap(reference)
    }

    private static func reference(_ json: JSONValue) -> String? {
        json["$ref"]?.stringValue?.split(separator: "/").last.map(String.init)
    }
}
