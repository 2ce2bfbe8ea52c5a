import CallModel

/// What the control API shows of the core.
extension EmulatorCore {
    /// What happened in a call after the entry `after`.
    public func timeline(of callID: String, after: Int = 0) throws(ControlError) -> TimelinePage {
        let call = try known(callID)
        return TimelinePage(entries: Array(call.timeline.dropFirst(max(0, after))), ended: call.state == .ended)
    }

    /// How a call ended; nil while it goes on.
    public func outcome(of callID: String) throws(ControlError) -> CallOutcome? { try known(callID).outcome }

    /// The state of a call: `ringing`, `connecting`, `connected`, `transferring` or `ended`.
    public func state(of callID: String) throws(ControlError) -> String { try known(callID).state.rawValue }

    func known(_ callID: String) throws(ControlError) -> Call {
        guard let call = calls[callID] else { throw ControlError(status: 404, message: "there is no call \(callID)") }
        return call
    }

    func callJSON(_ callID: String) throws(ControlError) -> JSONValue { json(of: try known(callID)) }

    /// Newest first.
    var callsJSON: [JSONValue] { callOrder.reversed().compactMap { calls[$0] }.map(json) }

    var phonesJSON: [JSONValue] { phones.keys.sorted().compactMap { phones[$0] }.map(json) }

    func phoneJSON(of number: String) throws(ControlError) -> JSONValue {
        let rawID = number.hasPrefix("+") ? "4:" + number : number
        guard let phone = phones[rawID] else {
            throw ControlError(status: 404, message: "there is no phone \(number)")
        }
        return json(of: phone)
    }

    private func json(of call: Call) -> JSONValue {
        let end: JSONValue? = call.outcome.map { outcome in
            ["how": .string(outcome.word.rawValue), "result": outcome.result.json]
        }
        return [
            "call_id": .string(call.id), "from": .string(call.caller.rawID), "to": .string(call.callee.rawID),
            "state": .string(call.state.rawValue), "correlation_id": .string(call.correlationID),
            "server_call_id": .string(call.serverCallID),
            "call_connection_id": call.connection.map { .string($0.id) },
            "dialed_at": .string(EventTime.short(call.dialedAt)), "ended": end,
        ]
    }

    private func json(of phone: Phone) -> JSONValue {
        let seconds: Double? =
            switch phone.whenRung {
            case .answer(let seconds), .decline(let seconds): seconds
            default: nil
            }
        return [
            "phone": .string(phone.identifier.spoken), "raw_id": .string(phone.identifier.rawID),
            "when_rung": .string(phone.whenRung.word), "after": seconds.map(JSONValue.number),
            "call_id": phone.callID.map(JSONValue.string),
        ]
    }
}
