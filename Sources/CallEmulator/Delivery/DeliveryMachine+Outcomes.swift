import CallModel

/// What follows from a try.
extension DeliveryMachine {
    /// An attempt has come to its end.
    public mutating func finished(_ id: Int, _ outcome: DeliveryTry.Outcome, at time: Double) {
        advance(to: time)
        guard deliveries[id]?.state == .underWay else { return }
        record(outcome, of: id, at: now)
        guard let delivery = deliveries[id] else { return }
        switch rule(outcome, delivery) {
        case .delivered:
            if let seconds = delivery.fate.copyAfter { copy(delivery, after: seconds, line: nil) }
            close(id, .delivered)
        case .again(let seconds):
            deliveries[id]?.state = .waiting
            deliveries[id]?.due = now + seconds
            wake(id, at: now + seconds)
        case .giveUp(let reason):
            if !delivery.isCopy { tellFailure(delivery, reason) }
            close(id, .givenUp(reason))
        }
    }

    /// Nothing can be sent: the delivery is given up.
    public mutating func giveUp(_ id: Int, reason: String, at time: Double) {
        advance(to: time)
        guard let delivery = deliveries[id], delivery.isOpen else { return }
        if !delivery.isCopy { tellFailure(delivery, reason) }
        close(id, .givenUp(reason))
    }

    /// Sends a delivery once more, whatever became of it.
    /// - Returns: the id of the new delivery.
    /// - Throws: `ControlError` (404) when it is not known any more.
    public mutating func redeliver(_ id: Int, at time: Double) throws(ControlError) -> Int {
        advance(to: time)
        guard let delivery = deliveries[id] else {
            throw ControlError(status: 404, message: "there is no delivery \(id), or it was long ago")
        }
        return copy(delivery, after: 0, line: delivery.line)
    }

    @discardableResult
    private mutating func copy(_ delivery: Delivery, after seconds: Double, line: Int?) -> Int {
        let original = delivery.original.flatMap { deliveries[$0] } ?? delivery
        let due = now + seconds
        var copy = Delivery(
            id: nextID(), cargo: delivery.cargo, line: line, fate: EventFate(), due: due, undelayed: due)
        copy.original = original.id
        copy.earlierTries = original.earlierTries + original.tries.count + original.copies
        deliveries[original.id]?.copies += 1
        deliveries[copy.id] = copy
        consider(copy.id)
        return copy.id
    }

    mutating func record(_ outcome: DeliveryTry.Outcome, of id: Int, isLost: Bool = false, at time: Double) {
        guard let delivery = deliveries[id] else { return }
        let result = DeliveryTry(number: delivery.nextNumber, outcome: outcome)
        deliveries[id]?.tries.append(Delivery.Try(at: time, result: result, isLost: isLost))
        news.append(.tried(event: delivery.eventID, result))
    }

    private func rule(_ outcome: DeliveryTry.Outcome, _ delivery: Delivery) -> RetryRule {
        let rule: RetryRule =
            switch delivery.cargo {
            case .callback(let callback):
                .callback(outcome, number: delivery.sentCount, address: callback.address, configuration)
            case .grid: .grid(outcome, number: delivery.sentCount, configuration)
            }
        if delivery.isCopy, case .again = rule { return .giveUp("a copy is not tried again") }
        return rule
    }

    private mutating func tellFailure(_ delivery: Delivery, _ reason: String) {
        switch delivery.cargo {
        case .callback(let callback): news.append(.callbackFailed(callback, reason: reason))
        case .grid(let event, _, let webhook):
            news.append(.gridFailed(event, endpoint: webhook.endpoint.withoutQuery, reason: reason))
        }
    }

    private mutating func close(_ id: Int, _ state: Delivery.State) {
        let lane = deliveries[id]?.lane
        deliveries[id]?.state = state
        closed.append(id)
        if closed.count > Self.keptCount * 2 {
            for old in closed.prefix(Self.keptCount) { deliveries[old] = nil }
            closed.removeFirst(Self.keptCount)
        }
        guard let lane else { return }
        lanes[lane]?.removeAll { $0 == id }
        if lanes[lane]?.isEmpty == true { lanes[lane] = nil }
        consider(lane: lane)
    }
}
