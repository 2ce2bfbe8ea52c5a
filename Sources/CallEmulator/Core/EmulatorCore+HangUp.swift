import CallModel

extension EmulatorCore {
    /// A phone ends its part, in whatever state the call is.
    mutating func phoneHangsUp(_ phone: String, _ id: String) {
        guard let call = calls[id], call.outcome == nil, phones[phone]?.callID == id else { return }
        if let invitation = call.invitations.first(where: { $0.target.rawID == phone }) {
            return fail(invitation, of: id, .declined)
        }
        guard let participant = call.participants.first(where: { $0.identifier.rawID == phone && $0.legID == nil })
        else { return }
        let name = participant.identifier.spoken
        let isCaller = participant.identifier == call.caller
        let isOver = call.kind == .twoParty
        if isOver {
            note(
                .hungUp, isCaller ? "the caller hung up" : "\(name) hung up", ["by": isCaller ? "caller" : "callee"],
                call: id)
        } else {
            note(.left, "\(name) left", ["participant": .string(phone)], call: id)
        }
        let wasRinging = state(of: call) == .ringing
        leave(id) { $0.identifier.rawID == phone && $0.legID == nil }
        if wasRinging, isCaller, isOver {
            return finish(id, CallOutcome(word: .cancelled, result: participant.identifier.result(.cancelled)))
        }
        endIfDeserted(
            id, isOver ? (isCaller ? .callerHungUp : .calleeHungUp) : .everyoneLeft, by: participant.identifier)
    }
}
