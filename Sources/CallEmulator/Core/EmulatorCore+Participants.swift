import CallModel

/// What the application does with the participants of its calls.
extension EmulatorCore {
    /// Rings somebody who shall join.
    mutating func addParticipant(_ invitation: Invitation, leg: CallLeg) {
        invite(invitation, to: leg.callID)
    }

    /// Stops the ringing of an invitation; too late is an event of its own.
    mutating func cancelInvitation(_ id: String, leg: CallLeg, context: String?, callback: String?) {
        let own: [(name: String, value: JSONValue)] = [("invitationId", .string(id))]
        guard let invitation = calls[leg.callID]?.invitations.first(where: { $0.id == id }),
            take(invitation, from: leg.callID) != nil
        else {
            emit(
                "CancelAddParticipantFailed", leg: leg.id,
                result: ResultInformation(
                    code: 400, subCode: 8585, message: "The invitation was accepted, declined or given up before."),
                context: context, address: callback, own: own)
            return note(.cancelAddFailed, "too late to take the invitation back", call: leg.callID)
        }
        let target = invitation.target
        stopRinging(target, leg.callID)
        legs[leg.id]?.decidedInvitations.insert(id)
        emit(
            "CancelAddParticipantSucceeded", leg: leg.id,
            result: ResultInformation(
                code: 200, subCode: 5300, message: "The invitation of \(target.rawID) was cancelled."),
            context: context, address: callback, own: own)
        note(
            .addCancelled, "\(target.spoken) is not rung any more", ["participant": .string(target.rawID)],
            call: leg.callID)
        endIfDeserted(leg.callID, .everyoneLeft)
    }

    /// Takes somebody out of the call.
    mutating func removeParticipant(
        _ target: CommunicationIdentifier, leg: CallLeg, context: String?, callback: String?
    ) {
        let own: [(name: String, value: JSONValue)] = [("participant", target.json)]
        guard let participant = calls[leg.callID]?.participants.first(where: { $0.identifier == target }) else {
            emit(
                "RemoveParticipantFailed", leg: leg.id, result: .notPresent, context: context, address: callback,
                own: own)
            return note(
                .removeFailed, "\(target.spoken) is not in the call", ["participant": .string(target.rawID)],
                call: leg.callID)
        }
        emit("RemoveParticipantSucceeded", leg: leg.id, context: context, address: callback, own: own)
        note(
            .removed, "the application removed \(target.spoken)", ["participant": .string(target.rawID)],
            call: leg.callID)
        if let removed = participant.legID { end(removed) }
        leave(leg.callID) { $0.identifier == target && $0.legID == participant.legID }
        endIfDeserted(leg.callID, .removed, by: leg.identity)
    }

    /// Mutes or unmutes participants; those who hear the call are told by the list.
    mutating func setMuted(_ isMuted: Bool, _ targets: [CommunicationIdentifier], leg: CallLeg) {
        for index in calls[leg.callID]?.participants.indices ?? 0..<0
        where targets.contains(calls[leg.callID]?.participants[index].identifier ?? leg.identity) {
            calls[leg.callID]?.participants[index].isMuted = isMuted
        }
        for target in targets {
            note(
                isMuted ? .muted : .unmuted, "\(target.spoken) was \(isMuted ? "muted" : "unmuted")",
                ["participant": .string(target.rawID)], call: leg.callID)
        }
        for other in connectedLegs(of: leg.callID) { emitParticipants(leg: other.id) }
    }

    /// Puts somebody on hold or takes that back; those who hear the call are told by the list.
    mutating func setOnHold(_ isOnHold: Bool, _ target: CommunicationIdentifier, music: String?, leg: CallLeg) {
        guard let index = calls[leg.callID]?.participants.firstIndex(where: { $0.identifier == target }),
            calls[leg.callID]?.participants[index].isOnHold != isOnHold
        else { return }
        calls[leg.callID]?.participants[index].isOnHold = isOnHold
        let heard = music.map { " and hears \($0)" } ?? ""
        note(
            isOnHold ? .held : .unheld, "\(target.spoken) is \(isOnHold ? "on hold\(heard)" : "back from hold")",
            ["participant": .string(target.rawID)], call: leg.callID)
        for other in connectedLegs(of: leg.callID) { emitParticipants(leg: other.id) }
    }

    /// Brings participants of another call of the application into this one.
    mutating func move(
        _ targets: [CommunicationIdentifier], from old: CallLeg, to leg: CallLeg, context: String?, callback: String?
    ) {
        var moved: [Participant] = []
        for target in targets {
            let own: [(name: String, value: JSONValue)] = [
                ("participant", target.json), ("fromCall", .string(old.id)),
            ]
            guard let participant = calls[old.callID]?.participants.first(where: { $0.identifier == target }),
                participant.legID != old.id,
                calls[leg.callID]?.participants.contains(where: { $0.identifier == target }) == false
            else {
                emit(
                    "MoveParticipantFailed", leg: leg.id, result: .notPresent, context: context, address: callback,
                    own: own)
                note(
                    .moveFailed, "\(target.spoken) is not in the other call",
                    ["participant": .string(target.rawID)], call: leg.callID)
                continue
            }
            let phone = phones[target.rawID]
            leave(old.callID) { $0.identifier == target && $0.legID == participant.legID }
            note(
                .moved, "\(target.spoken) went to another call", ["participant": .string(target.rawID)],
                call: old.callID)
            if let other = participant.legID { assign(other, to: leg.callID) }
            keep(phone, in: leg.callID)
            emit("MoveParticipantSucceeded", leg: leg.id, context: context, address: callback, own: own)
            note(
                .moved, "\(target.spoken) came from another call", ["participant": .string(target.rawID)],
                call: leg.callID)
            calls[leg.callID]?.participants.append(
                Participant(
                    identifier: target, legID: participant.legID, callerNumber: participant.callerNumber,
                    isMuted: participant.isMuted))
            moved.append(participant)
        }
        guard !moved.isEmpty else { return }
        if calls[leg.callID]?.kind == .twoParty { calls[leg.callID]?.kind = .group(id: nil) }
        for other in connectedLegs(of: leg.callID) { emitParticipants(leg: other.id) }
        announce(leg.callID)
        endIfDeserted(old.callID, .removed, by: old.identity)
        watchForIdleness(leg.callID)
    }
}
