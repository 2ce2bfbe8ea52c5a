import CallModel

/// Who comes into a call and goes, and when it is over.
extension EmulatorCore {
    /// Somebody is in the call now; those who hear it are told.
    mutating func join(_ participant: Participant, _ call: String) {
        let rawID = participant.identifier.rawID
        calls[call]?.participants.append(participant)
        if participant.legID == nil {
            note(.joined, "\(participant.identifier.spoken) joined", ["participant": .string(rawID)], call: call)
            startScript(rawID, call)
        }
        for leg in connectedLegs(of: call) where leg.id != participant.legID { emitParticipants(leg: leg.id) }
        announce(call)
    }

    /// Takes the one that `isMeant` out of the call; those who are left are told.
    /// - Parameter tellOthers: false when the call is about to end anyway.
    @discardableResult
    mutating func leave(
        _ call: String, tellOthers: Bool = true, _ isMeant: (Participant) -> Bool
    ) -> Participant? {
        guard let index = calls[call]?.participants.firstIndex(where: isMeant),
            let participant = calls[call]?.participants.remove(at: index)
        else { return nil }
        let id = participant.identifier.rawID
        release(phone: id, from: call)
        if participant.isAnnounced { publishParticipant("CallParticipantRemoved", participant, call) }
        if tellOthers, !isDeserted(call) {
            for invitation in calls[call]?.invitations ?? [] where invitation.transferee == participant.identifier {
                cancel(invitation, of: call)
            }
            for leg in liveLegs(of: call) { failMedia(leg.id, listeningTo: participant.identifier) }
            for leg in connectedLegs(of: call) { emitParticipants(leg: leg.id) }
        }
        return participant
    }

    /// A phone that is in no call has nothing left to do.
    mutating func release(phone id: String, from call: String) {
        guard let phone = phones[id], phone.callID == call else { return }
        deadlines.cancel(phone.hangUpAlarm)
        deadlines.cancel(phone.idleAlarm)
        // An outside number is forgotten, or every number ever called would be remembered.
        guard phone.isNamed else { return phones[id] = nil }
        phones[id]?.callID = nil
        phones[id]?.script = PhoneScript()
    }

    /// A phone that left one call for another goes on with its script there.
    mutating func keep(_ phone: Phone?, in call: String) {
        guard var phone else { return }
        phone.callID = call
        phone.hangUpAlarm = nil
        phone.idleAlarm = nil
        phones[phone.identifier.rawID] = phone
    }

    /// Nobody is left to speak with.
    func isDeserted(_ id: String) -> Bool {
        guard let call = calls[id] else { return true }
        switch call.kind {
        case .twoParty: return call.participants.count < 2
        case .group(nil): return call.participants.count < 2 && !isWaited(for: id)
        case .group, .room: return call.participants.isEmpty && liveLegs(of: id).isEmpty
        }
    }

    /// Ends a call in which nobody is left to speak with. Returns whether that was so.
    @discardableResult
    mutating func endIfDeserted(
        _ call: String, _ word: CallOutcome.Word, by: CommunicationIdentifier? = nil
    ) -> Bool {
        guard calls[call]?.outcome == nil, isDeserted(call) else { return false }
        endCall(call, word, by: by)
        return true
    }

    /// Ends a call for everyone.
    mutating func endCall(
        _ call: String, _ word: CallOutcome.Word, result: ResultInformation = .conversationEnded,
        by: CommunicationIdentifier? = nil
    ) {
        guard calls[call]?.outcome == nil else { return }
        for leg in liveLegs(of: call) { end(leg.id) }
        if ![.transferred, .rejected, .notAnswered, .cancelled].contains(word) {
            note(.disconnected, "the call is over", call: call)
        }
        finish(call, CallOutcome(word: word, result: result), by: by)
    }

    /// The last words about a call: everybody is free again.
    mutating func finish(_ id: String, _ outcome: CallOutcome, by: CommunicationIdentifier? = nil) {
        guard let call = calls[id], call.outcome == nil else { return }
        for invitation in call.invitations { cancel(invitation, of: id) }
        endRecordings(of: id)
        calls[id]?.outcome = outcome
        for participant in call.participants {
            release(phone: participant.identifier.rawID, from: id)
            if participant.isAnnounced { publishParticipant("CallParticipantRemoved", participant, id) }
        }
        switch call.kind {
        case .twoParty, .group(nil): break
        case .group(.some(let group)): if groups[group] == id { groups[group] = nil }
        case .room(let room): if rooms[room] == id { rooms[room] = "" }
        }
        publishCallEnded(id, outcome, by: by)
        changes += 1
        guard keepsNotes else { return }
        let end = TimelineEntry(
            seq: call.timeline.count, time: now, elapsedMilliseconds: Int(((now - call.dialedAt) * 1_000).rounded()),
            kind: .disconnected, text: outcome.word.rawValue, details: JSONObject())
        notes.append(CallNote(callID: id, entry: end, isEnd: true))
    }

    /// What the control API says of the call.
    func state(of call: Call) -> Call.State {
        if call.outcome != nil { return .ended }
        let legs = liveLegs(of: call.id)
        if legs.contains(where: { $0.state == .transferring }) { return .transferring }
        if legs.contains(where: { $0.state == .connected }) { return .connected }
        if legs.contains(where: { $0.state == .connecting }) { return .connecting }
        if call.invitations.contains(where: { if case .dial = $0.purpose { true } else { false } }) { return .ringing }
        return legs.contains { $0.state == .ringing } ? .ringing : .connected
    }
}
