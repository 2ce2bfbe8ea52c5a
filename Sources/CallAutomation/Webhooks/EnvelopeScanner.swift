import CallModel

/// Walks the events of a body: an array of them, or one alone.
enum EnvelopeScanner {
    /// More events than this in one request are refused.
    static let maxEvents = 100

    /// Reads all events; `make` turns an envelope into an event.
    static func scan<Event>(
        _ body: [UInt8],
        _ make: (_ envelope: Envelope, _ body: [UInt8], _ place: String) throws(WebhookFault) -> Event
    ) throws(WebhookFault) -> [Event] {
        var reader = JSONReader(body)
        guard let first = reader.peek() else { throw WebhookFault(.notJSON, "the body is empty") }
        guard first == 0x5B || first == 0x7B else {
            throw WebhookFault(.notJSON, "the body is neither an event nor an array of events")
        }
        let isBatch = first == 0x5B
        var envelopes: [Envelope] = []
        var isTooMany = false
        do throws(JSONError) {
            if isBatch {
                try reader.readArray { reader throws(JSONError) in
                    if envelopes.count < maxEvents {
                        envelopes.append(try Envelope(&reader))
                    } else {
                        isTooMany = true
                        try reader.skipValue()
                    }
                }
            } else {
                envelopes.append(try Envelope(&reader))
            }
            try reader.expectEnd()
        } catch {
            let place = isBatch ? " (in event \(envelopes.count + 1) of the batch or after it)" : ""
            throw WebhookFault(.notJSON, "the body is \(error)\(place)")
        }
        if isTooMany {
            throw WebhookFault(.tooManyEvents, "the body holds more than \(maxEvents) events; send fewer at a time")
        }
        var events: [Event] = []
        events.reserveCapacity(envelopes.count)
        for (index, envelope) in envelopes.enumerated() {
            events.append(try make(envelope, body, isBatch ? "event \(index + 1) of the batch" : "the event"))
        }
        return events
    }
}
