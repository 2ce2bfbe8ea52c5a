import CallModel

/// Calls that the application makes, and calls that it connects to.
extension EmulatorCore {
    /// Calls somebody, or several at once, who all ring.
    mutating func createCall(_ leg: CallLeg, customContext: JSONValue?) -> CallLeg {
        var leg = leg
        let kind: Call.Kind = leg.targets.count == 1 ? .twoParty : .group(id: nil)
        let names = leg.targets.map(\.spoken).joined(separator: ", ")
        leg.callID = beginCall(
            kind, from: leg.identity, to: leg.targets.first, displayName: leg.displayName ?? "")
        leg.state = .ringing
        add(leg)
        calls[leg.callID]?.participants = [Participant(identifier: leg.identity, legID: leg.id)]
        note(
            .callCreated, "the application calls \(names)",
            [
                "call_connection_id": .string(leg.id), "targets": .array(leg.targets.map { .string($0.rawID) }),
            ], call: leg.callID)
        for target in leg.targets {
            let number = target.phoneNumber == nil ? nil : leg.callerNumber
            invite(
                Invitation(
                    id: makeID(), target: target, caller: number.map { .init(rawID: "4:" + $0) } ?? leg.identity,
                    displayName: leg.displayName ?? "", customContext: customContext, callerNumber: number,
                    purpose: .create(leg: leg.id), patience: configuration.ringLimit), to: leg.callID)
        }
        return leg
    }

    /// Joins a running call, or makes the call of a group or a room that nobody is in yet.
    mutating func connectCall(_ leg: CallLeg, to place: CallPlace) -> CallLeg {
        var leg = leg
        if let running = runningCall(place) {
            leg.callID = running
        } else {
            let kind: Call.Kind =
                switch place {
                case .serverCall: .twoParty
                case .group(let id): .group(id: id)
                case .room(let id): .room(id: id)
                }
            let serverCallID: String? = if case .serverCall(let id) = place { id } else { nil }
            leg.callID = beginCall(kind, from: leg.identity, to: nil, serverCallID: serverCallID)
            occupy(place, leg.callID)
        }
        add(leg)
        note(
            .connecting, "the application connects to \(place.text)", ["call_connection_id": .string(leg.id)],
            call: leg.callID)
        _ = set(.connect(leg: leg.id), after: configuration.connectDelay)
        return leg
    }

    /// Whether the call that a leg connects to is there: a server call must have somebody in it, a room must exist.
    func canConnect(_ leg: CallLeg) -> Bool {
        guard let call = calls[leg.callID] else { return false }
        switch call.kind {
        case .group(.some): return true
        case .room(let id): return rooms[id] == call.id
        case .twoParty, .group(nil): return !call.participants.isEmpty
        }
    }

    mutating func connectionFails(_ leg: CallLeg) {
        let result = ResultInformation(code: 404, subCode: 8522, message: "The call to connect to was not found.")
        emit("ConnectFailed", leg: leg.id, result: result, context: leg.operationContext)
        note(
            .connectFailed, result.message,
            ["code": .integer(Int64(result.code)), "sub_code": .integer(Int64(result.subCode))], call: leg.callID)
        legs[leg.id]?.state = .ended
        if calls[leg.callID]?.participants.isEmpty ?? true {
            finish(leg.callID, CallOutcome(word: .connectFailed, result: result))
        }
    }

    /// How many calls to phone numbers run under one caller ID.
    func outboundCalls(from number: String) -> Int {
        calls.values.filter { $0.outcome == nil }.reduce(0) { sum, call in
            sum + call.invitations.filter { $0.callerNumber == number }.count
                + call.participants.filter { $0.callerNumber == number }.count
        }
    }
}
