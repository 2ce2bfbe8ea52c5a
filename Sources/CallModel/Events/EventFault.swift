/// Why the payload of an event cannot be read as what its name says.
public struct EventFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the event.
    public let event: String
    /// Where: `participants[0].identifier`; empty for the whole.
    public let field: String
    /// What is wrong, to be read after the field; without a full stop.
    public let reason: String

    /// All three, on one line.
    public var description: String { "\(field.isEmpty ? "data" : field) of \(event) \(reason)" }
}

/// Reads members of a payload. What is absent or `null` is nil; what is of another type is a fault that names it.
struct PayloadReader {
    let event: String
    let json: JSONValue
    /// Put before the name of a member.
    var path = ""

    /// Reads the payload of an event, which must be an object.
    init(event: String, data: [UInt8]) throws(EventFault) {
        self.event = event
        do throws(JSONError) {
            json = try JSONValue(parsing: data)
        } catch {
            throw EventFault(event: event, field: "", reason: "is \(error)")
        }
        guard json.objectValue != nil else { throw EventFault(event: event, field: "", reason: "is no object") }
    }

    private init(event: String, json: JSONValue, path: String) {
        self.event = event
        self.json = json
        self.path = path
    }

    func text(_ name: String) throws(EventFault) -> String? { try read(name, "a text") { $0.stringValue } }
    func bool(_ name: String) throws(EventFault) -> Bool? { try read(name, "true or false") { $0.boolValue } }
    func int(_ name: String) throws(EventFault) -> Int? { try read(name, "a whole number") { $0.intValue } }
    func number(_ name: String) throws(EventFault) -> Double? { try read(name, "a number") { $0.doubleValue } }

    func identifier(_ name: String) throws(EventFault) -> CommunicationIdentifier? {
        guard let object = try object(name) else { return nil }
        guard let identifier = CommunicationIdentifier(json: object.json) else {
            throw fault(name, "names nobody")
        }
        return identifier
    }

    /// The reader of a member that is an object.
    func object(_ name: String) throws(EventFault) -> PayloadReader? {
        try read(name, "an object") { value in
            value.objectValue.map { _ in PayloadReader(event: event, json: value, path: "\(path)\(name).") }
        }
    }

    /// Readers of the items of a member that is a list of objects.
    func objects(_ name: String) throws(EventFault) -> [PayloadReader]? {
        guard let items = try read(name, "a list", { $0.arrayValue }) else { return nil }
        var readers: [PayloadReader] = []
        for (index, item) in items.enumerated() {
            guard item.objectValue != nil else { throw fault("\(name)[\(index)]", "is no object") }
            readers.append(PayloadReader(event: event, json: item, path: "\(path)\(name)[\(index)]."))
        }
        return readers
    }

    /// The value, or a fault that says that it is missing.
    func required<Value>(_ name: String, _ value: Value?) throws(EventFault) -> Value {
        guard let value else { throw fault(name, "is missing") }
        return value
    }

    func fault(_ name: String, _ reason: String) -> EventFault {
        EventFault(event: event, field: path + name, reason: reason)
    }

    private func read<Value>(
        _ name: String, _ wanted: String, _ convert: (JSONValue) -> Value?
    ) throws(EventFault) -> Value? {
        guard let member = json[name] else { return nil }
        guard let value = convert(member) else { throw fault(name, "must be \(wanted)") }
        return value
    }
}
