import CallModel

/// The application's connections: how they begin and end.
extension EmulatorCore {
    /// The live leg with this id.
    func leg(_ id: String) -> CallLeg? { legs[id].flatMap { $0.isLive ? $0 : nil } }

    func liveLegs(of call: String) -> [CallLeg] {
        (calls[call]?.legIDs ?? []).compactMap { legs[$0] }.filter { $0.isLive && $0.callID == call }
    }

    /// Those that hear what happens in the call.
    func connectedLegs(of call: String) -> [CallLeg] {
        liveLegs(of: call).filter { $0.state == .connected || $0.state == .transferring }
    }

    mutating func add(_ leg: CallLeg) {
        legs[leg.id] = leg
        calls[leg.callID]?.legIDs.append(leg.id)
    }

    /// The media of a leg are up.
    mutating func connect(_ id: String) {
        guard let leg = leg(id), leg.state == .connecting else { return }
        if leg.origin == .connected, !canConnect(leg) { return connectionFails(leg) }
        legs[id]?.state = .connected
        legs[id]?.accepts = nil
        note(.connected, "connected", ["call_connection_id": .string(id)], call: leg.callID)
        if let invitation = leg.accepts { fulfil(invitation, of: leg.callID, leg: id) }
        emit("CallConnected", leg: id, context: leg.operationContext)
        emitParticipants(leg: id)
        startStreams(of: id)
        // A transfer out of a group puts the new leg into a new call.
        let call = legs[id]?.callID ?? leg.callID
        announce(call)
        watchForIdleness(call)
    }

    /// Ends one leg: first the outcomes of what was running, CallDisconnected or the failure of its beginning last.
    mutating func end(_ id: String, byApplication: Bool = false) {
        guard let leg = leg(id) else { return }
        cancelMedia(id, callEnds: true)
        closeStreams(of: id)
        cancelInvitations(by: leg)
        let name =
            switch (leg.state, leg.origin) {
            case (.ringing, _): "CreateCallFailed"
            case (.connecting, .created) where !byApplication: "CreateCallFailed"
            case (.connecting, .answered) where !byApplication: "AnswerFailed"
            case (.connecting, .connected) where !byApplication: "ConnectFailed"
            default: "CallDisconnected"
            }
        let other = (leg.origin == .answered ? leg.source : leg.targets.first) ?? leg.identity
        let result: ResultInformation = name == "CallDisconnected" ? .conversationEnded : other.result(.cancelled)
        emit(name, leg: id, result: result, context: leg.operationContext)
        if name == "CallDisconnected", let seconds = faults.quirk(.afterDisconnect) {
            emitParticipants(leg: id, wait: seconds)
        }
        legs[id]?.state = .ended
    }

    /// Takes back what a leg that goes away has asked for and not got.
    mutating func cancelInvitations(by leg: CallLeg) {
        for invitation in calls[leg.callID]?.invitations ?? [] where invitation.inviter == leg.id {
            cancel(invitation, of: leg.callID)
        }
        // The application took an offer of this leg, but its media came too late.
        for other in liveLegs(of: leg.callID) {
            guard let accepted = other.accepts, accepted.inviter == leg.id else { continue }
            legs[other.id]?.accepts = nil
            tellCancelled(accepted, of: leg.callID)
            end(other.id)
        }
    }

    /// Stops to ring somebody, because nobody wants him any more.
    mutating func cancel(_ invitation: Invitation, of call: String) {
        guard take(invitation, from: call) != nil else { return }
        stopRinging(invitation.target, call)
        tellCancelled(invitation, of: call)
    }

    private mutating func tellCancelled(_ invitation: Invitation, of call: String) {
        let target = invitation.target
        let result = target.result(.cancelled)
        let codes: JSONObject = [
            "target": .string(target.rawID), "code": .integer(Int64(result.code)),
            "sub_code": .integer(Int64(result.subCode)),
        ]
        switch invitation.purpose {
        case .dial, .create: break
        case .add(let leg, let context, let callback):
            emit(
                "AddParticipantFailed", leg: leg, result: result, context: context, address: callback,
                own: [("participant", target.json)])
            note(.addFailed, "\(target.spoken): \(result.message)", codes, call: call)
        case .transfer(let transfer):
            failTransfer(transfer, to: target, result, codes, call)
        }
    }

    /// The application leaves by one of its legs, or ends the call.
    mutating func applicationHangsUp(_ id: String, forEveryone: Bool) {
        guard let leg = leg(id) else { return }
        let call = leg.callID
        let text = forEveryone ? "the application ended the call for everyone" : "the application hung up"
        note(
            .hungUp, text,
            ["by": "application", "for_everyone": .bool(forEveryone), "call_connection_id": .string(id)], call: call)
        end(id, byApplication: true)
        if forEveryone || leg.state == .ringing {
            return endCall(call, leg.state == .ringing ? .cancelled : .applicationHungUp, by: leg.identity)
        }
        if let invitation = leg.accepts {
            legs[id]?.accepts = nil
            if case .dial = invitation.purpose { return endCall(call, .applicationHungUp, by: leg.identity) }
            return fail(invitation, of: call, invitation.target.result(.cancelled), .cancelled)
        }
        leave(call) { $0.legID == id }
        if endIfDeserted(call, .applicationHungUp) { return }
        note(.left, "the application left, the others go on", ["call_connection_id": .string(id)], call: call)
        watchForIdleness(call)
    }
}
