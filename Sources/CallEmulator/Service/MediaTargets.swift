import CallModel

/// Who media may be for, and what may run beside each other (protocol reference, 12.3).
extension EmulatorCore {
    /// Somebody else in the leg's call.
    func partner(of leg: CallLeg, _ identifier: CommunicationIdentifier) throws(ServiceError) -> CommunicationIdentifier
    {
        guard others(than: leg).contains(where: { $0.identifier == identifier }) else {
            throw .notFound("Participant \(identifier.rawID)")
        }
        return identifier
    }

    /// What is for one participant of a group does not wait behind another of its sort: it is refused.
    func checkLane(_ lane: MediaLane, of leg: CallLeg, interrupt: Bool) throws(ServiceError) {
        guard lane == .side, leg.sending != nil || leg.side.current != nil && !interrupt else { return }
        throw ServiceError(
            status: 412, code: "8583", message: "Another operation for a single participant is running in this call.")
    }
}
