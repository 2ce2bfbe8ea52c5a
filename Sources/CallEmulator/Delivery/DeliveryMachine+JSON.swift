import CallModel

/// What the control API shows of deliveries.
extension DeliveryMachine {
    /// The newest first, `limit` at the most.
    func json(limit: Int) -> [JSONValue] {
        deliveries.keys.sorted(by: >).prefix(limit).compactMap { deliveries[$0] }.map(json)
    }

    private func json(_ delivery: Delivery) -> JSONValue {
        let (source, address, call) =
            switch delivery.cargo {
            case .callback(let callback): ("callback", callback.address, callback.callID)
            case .grid(let event, _, let webhook): ("grid", webhook.endpoint, event.callID)
            }
        let reason: String? = if case .givenUp(let reason) = delivery.state { reason } else { nil }
        return [
            "id": .integer(Int64(delivery.id)), "source": .string(source), "event": .string(delivery.eventID),
            "name": .string(delivery.name), "address": .string(address.withoutQuery), "call_id": .string(call),
            "call_connection_id": delivery.connectionID.map(JSONValue.string),
            "state": .string(delivery.state.word), "reason": reason.map(JSONValue.string),
            "is_copy": .bool(delivery.isCopy),
            "next_try_at": delivery.state == .waiting ? .string(EventTime.short(delivery.due)) : nil,
            "tries": .array(delivery.tries.map(json)),
        ]
    }

    private func json(_ attempt: Delivery.Try) -> JSONValue {
        var members: JSONObject = [
            "try": .integer(Int64(attempt.result.number)), "at": .string(EventTime.short(attempt.at)),
        ]
        switch attempt.result.outcome {
        case .answered(let status): members["status"] = .integer(Int64(status))
        case .fault(let words): members["fault"] = .string(words)
        }
        return .object(members)
    }
}
