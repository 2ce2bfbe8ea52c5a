import CallModel

/// What the control API shows of the core.
extension EmulatorCore {
    /// What happened in a call after the entry `after`.
    public func timeline(of callID: String, after: Int = 0) throws(ControlError) -> TimelinePage {
        let call = try known(callID)
        return TimelinePage(entries: Array(call.timeline.dropFirst(max(0, after))), ended: call.outcome != nil)
    }

    /// How a call ended; nil while it goes on.
    public func outcome(of callID: String) throws(ControlError) -> CallOutcome? { try known(callID).outcome }

    /// The state of a call: `ringing`, `connecting`, `connected`, `transferring` or `ended`.
    public func state(of callID: String) throws(ControlError) -> String { state(of: try known(callID)).rawValue }

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
        let answered = call.legIDs.compactMap { legs[$0] }
        return [
            "call_id": .string(call.id), "kind": .string(call.kind.word), "from": .string(call.caller.rawID),
            "to": call.callee.map { .string($0.rawID) }, "state": .string(state(of: call).rawValue),
            "correlation_id": .string(call.correlationID), "server_call_id": .string(call.serverCallID),
            "call_connection_id": answered.first.map { .string($0.id) },
            "dialed_at": .string(EventTime.short(call.dialedAt)),
            "participants": .array(call.participants.map(json)),
            "ringing": .array(call.invitations.map { .string($0.target.rawID) }),
            "connections": .array(answered.map(json)), "ended": end,
        ]
    }

    private func json(of participant: Participant) -> JSONValue {
        [
            "raw_id": .string(participant.identifier.rawID), "muted": .bool(participant.isMuted),
            "call_connection_id": participant.legID.map(JSONValue.string),
        ]
    }

    private func json(of leg: CallLeg) -> JSONValue {
        [
            "call_connection_id": .string(leg.id), "state": .string(leg.state.wireName),
            "identity": .string(leg.identity.rawID), "operation_context": leg.operationContext.map(JSONValue.string),
        ]
    }

    /// The rooms, and the running call of each.
    var roomsJSON: [JSONValue] {
        rooms.keys.sorted().map { id in
            ["room_id": .string(id), "call_id": runningCall(.room(id)).map(JSONValue.string)]
        }
    }

    private func json(of phone: Phone) -> JSONValue {
        let standing = standing(ofPhone: phone.identifier.rawID)
        return [
            "phone": .string(phone.identifier.spoken), "raw_id": .string(phone.identifier.rawID),
            "when_rung": .string(phone.whenRung.word), "after": phone.whenRung.after.map(JSONValue.number),
            "press": .array(phone.whenAnswered.press.map { .string(String($0.map(\.key))) }),
            "say": .array(phone.whenAnswered.say.map { .string($0) }),
            "hang_up_after": phone.whenAnswered.hangUpAfter.map(JSONValue.number),
            "hang_up_when": phone.whenAnswered.hangsUpWhenIdle ? "idle" : nil,
            "call_id": phone.callID.map(JSONValue.string),
            "last_call_id": standing?.lastCallID.map(JSONValue.string),
            "rung": .bool(standing?.isRung ?? false), "listened_to": .bool(standing?.isListenedTo ?? false),
            "heard": .bool(standing?.isHeard ?? false),
        ]
    }
}
