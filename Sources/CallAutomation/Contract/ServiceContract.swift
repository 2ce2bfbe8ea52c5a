import CallModel

/// The service's published interface, in the binary: its operations, and checks of requests, answers and events against its
/// schemas. API version 2026-03-12 and what the previews add; made from the published files by `scripts/contract.py`.
public enum ServiceContract {
    /// The stable version that the contract describes.
    public static var version: String { contents.version }
    /// Every operation, the stable ones first.
    public static var operations: [Operation] { contents.operations }
    /// The names of all events that the contract describes, without the service's prefix.
    public static var events: [String] { contents.events.keys.sorted() }

    /// The operation with this `operationId`.
    public static func operation(id: String) -> Operation? { contents.operations.first { $0.id == id } }

    /// The operation of a request; nil when the contract has none there.
    /// - Parameter path: as sent, with or without its query.
    public static func operation(method: String, path: String) -> Operation? {
        let parts = Operation.parts(path)
        return contents.mostSpecificFirst.first { $0.method == method && $0.matches(parts) }
    }

    /// The members that a definition has in an API version, sorted.
    public static func members(
        of definition: String, apiVersion: String = ActionRequest.defaultAPIVersion
    ) -> [String] {
        guard let index = contents.schemas.index(of: definition) else { return [] }
        let schema = contents.schemas[index]
        return (Array(schema.properties.keys) + Array((schema.added[apiVersion] ?? [:]).keys)).sorted()
    }

    /// What is wrong with the body of a request; empty when it fits.
    /// - Parameter body: nil when there is none.
    public static func validateRequest(
        operation: Operation, body: JSONValue?, apiVersion: String = ActionRequest.defaultAPIVersion
    ) -> [ContractFault] {
        guard operation.isAvailable(in: apiVersion) else {
            let wanted = operation.previewVersion ?? ""
            return [
                ContractFault(
                    .notInVersion, "cannot be: \(operation.id) needs API version \(wanted), not \(apiVersion)")
            ]
        }
        guard let definition = operation.requestDefinition else {
            return body == nil ? [] : [ContractFault(.unexpected, "must be empty: \(operation.id) takes none")]
        }
        return validate(body, as: definition, apiVersion: apiVersion)
    }

    /// What is wrong with an answer; empty when it fits. Every status from 400 on must carry an error body.
    /// - Parameter body: nil when there is none.
    public static func validateResponse(operation: Operation, status: Int, body: JSONValue?) -> [ContractFault] {
        let version = operation.previewVersion ?? version
        guard let definition = operation.responses[status] else {
            if status >= 400 { return validate(body, as: "CommunicationErrorResponse", apiVersion: version) }
            let allowed = operation.responses.keys.sorted().map(String.init).joined(separator: " or ")
            return [ContractFault(.unexpected, "comes with \(status), but \(operation.id) answers \(allowed)")]
        }
        guard !definition.isEmpty else {
            return body == nil ? [] : [ContractFault(.unexpected, "must be empty: \(operation.id) answers with none")]
        }
        return validate(body, as: definition, apiVersion: version)
    }

    /// What is wrong with the `data` of an event; empty when it fits.
    /// - Parameter name: without the service's prefix. An event that the contract does not know is a fault.
    public static func validateEvent(name: String, data: JSONValue) -> [ContractFault] {
        guard let definition = contents.events[name] else {
            return [ContractFault(.unexpected, "belongs to no event of the service: \(name)")]
        }
        var data = data
        if case .object(var object) = data {
            // The schemas leave out what every callback carries (protocol reference, 7.1).
            for name in ["version", "publicEventType", "eventSource"] where object[name]?.stringValue != nil {
                object[name] = nil
            }
            data = .object(object)
        }
        return validate(data, as: definition, apiVersion: contents.eventVersions[name] ?? version)
    }

    /// What is wrong with a value as one definition of the contract; empty when it fits.
    public static func validate(
        _ value: JSONValue?, as definition: String, apiVersion: String = ActionRequest.defaultAPIVersion
    ) -> [ContractFault] {
        guard let value, value != .null else { return [ContractFault(.missing, "is missing")] }
        guard let index = contents.schemas.index(of: definition) else {
            return [ContractFault(.unexpected, "cannot be checked: there is no definition \(definition)")]
        }
        var validator = SchemaValidator(schemas: contents.schemas, apiVersion: apiVersion)
        validator.check(value, index)
        return validator.faults
    }

    static let contents = Contents(json: (try? JSONValue(parsing: ContractText.json)) ?? .null)

    struct Contents: Sendable {
        let version: String
        let operations: [Operation]
        /// `{x}:play` before `{x}`, and so on.
        let mostSpecificFirst: [Operation]
        /// Definition by event name.
        let events: [String: String]
        let eventVersions: [String: String]
        let schemas: SchemaTable

        init(json: JSONValue) {
            version = json["version"]?.stringValue ?? ""
            operations = (json["operations"]?.arrayValue ?? []).compactMap(Operation.init(json:))
            mostSpecificFirst =
                operations.filter { $0.segments.last?.isBare == false }
                + operations.filter { $0.segments.last?.isBare != false }
            events = Self.texts(json["events"])
            eventVersions = Self.texts(json["eventVersions"])
            schemas = SchemaTable(definitions: json["definitions"] ?? [:], added: json["added"] ?? [:])
        }

        private static func texts(_ json: JSONValue?) -> [String: String] {
            var found: [String: String] = [:]
            for member in json?.objectValue?.members ?? [] { found[member.name] = member.value.stringValue }
            return found
        }
    }
}
