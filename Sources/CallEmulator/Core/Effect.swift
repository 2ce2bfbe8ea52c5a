import CallModel

/// What the world around the core has to do after a command.
public enum Effect: Sendable, Equatable {
    /// Send a callback to the application.
    case callback(CallbackDelivery)
    /// Send an event to all Event Grid subscriptions.
    case publish(GridEvent)
    /// Do something with a web socket of the application.
    case stream(StreamOrder)
}

/// One callback event on its way.
public struct CallbackDelivery: Sendable, Equatable {
    /// The call of the control API that it belongs to.
    public var callID: String
    /// Callbacks of one connection to one address keep their order.
    public var connectionID: String
    /// Where it goes.
    public var address: String
    /// The event's name without prefix.
    public var name: String
    /// The CloudEvent.
    public var event: JSONValue
    /// Seconds that a fault holds it back.
    public var wait = 0.0

    /// The request body: an array of exactly one event.
    public var body: [UInt8] { JSONValue.array([event]).encoded }
}

/// One Event Grid event, not yet in either schema.
public struct GridEvent: Sendable, Equatable {
    /// The call of the control API that it belongs to.
    public var callID: String
    /// Unique per event.
    public var id: String
    /// The resource.
    public var topic: String
    /// Who calls whom.
    public var subject: String
    /// The whole type, with its prefix.
    public var type: String
    /// ISO 8601.
    public var time: String
    /// The payload.
    public var data: JSONValue

    /// The request body in the given schema.
    public func body(_ schema: GridSubscription.Schema) -> [UInt8] {
        switch schema {
        case .eventGrid:
            let event: JSONValue = [
                "id": .string(id), "topic": .string(topic), "subject": .string(subject), "eventType": .string(type),
                "eventTime": .string(time), "data": data, "dataVersion": "1.0", "metadataVersion": "1",
            ]
            return JSONValue.array([event]).encoded
        case .cloudEvents:
            let event: JSONValue = [
                "id": .string(id), "source": .string(topic), "subject": .string(subject), "type": .string(type),
                "time": .string(time), "data": data, "specversion": "1.0", "datacontenttype": "application/json",
            ]
            return event.encoded
        }
    }
}
