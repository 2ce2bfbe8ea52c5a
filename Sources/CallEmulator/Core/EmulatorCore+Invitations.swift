import CallModel

/// Ringing: somebody is invited, and answers, declines or lets it ring.
extension EmulatorCore {
    /// Rings the target, be it a phone or the application.
    mutating func invite(_ invitation: Invitation, to call: String) {
        var invitation = invitation
        let target = invitation.target
        let from: JSONObject = ["from": .string(invitation.caller.rawID), "to": .string(target.rawID)]
        if isApplications(target, dialled: invitation) {
            let token = offerToken(invitation, of: call)
            offers[token] = .open(call: call, invitation: invitation.id)
            invitation.bell = .offer(token)
            invitation.alarm = set(.invitation(call: call, id: invitation.id), after: invitation.patience)
            calls[call]?.invitations.append(invitation)
            note(.incomingCall, "\(invitation.caller.spoken) calls \(target.spoken)", from, call: call)
            return publishIncomingCall(invitation, token, call)
        }
        let reaction = reaction(of: target, patience: invitation.patience)
        invitation.bell = .phone(reaction)
        invitation.alarm = set(
            .invitation(call: call, id: invitation.id), after: min(reaction.delay, invitation.patience))
        if phones[target.rawID]?.callID == nil { phones[target.rawID]?.callID = call }
        calls[call]?.invitations.append(invitation)
        if !invitation.isTransfer { note(.ringing, "\(target.spoken) rings", from, call: call) }
    }

    /// Whether the application is rung, and not a phone (README, "Who rings").
    private func isApplications(_ target: CommunicationIdentifier, dialled invitation: Invitation) -> Bool {
        let isOwned =
            configuration.ownedNumbers.contains(target.spoken) || configuration.ownedNumbers.contains(target.rawID)
        if phones[target.rawID]?.isNamed ?? false { return isOwned && target.phoneNumber != nil }
        if case .communicationUser = target.kind { return true }
        // A phone reaches the application by any number, unless the resource has a list of them.
        if case .dial = invitation.purpose, configuration.ownedNumbers.isEmpty, invitation.isFirst { return true }
        return isOwned
    }

    /// What somebody does when rung: a phone in a call is busy.
    private mutating func reaction(of target: CommunicationIdentifier, patience: Double) -> RingReaction {
        let reaction: RingReaction
        if let phone = phones[target.rawID] {
            reaction = phone.callID == nil ? phone.whenRung : .busy
        } else {
            reaction = target.kind == .unknown ? .unreachable : configuration.unknownNumbers
        }
        guard case .answer = reaction, let late = faults.quirk(.lateAnswer) else { return reaction }
        return .answer(after: patience + late)
    }

    /// Somebody who was rung has decided, or the caller's patience has ended.
    mutating func invitationAlarm(_ call: String, _ id: String) {
        guard let invitation = calls[call]?.invitations.first(where: { $0.id == id }) else { return }
        guard case .phone(let reaction) = invitation.bell else {
            return fail(invitation, of: call, .noAnswer)
        }
        if reaction.delay > invitation.patience { return fail(invitation, of: call, .noAnswer) }
        switch reaction {
        case .answer: pickUp(invitation, of: call)
        case .decline: fail(invitation, of: call, .declined)
        case .busy: fail(invitation, of: call, .busy)
        case .noAnswer: fail(invitation, of: call, .noAnswer)
        case .unreachable: fail(invitation, of: call, .unreachable)
        case .invalidNumber: fail(invitation, of: call, .invalidNumber)
        }
    }

    /// A phone picks up.
    mutating func pickUp(_ invitation: Invitation, of call: String) {
        guard take(invitation, from: call) != nil else { return }
        let target = invitation.target
        if phones[target.rawID] == nil {
            phones[target.rawID] = Phone(
                identifier: target, whenRung: configuration.unknownNumbers, isNamed: false)
        }
        fulfil(invitation, of: call, leg: nil)
    }

    /// Takes an invitation out of its call; the ringing ends. Nil when it was not there any more.
    mutating func take(_ invitation: Invitation, from call: String) -> Invitation? {
        guard let index = calls[call]?.invitations.firstIndex(where: { $0.id == invitation.id }) else { return nil }
        let taken = calls[call]?.invitations.remove(at: index)
        deadlines.cancel(taken?.alarm)
        if case .offer(let token) = taken?.bell { offers[token] = nil }
        return taken
    }

    /// The phone is free again, unless it is in the call already.
    mutating func stopRinging(_ target: CommunicationIdentifier, _ call: String) {
        let isIn = calls[call]?.participants.contains { $0.identifier == target } ?? false
        if phones[target.rawID]?.callID == call, !isIn { phones[target.rawID]?.callID = nil }
    }

    /// Whether somebody is still rung, or about to be there.
    func isWaited(for call: String) -> Bool {
        calls[call]?.invitations.isEmpty == false || liveLegs(of: call).contains { $0.accepts != nil }
    }
}
