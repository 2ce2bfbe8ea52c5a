import CallModel

extension EmulatorCore {
    /// Leaves a callback event of a leg to be delivered.
    /// - Parameter address: the callback address of the operation; nil means that of the leg.
    mutating func emit(
        _ name: String, leg id: String, result: ResultInformation = .done, context: String? = nil,
        address: String? = nil, own: [(name: String, value: JSONValue)] = [], wait: Double = 0
    ) {
        guard let leg = leg(id), let call = calls[leg.callID] else { return }
        let type = CallEvent.typePrefix + name
        let source = "calling/callConnections/\(leg.id)"
        var data: [(name: String, value: JSONValue)] = [("version", .string(leg.apiVersion))]
        data += own
        if let context { data.append(("operationContext", .string(context))) }
        data += [
            ("resultInformation", result.json), ("callConnectionId", .string(leg.id)),
            ("serverCallId", .string(call.serverCallID)), ("correlationId", .string(call.correlationID)),
            ("publicEventType", .string(type)),
        ]
        let event: JSONValue = [
            "id": .string(makeID()), "source": .string(source), "type": .string(type),
            "data": .object(JSONObject(data)), "time": .string(EventTime.callback(now)), "specversion": "1.0",
            "datacontenttype": "application/json", "subject": .string(source),
        ]
        add(
            .callback(
                CallbackDelivery(
                    callID: call.id, connectionID: leg.id, address: address ?? leg.callbackURI, name: name,
                    event: event, wait: wait)))
    }

    /// Tells a leg who is in the call.
    mutating func emitParticipants(leg id: String, wait: Double = 0) {
        guard let leg = leg(id) else { return }
        let sequence = leg.participantsSequence + 1
        legs[id]?.participantsSequence = sequence
        emit(
            "ParticipantsUpdated", leg: id,
            own: [
                ("participants", .array(participants(seenBy: leg).map(\.json))),
                ("sequenceNumber", .integer(Int64(sequence))),
            ], wait: wait)
    }

    /// Those in the call, as a leg sees them: a bot on a number does not see itself.
    func participants(seenBy leg: CallLeg) -> [Participant] {
        (calls[leg.callID]?.participants ?? []).filter { $0.legID != leg.id || leg.isListed }
    }

    /// Those that the leg speaks with.
    func others(than leg: CallLeg) -> [Participant] {
        (calls[leg.callID]?.participants ?? []).filter { $0.legID != leg.id }
    }
}

extension ResultInformation {
    static let done = ResultInformation(code: 200, subCode: 0)
    static let conversationEnded = ResultInformation(
        code: 200, subCode: 7000, message: "The conversation has ended. DiagCode: 0#7000.@")
    static let cancelled = ResultInformation(
        code: 400, subCode: 8508, message: "Action failed, the operation was cancelled.")
    static let notPresent = ResultInformation(
        code: 400, subCode: 8558, message: "The participant is not in the call.")
}
