import CallModel
import Foundation

/// The members of an event that are not `data`, as both schemas spell them.
struct Envelope {
    var id: String?
    /// CloudEvents.
    var type: String?
    var source: String?
    var time: String?
    /// Event Grid.
    var eventType: String?
    var topic: String?
    var eventTime: String?
    var subject: String?
    var data: Range<Int>?
    var dataBase64: String?

    /// Reads the envelope that the cursor stands before; `data` is skipped and only its range kept.
    init(_ reader: inout JSONReader) throws(JSONError) {
        var found = Self()
        try reader.readObject { name, reader throws(JSONError) in
            switch name {
            case "id": found.id = try reader.readStringIfAny()
            case "type": found.type = try reader.readStringIfAny()
            case "source": found.source = try reader.readStringIfAny()
            case "time": found.time = try reader.readStringIfAny()
            case "eventType": found.eventType = try reader.readStringIfAny()
            case "topic": found.topic = try reader.readStringIfAny()
            case "eventTime": found.eventTime = try reader.readStringIfAny()
            case "subject": found.subject = try reader.readStringIfAny()
            case "data": found.data = try reader.skipValue()
            case "data_base64": found.dataBase64 = try reader.readStringIfAny()
            default: try reader.skipValue()
            }
        }
        self = found
    }

    private init() {}

    /// The event of a CloudEvents envelope.
    /// - Parameter place: where the event stands, for the fault.
    func cloudEvent(in body: [UInt8], place: String) throws(WebhookFault) -> CallEvent {
        try event(
            id: id, type: (type, "type"), source: (source, "source"), time: time, data: try dataBytes(body, place),
            place: place)
    }

    /// The event of an Event Grid envelope.
    func eventGridEvent(in body: [UInt8], place: String) throws(WebhookFault) -> CallEvent {
        try event(
            id: id, type: (eventType, "eventType"), source: (topic, "topic"), time: eventTime,
            data: try dataBytes(body, place), place: place)
    }

    private func event(
        id: String?, type: (String?, name: String), source: (String?, name: String), time: String?, data: [UInt8],
        place: String
    ) throws(WebhookFault) -> CallEvent {
        let id = try Self.required(id, "id", place)
        let type = try Self.required(type.0, type.name, place)
        let source = try Self.required(source.0, source.name, place)
        return CallEvent(
            id: id, name: Self.eventName(ofType: type), source: source, subject: subject ?? "", time: time ?? "",
            data: data)
    }

    private func dataBytes(_ body: [UInt8], _ place: String) throws(WebhookFault) -> [UInt8] {
        if let data { return Array(body[data]) }
        guard let dataBase64 else { return [] }
        guard let decoded = Data(base64Encoded: dataBase64) else {
            throw WebhookFault(.wrongShape, "data_base64 of \(place) is not Base64")
        }
        return Array(decoded)
    }

    /// The value of an attribute that must be there and not be empty.
    static func required(_ value: String?, _ name: String, _ place: String) throws(WebhookFault) -> String {
        guard let value else {
            throw WebhookFault(.missingAttribute, "\(place) has no \(name), or one that is no text")
        }
        guard !value.isEmpty else { throw WebhookFault(.missingAttribute, "\(name) of \(place) is empty") }
        return value
    }

    /// The type without the service's prefix; the type of anybody else stays whole.
    static func eventName(ofType type: String) -> String {
        type.hasPrefix(CallEvent.typePrefix) ? String(type.dropFirst(CallEvent.typePrefix.count)) : type
    }
}
