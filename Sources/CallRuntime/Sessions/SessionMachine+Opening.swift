import CallJournal
import CallModel
import FlowEngine

/// How the legs of a session come to be: an offer that is answered, a call that is made, a running call that is joined.
/// And how those end that come up when nobody wants them any more.
extension SessionMachine {
    /// Opens one more call of the session.
    func open(_ action: FlowAction, for task: Int) {
        guard hasRoomForOperation(task), hasRoomForCall(task) else { return }
        let number = (legs.keys.max() ?? 0) + 1
        var leg = Leg(number: number, state: .connecting)
        var view = CallView(state: leg.state.rawValue)
        if case .createCall(let create) = action.action {
            leg.state = .creating
            leg.wasMade = true
            view.state = leg.state.rawValue
            view.from = create.sourceCallerIDNumber.map { CommunicationIdentifier(rawID: "4:" + $0) }
            view.to = create.targets.count == 1 ? create.targets.first : nil
            view.otherParty = view.to
            if let source = create.source { leg.ownIDs.insert(source) }
        }
        if case .connectCall = action.action { leg.wasJoined = true }
        legs[number] = leg
        instance?.calls[number] = view
        start(action, on: number, for: task)
    }

    /// The service accepted an opener and named the connection.
    func named(_ operation: Operation, by body: [UInt8]) {
        let number = operation.leg
        if let properties = try? JSONValue(parsing: body) {
            if legs[number]?.callConnectionID == nil {
                legs[number]?.callConnectionID = properties["callConnectionId"]?.stringValue
            }
            if let call = properties["serverCallId"]?.stringValue { joined(call, on: number) }
            if let trace = properties["correlationId"]?.stringValue {
                instance?.calls[number]?.correlationID = trace
                // Event Grid may tell of a call before its server call id is known.
                slice.effects.append(.joinedCall(trace))
            }
            for own in [
                properties["answeredBy"]?["id"], operation.action.isCreation ? properties["source"]?["rawId"] : nil,
            ] {
                if let id = own?.stringValue { legs[number]?.ownIDs.insert(id) }
            }
        }
        updateView(number)
        // Nobody wants it any more: it shall not ring on.
        if legs[number]?.hangsUpWhenConnected == true { hangUpUnwanted(number) }
    }

    /// The service's id of the whole call, by which Event Grid's events find the session.
    func joined(_ serverCallID: String, on number: Int) {
        guard instance?.calls[number]?.serverCallID != serverCallID else { return }
        instance?.calls[number]?.serverCallID = serverCallID
        slice.effects.append(.joinedCall(serverCallID))
    }

    /// An opener has its connection.
    func opened(_ operation: Operation) {
        if case .answer = operation.action {
            settle(operation.id, .success)
        } else {
            settle(operation.id, .call(operation.leg))
        }
    }

    /// An opener has failed: for an answer the call has ended, any other gets to know why.
    func openingFailed(_ operation: Operation, _ failure: ActionFailure) {
        if case .answer = operation.action {} else { settle(operation.id, .failure(failure)) }
        lost(operation.leg)
    }

    /// An opener is given up: for the flow it is over. Should the call come up late, it is ended at once, since nobody
    /// would talk in it.
    func giveUpLeg(_ operation: Operation, _ failure: ActionFailure) {
        let number = operation.leg
        if case .answer = operation.action {} else { settle(operation.id, .failure(failure)) }
        guard operation.attempt > 0 else { return lost(number) }
        guard legs[number]?.state.isOpening == true || legs[number]?.state == .disconnecting else { return }
        legs[number]?.hangsUpWhenConnected = true
        guard !timers.contains(.disconnect(leg: number)) else {
            // It was hung up meanwhile.
            endWaits(number)
            return
        }
        legs[number]?.state = .disconnecting
        endWaits(number)
        // As long as it may come up at the service (protocol reference, section 15).
        setTimer(.disconnect(leg: number), after: operation.action.isCreation ? 125 : 60)
        if legs[number]?.callConnectionID != nil { hangUpUnwanted(number) }
    }

    /// Hangs up a call that is up or rings, and that nobody wants.
    private func hangUpUnwanted(_ number: Int) {
        guard let leg = legs[number], leg.callConnectionID != nil, !leg.isBeingEnded, leg.state != .disconnected else {
            return
        }
        cancelTimer(for: .disconnect(leg: number))
        legs[number]?.state = .connected
        endLeg(number, prompt: nil)
    }
}
