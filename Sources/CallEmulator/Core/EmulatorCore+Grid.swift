import CallModel

/// What Event Grid tells of calls (protocol reference, section 8).
extension EmulatorCore {
    /// Offers a call to all subscriptions.
    mutating func publishIncomingCall(_ invitation: Invitation, _ token: String, _ id: String) {
        guard let call = calls[id] else { return }
        publish(
            "IncomingCall", "/caller/\(invitation.caller.rawID)/recipient/\(invitation.target.rawID)",
            [
                "to": invitation.target.json, "from": invitation.caller.json,
                "serverCallId": .string(call.serverCallID), "callerDisplayName": .string(invitation.displayName),
                "customContext": invitation.customContext, "incomingCallContext": .string(token),
                "correlationId": .string(call.correlationID),
            ], id)
    }

    /// Tells of the communication users who came since the last time: the first one starts the call.
    mutating func announce(_ id: String) {
        guard let call = calls[id], call.outcome == nil else { return }
        switch call.kind {
        case .twoParty, .group(nil): if ![.connected, .transferring].contains(state(of: call)) { return }
        case .group, .room: break
        }
        for (index, participant) in call.participants.enumerated() where !participant.isAnnounced {
            guard case .communicationUser = participant.identifier.kind else { continue }
            if let leg = participant.legID, legs[leg]?.isListed != true { continue }
            calls[id]?.participants[index].isAnnounced = true
            if calls[id]?.startedBy == nil {
                calls[id]?.startedBy = participant.identifier
                publish(
                    "CallStarted", "call/\(call.serverCallID)/startedBy/\(participant.identifier.rawID)",
                    callMembers(id), id)
            }
            publishParticipant("CallParticipantAdded", participant, id)
        }
    }

    mutating func publishParticipant(_ name: String, _ participant: Participant, _ id: String) {
        guard let call = calls[id] else { return }
        var data = callMembers(id)
        data["user"] = Self.person(participant.identifier)
        data["displayName"] = .string(participant.identifier == call.caller ? call.displayName : "")
        data["participantId"] = .string(makeID())
        data["userAgent"] = "hookswitch-emulator"
        publish(name, "call/\(call.serverCallID)/participant/\(participant.identifier.rawID)", data, id)
    }

    /// Only calls whose start was told have an end that is told.
    mutating func publishCallEnded(_ id: String, _ outcome: CallOutcome, by: CommunicationIdentifier?) {
        guard let call = calls[id], let startedBy = call.startedBy else { return }
        var data = callMembers(id)
        let ender = by ?? startedBy
        data["endedBy"] = [
            "communicationIdentifier": ender.json, "type": "Participant", "name": .string(ender.spoken),
        ]
        data["reason"] = [
            "code": .integer(Int64(outcome.result.code)), "subCode": .integer(Int64(outcome.result.subCode)),
            "phrase": .string(outcome.result.message),
        ]
        data["callDurationInSeconds"] = .number(now - call.dialedAt)
        publish("CallEnded", "call/\(call.serverCallID)", data, id)
    }

    private func callMembers(_ id: String) -> JSONObject {
        guard let call = calls[id] else { return JSONObject() }
        var data: JSONObject = [
            "startedBy": Self.person(call.startedBy ?? call.caller), "serverCallId": .string(call.serverCallID),
            "isTwoParty": .bool(call.kind == .twoParty), "correlationId": .string(call.correlationID),
            "isRoomsCall": false,
        ]
        switch call.kind {
        case .twoParty: break
        case .group(let group): data["group"] = ["id": .string(group ?? call.id)]
        case .room(let room):
            data["room"] = ["id": .string(room)]
            data["isRoomsCall"] = true
        }
        return data
    }

    private static func person(_ identifier: CommunicationIdentifier) -> JSONValue {
        ["communicationIdentifier": identifier.json, "role": "Attendee"]
    }

    mutating func publishRecording(_ subject: String, _ data: JSONObject, call: String) {
        publish("RecordingFileStatusUpdated", subject, data, call)
    }

    private mutating func publish(_ name: String, _ subject: String, _ data: JSONObject, _ id: String) {
        add(
            .publish(
                GridEvent(
                    callID: id, id: makeID(), topic: configuration.topic, subject: subject,
                    type: CallEvent.typePrefix + name, time: EventTime.callback(now), data: .object(data))))
    }
}
