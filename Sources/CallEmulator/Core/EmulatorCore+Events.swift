import CallModel

extension EmulatorCore {
    /// Leaves a callback event of a call's connection to be delivered.
    /// - Parameter address: the callback address of the operation; nil means that of the connection.
    mutating func emit(
        _ name: String, call id: String, result: ResultInformation = .done, context: String? = nil,
        address: String? = nil, own: [(name: String, value: JSONValue)] = []
    ) {
        guard let call = calls[id], let connection = call.connection else { return }
        let type = CallEvent.typePrefix + name
        let source = "calling/callConnections/\(connection.id)"
        var data: [(name: String, value: JSONValue)] = [("version", .string(connection.apiVersion))]
        data += own
        if let context { data.append(("operationContext", .string(context))) }
        data += [
            ("resultInformation", result.json), ("callConnectionId", .string(connection.id)),
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
                    callID: id, connectionID: connection.id, address: address ?? connection.callbackURI, name: name,
                    event: event)))
    }

    /// Tells who is in the call. The application itself, a bot on a number, is not listed.
    mutating func emitParticipants(call id: String) {
        guard let call = calls[id], var sequence = call.connection?.participantsSequence else { return }
        sequence += 1
        calls[id]?.connection?.participantsSequence = sequence
        emit(
            "ParticipantsUpdated", call: id,
            own: [
                ("participants", .array(call.participants)), ("sequenceNumber", .integer(Int64(sequence))),
            ])
    }

    /// Offers a call to all subscriptions.
    mutating func publishIncomingCall(_ id: String) {
        guard let call = calls[id], let offer = call.offer else { return }
        let data: JSONValue = [
            "to": call.callee.json, "from": call.caller.json, "serverCallId": .string(call.serverCallID),
            "callerDisplayName": .string(call.displayName), "customContext": call.customContext,
            "incomingCallContext": .string(offer), "correlationId": .string(call.correlationID),
        ]
        add(
            .publish(
                GridEvent(
                    callID: id, id: makeID(), topic: configuration.topic,
                    subject: "/caller/\(call.caller.rawID)/recipient/\(call.callee.rawID)",
                    type: CallEvent.typePrefix + "IncomingCall", time: EventTime.callback(now), data: data)))
    }
}

extension ResultInformation {
    static let done = ResultInformation(code: 200, subCode: 0)
    static let conversationEnded = ResultInformation(
        code: 200, subCode: 7000, message: "The conversation has ended. DiagCode: 0#7000.@")
    static let cancelled = ResultInformation(
        code: 400, subCode: 8508, message: "Action failed, the operation was cancelled.")
}

extension Call {
    /// The participants as the service lists them.
    var participants: [JSONValue] { [participant(caller)] }

    /// The participant with this raw id, if it is in the call.
    func participant(rawID: String) -> JSONValue? {
        rawID == caller.rawID ? participant(caller) : nil
    }

    private func participant(_ identifier: CommunicationIdentifier) -> JSONValue {
        ["identifier": identifier.json, "isMuted": false, "isOnHold": false]
    }
}
