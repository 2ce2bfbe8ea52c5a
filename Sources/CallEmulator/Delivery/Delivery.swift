import CallModel

/// One event on its way to one address.
struct Delivery: Sendable {
    /// What is brought.
    enum Cargo: Sendable {
        case callback(CallbackDelivery)
        case grid(GridEvent, subscription: Int, GridSubscription)
    }

    enum State: Sendable, Equatable {
        case waiting, underWay, delivered
        case givenUp(String)

        var word: String {
            switch self {
            case .waiting: "waiting"
            case .underWay: "under_way"
            case .delivered: "delivered"
            case .givenUp: "given_up"
            }
        }
    }

    /// A try with its time.
    struct Try: Sendable {
        let at: Double
        let result: DeliveryTry
        /// Whether it got lost on purpose and was never sent.
        var isLost = false
    }

    let id: Int
    let cargo: Cargo
    let line: Int?
    var fate: EventFate
    /// How many tries other deliveries of the same event had.
    var earlierTries = 0
    /// The delivery that this is a copy of. Copies are tried once and fail in silence.
    var original: Int?
    /// How many copies were made of it.
    var copies = 0
    var state = State.waiting
    /// When it may be tried, in seconds since 1970.
    var due: Double
    /// When it may go if nobody came that it could change places with.
    var undelayed: Double
    var tries: [Try] = []

    /// Deliveries of one lane go one after the other; without a lane each goes by itself.
    var lane: String? {
        guard !isCopy, case .callback(let delivery) = cargo else { return nil }
        return "\(delivery.connectionID) \(delivery.address)"
    }

    var name: String {
        switch cargo {
        case .callback(let delivery): delivery.name
        case .grid(let event, _, _): event.name
        }
    }

    var eventID: String {
        switch cargo {
        case .callback(let delivery): delivery.event["id"]?.stringValue ?? ""
        case .grid(let event, _, _): event.id
        }
    }

    var connectionID: String? {
        guard case .callback(let delivery) = cargo else { return nil }
        return delivery.connectionID
    }

    var isCopy: Bool { original != nil }

    /// The number of the next try.
    var nextNumber: Int { earlierTries + tries.count + 1 }
    /// How many requests were sent.
    var sentCount: Int { tries.filter { !$0.isLost }.count }
    var isOpen: Bool { state == .waiting || state == .underWay }
    var isUntouched: Bool { state == .waiting && tries.isEmpty }

    /// The next request.
    var attempt: DeliveryAttempt {
        switch cargo {
        case .callback(let delivery):
            // The place for `Authorization: Bearer …`, signed anew for each event (protocol reference, section 9).
            DeliveryAttempt(
                id: id, event: eventID, name: name, number: nextNumber, address: delivery.address,
                headers: [("content-type", "application/json; charset=utf-8")], body: delivery.body, timeout: 10,
                subscription: nil, isFirst: sentCount == 0, line: line)
        case .grid(let event, let subscription, let webhook):
            DeliveryAttempt(
                id: id, event: eventID, name: name, number: nextNumber, address: webhook.endpoint,
                headers: webhook.schema == .cloudEvents
                    ? [("content-type", "application/cloudevents+json; charset=utf-8")]
                    : [("content-type", "application/json; charset=utf-8"), ("aeg-event-type", "Notification")],
                body: event.body(webhook.schema), timeout: 30, subscription: subscription, isFirst: sentCount == 0,
                line: line)
        }
    }
}
