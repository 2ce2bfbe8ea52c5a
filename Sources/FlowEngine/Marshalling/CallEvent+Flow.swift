import CallModel

extension CallEvent {
    /// The payload as flows see it, in filters and as a table: what the runtime put before their operation context is
    /// taken off again. Not an object when the payload is none.
    func dataForFlows() throws(JSONError) -> JSONValue {
        let data = try parsedData()
        guard case .object(var object) = data, let wire = data["operationContext"]?.stringValue,
            let context = OperationContext(wire: wire)
        else { return data }
        object["operationContext"] = context.text.map { .string($0) }
        return .object(object)
    }

    /// The same for the runtime's own filters.
    public var payloadForFilters: JSONValue { (try? dataForFlows()) ?? .null }
}
