import CallModel

/// What a request of Event Grid wants.
public enum EventGridDelivery: Sendable, Equatable {
    /// A new subscription asks whether its webhook is wanted: answer 200 with `EventGridHandshake.validationBody`.
    case validation(code: String, url: String?)
    case events([CallEvent])
}

/// Decodes the deliveries of Event Grid in both of its schemas (protocol reference, section 8).
public enum EventGridDecoder {
    private static let validationType = "Microsoft.EventGrid.SubscriptionValidationEvent"

    /// Reads one request.
    public static func decode(body: [UInt8], headers: HeaderLookup) throws(WebhookFault) -> EventGridDelivery {
        if case .other(let name) = MediaType(headers("Content-Type")) {
            throw WebhookFault(
                .contentType,
                "the Content-Type is \(name); Event Grid sends application/json or application/cloudevents+json")
        }
        let events = try EnvelopeScanner.scan(body) { envelope, body, place throws(WebhookFault) in
            if envelope.eventType != nil { return try envelope.eventGridEvent(in: body, place: place) }
            return try envelope.cloudEvent(in: body, place: place)
        }
        if let asked = events.first(where: { $0.name == validationType }) { return try validation(asked) }
        if headers("aeg-event-type")?.lowercased() == "subscriptionvalidation" {
            throw WebhookFault(
                .wrongShape,
                "aeg-event-type says SubscriptionValidation, but no event of the body is of \(validationType)")
        }
        return .events(events)
    }

    private static func validation(_ event: CallEvent) throws(WebhookFault) -> EventGridDelivery {
        let data = try? event.parsedData()
        guard let code = data?["validationCode"]?.stringValue, !code.isEmpty else {
            throw WebhookFault(.missingAttribute, "data of the validation event has no validationCode")
        }
        return .validation(code: code, url: data?["validationUrl"]?.stringValue)
    }
}
