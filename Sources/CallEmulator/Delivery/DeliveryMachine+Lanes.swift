/// The order within a lane, and how faults change it.
extension DeliveryMachine {
    /// Puts a delivery into its lane: at the end as a rule.
    mutating func insert(_ delivery: Delivery, into lane: String) {
        var delivery = delivery
        var line = lanes[lane] ?? []
        if delivery.fate.goesFirst {
            let isBusy = line.first.flatMap { deliveries[$0]?.state } == .underWay
            line.insert(delivery.id, at: isBusy ? 1 : 0)
        } else if let last = line.last, swaps(last, with: delivery) {
            line.insert(delivery.id, at: line.count - 1)
            // One change of places is enough, for both.
            release(last)
            delivery.due = delivery.undelayed
        } else {
            // Nothing changes places with the end of a call, but by the faults that say so.
            if delivery.name == "CallDisconnected", let last = line.last { release(last) }
            line.append(delivery.id)
        }
        deliveries[delivery.id] = delivery
        lanes[lane] = line
    }

    private func swaps(_ id: Int, with next: Delivery) -> Bool {
        guard let delivery = deliveries[id], delivery.isUntouched, next.name != "CallDisconnected", now <= delivery.due
        else { return false }
        if delivery.fate.waitsForList != nil, next.name == "ParticipantsUpdated" { return true }
        return delivery.fate.swapsWithin != nil
    }

    /// It waits for nobody any more.
    private mutating func release(_ id: Int) {
        guard let delivery = deliveries[id], delivery.isUntouched else { return }
        deliveries[id]?.fate.swapsWithin = nil
        deliveries[id]?.fate.waitsForList = nil
        deliveries[id]?.due = delivery.undelayed
    }
}
