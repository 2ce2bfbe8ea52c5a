import CallJournal
import CallModel
import FlowEngine

/// Outcomes in parts, and invitations that outlive the wait for them.
extension SessionMachine {
    /// The service's name of an invitation, by the operation that made it.
    func invitationID(of operation: OperationID, on leg: Leg) -> String? {
        operations[operation]?.invitationID ?? leg.givenUp[operation]?.id
    }

    /// Why an action names an operation that is no invitation of the call; nil when it does not.
    func invitationMistake(_ action: FlowAction, on leg: Leg) -> String? {
        guard case .cancelAddParticipant(let cancel) = action.action, case .operation(let id) = cancel.invitation,
            let operation = operations[id]
        else { return nil }
        guard case .addParticipant = operation.action else {
            return "call:cancel_add_participant: 'operation' is a \(operation.action.name), not an add_participant"
        }
        guard operation.leg == leg.number else {
            return "call:cancel_add_participant: 'operation' is an invitation into another call"
        }
        return nil
    }

    /// The service accepted an invitation and named it. One that was given up meanwhile is taken back.
    func invited(_ operation: Operation, by body: JSONValue) {
        guard let invitation = body["invitationId"]?.stringValue else { return }
        operations.update(operation.id) { $0.invitationID = invitation }
        guard legs[operation.leg]?.givenUp[operation.id] != nil else { return }
        legs[operation.leg]?.givenUp[operation.id]?.id = invitation
        takeBack(operation.id, invitation, leg: operation.leg, place: operation.place)
    }

    /// Nobody waits for an invitation any more: it is taken back, now or when the service has named it.
    func giveUpInvitation(_ operation: Operation) {
        guard case .addParticipant(let add) = operation.action else { return }
        legs[operation.leg]?.givenUp[operation.id] = Leg.GivenUpInvitation(
            target: add.target, id: operation.invitationID)
        if let invitation = operation.invitationID {
            takeBack(operation.id, invitation, leg: operation.leg, place: operation.place)
        }
    }

    private func takeBack(_ id: OperationID, _ invitation: String, leg number: Int, place: String) {
        guard legs[number]?.mayAct == true else { return }
        let cancel = CallAction.cancelAddParticipant(CancelAddParticipantAction(invitation: .id(invitation)))
        decide(cancel, leg: number, purpose: .cleanup, timeLimit: cancel.defaultTimeLimit, place: place)
    }

    /// What became of an invitation that was given up: who joins all the same is removed. False when it is another's.
    func settleGivenUp(by event: CallEvent, _ operation: OperationID, leg number: Int) -> Bool {
        guard let invitation = legs[number]?.givenUp[operation] else { return false }
        switch event.name {
        case "AddParticipantSucceeded":
            legs[number]?.givenUp[operation] = nil
            guard legs[number]?.mayAct == true else { return true }
            let remove = CallAction.removeParticipant(RemoveParticipantAction(target: invitation.target))
            decide(remove, leg: number, purpose: .cleanup, timeLimit: remove.defaultTimeLimit, place: "runtime")
        case "AddParticipantFailed": legs[number]?.givenUp[operation] = nil
        default: return false
        }
        return true
    }

    /// An invitation was taken back: its own operation will hear nothing more.
    func invitationCancelled(_ event: CallEvent, leg number: Int) {
        guard let invitation = (try? event.parsedData())?["invitationId"]?.stringValue else { return }
        if let given = legs[number]?.givenUp.first(where: { $0.value.id == invitation })?.key {
            legs[number]?.givenUp[given] = nil
        }
        for id in legs[number]?.open ?? [] where operations[id]?.invitationID == invitation {
            guard case .addParticipant? = operations[id]?.action else { continue }
            settle(
                id,
                .failure(ActionFailure(reason: .cancelled, message: "the invitation was taken back", event: event)))
        }
    }

    /// One of those who are moved has arrived, or not; the outcome is there when all have been heard of.
    func moved(_ operation: Operation, _ event: CallEvent, isSuccess: Bool) {
        guard case .moveParticipants(let move) = operation.action else { return }
        let who = (try? event.parsedData())?["participant"].flatMap { CommunicationIdentifier(json: $0) }
        operations.update(operation.id) {
            if isSuccess { $0.parts.moved.append(event) } else { $0.parts.failures.append(event) }
            if let who { $0.parts.heard.insert(who) }
        }
        guard let parts = operations[operation.id]?.parts else { return }
        // An event that names nobody counts for one all the same.
        let count = max(parts.heard.count, parts.moved.count + parts.failures.count)
        guard count >= Set(move.targets).count else { return }
        if let failed = parts.failures.first {
            settle(operation.id, .failure(ActionFailure(event: failed)))
        } else {
            settle(operation.id, .events(parts.moved))
        }
    }

    /// One page of a list; asks for the next when there is one.
    func listed(_ operation: Operation, _ body: JSONValue) {
        guard !operation.isSettled else { return }
        var parts = operation.parts
        parts.items += body["value"]?.arrayValue ?? []
        guard let next = body["nextLink"]?.stringValue, !next.isEmpty, parts.items.count < Self.mostParticipants else {
            settle(operation.id, .value(.array(parts.items)))
            return
        }
        operations.update(operation.id) {
            $0.parts = parts
            $0.action = .listParticipants(page: next)
            $0.isResponded = false
        }
        legs[operation.leg]?.queue.insert(operation.id, at: 0)
    }

    /// A call has at most 350; a service that pages for ever is not followed.
    private static let mostParticipants = 10_000
}
