import CallModel

/// Decodes the callbacks of a call: CloudEvents 1.0 in all three modes of its HTTP binding (protocol reference, 7.1).
///
/// The envelope is scanned; `data` is copied as bytes and not looked into beyond its syntax.
public enum CloudEventDecoder {
    /// Reads the events of one request.
    /// - Batch: a JSON array. Structured: one object. Binary: the envelope in `ce-` headers, the body is `data`.
    public static func decode(body: [UInt8], headers: HeaderLookup) throws(WebhookFault) -> [CallEvent] {
        let mediaType = MediaType(headers("Content-Type"))
        switch mediaType {
        case .cloudEvent, .cloudEventBatch: break
        case .json, .unnamed, .other:
            if headers("ce-specversion") != nil || headers("ce-id") != nil {
                return [try binary(body, headers, mediaType)]
            }
        }
        if case .other(let name) = mediaType {
            throw WebhookFault(
                .contentType,
                "the Content-Type is \(name); events come as application/json or application/cloudevents+json")
        }
        return try EnvelopeScanner.scan(body) { envelope, body, place throws(WebhookFault) in
            try envelope.cloudEvent(in: body, place: place)
        }
    }

    private static func binary(
        _ body: [UInt8], _ headers: HeaderLookup, _ mediaType: MediaType
    ) throws(WebhookFault) -> CallEvent {
        let place = "the headers of the request (binary mode)"
        if case .other(let name) = mediaType, !body.isEmpty {
            throw WebhookFault(.contentType, "the data of the event is \(name); only JSON is understood")
        }
        let id = try Envelope.required(headers("ce-id"), "ce-id", place)
        let type = try Envelope.required(headers("ce-type"), "ce-type", place)
        let source = try Envelope.required(headers("ce-source"), "ce-source", place)
        if !body.isEmpty {
            do throws(JSONError) {
                var reader = JSONReader(body)
                try reader.skipValue()
                try reader.expectEnd()
            } catch {
                throw WebhookFault(.notJSON, "the body is \(error)")
            }
        }
        return CallEvent(
            id: id, name: Envelope.eventName(ofType: type), source: source, subject: headers("ce-subject") ?? "",
            time: headers("ce-time") ?? "", data: body)
    }
}
