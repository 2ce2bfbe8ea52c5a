import CallJournal
import CallModel
import FlowEngine

/// What a flow asks for.
extension SessionMachine {
    /// Serves what a task asked for: it waits, or it is answered at once.
    func serve(_ request: FlowRequest, for task: Int) {
        instance?.charge(Self.unitsPerRequest)
        switch request {
        case .act(let call, let action): act(action, on: call, for: task)
        case .open(let action): open(action, for: task)
        case .launch(let launch): self.launch(launch, for: task)
        case .signal(let session, let name, let data): signal(session, name, data, for: task)
        case .web(let request): askWeb(request, for: task)
        case .store(let request): askStore(request, for: task)
        case .restart(let handler, let data): restart(handler, data, for: task)
        case .awaitOperation(let id, let timeout): awaitOperation(id, timeout, for: task)
        case .cancelOperation(let id): cancelOperation(id, for: task)
        case .openEvents(let call, let name, let filter): openEvents(call, name, filter, for: task)
        case .openTones(let call, let action, let timeout, let place):
            openTones(call, action, timeout, place, for: task)
        case .nextEvent(let queue, let timeout): nextEvent(queue, timeout, for: task)
        case .download(let recording, let timeout): wantsFiles(of: recording, .download, timeout, for: task)
        case .deleteFile(let recording, let timeout): wantsFiles(of: recording, .delete, timeout, for: task)
        case .sleep(let seconds):
            setTimer(.sleep(task: task), after: max(limits.shortestSleep, seconds))
        case .awaitEvent(let name, let filter, let timeout):
            eventWaits.append(EventWait(task: task, name: name, filter: filter))
            setTimer(.eventWait(task: task), after: timeout ?? 300)
        case .deadline(let seconds):
            setTimer(.deadline(task: task), after: seconds)
        }
    }

    /// A task was cancelled while it waited: whatever it waited for is let go, and undone at the service where that can
    /// be.
    func abandon(_ task: Int) {
        eventWaits.removeAll { $0.task == task }
        cancelTimer(for: .sleep(task: task))
        cancelTimer(for: .deadline(task: task))
        cancelTimer(for: .eventWait(task: task))
        cancelTimer(for: .operationWait(task: task))
        endFileWait(of: task)
        endQueueWait(of: task)
        endOutsideWait(of: task)
        endWebWait(of: task)
        // An operation that the flow holds goes on; only the wait for it is over.
        guard let operation = operations.endWait(of: task), !operation.isSettled, !operation.isHandle else { return }
        let failure = ActionFailure(reason: .cancelled, message: "nobody waited for it any more")
        switch operation.action {
        // The flow still holds the call, and can end it.
        case .answer, .hangUp: return
        case _ where operation.attempt == 0: giveUp(operation, failure)
        case .play, .recognize, .interruptAudioAndAnnounce: cancelMedia(of: operation)
        default:
            // What the service cannot take back goes on unheard.
            if operation.action.rule.cancelling != .impossible { giveUp(operation, failure) }
        }
    }

    /// Nobody waits for a play or recognition any more: it ends with the event that says so.
    private func cancelMedia(of operation: Operation) {
        guard let leg = legs[operation.leg], leg.mayAct, !leg.media.isEnding(operation.id) else { return }
        decide(.cancelAllMedia, leg: operation.leg, purpose: .cleanup, timeLimit: 30, place: operation.place)
    }

    private func act(_ action: FlowAction, on number: Int, for task: Int) {
        guard let leg = legs[number] else {
            instance?.answer(task, .callEnded)
            return
        }
        if let mistake = mediaMistake(action, on: leg) ?? invitationMistake(action, on: leg) {
            instance?.answer(task, .mistake(mistake))
            return
        }
        let state = leg.isBeingEnded ? Leg.State.disconnecting : leg.state
        switch ActionLegality.verdict(action.action.kind, in: state, isOffer: leg.isOffer) {
        case .allowed where leg.state == .offered && leg.opener != nil:
            // Refused or sent on, and the service has not answered yet.
            instance?.answer(
                task, .mistake("call:\(action.action.name): this flow has decided about the offer already"))
        case .allowed: start(action, on: number, for: task)
        case .mistake(let sentence): instance?.answer(task, .mistake(sentence))
        case .ended: instance?.answer(task, .callEnded)
        case .done: instance?.answer(task, .success)
        }
    }

    /// Why an action would speak over another of the flow; nil when it would not.
    private func mediaMistake(_ action: FlowAction, on leg: Leg) -> String? {
        guard case .recognize(let recognize) = action.action, !recognize.interrupt, let other = leg.media.recognition
        else { return nil }
        return "call:recognize: another recognition is listening (\(other.place)); "
            + "wait for it, or take over with interrupt = true (\(action.place))"
    }

    /// Decides an action of the flow, and lets the task wait for it or gives it an operation.
    func start(_ action: FlowAction, on number: Int, for task: Int) {
        guard hasRoomForOperation(task) else { return }
        let id = decide(
            action.action, leg: number, purpose: .flow,
            timeLimit: action.timeout ?? action.action.defaultTimeLimit, place: action.place,
            context: action.context, isHandle: !action.waits, hasOwnLimit: action.timeout != nil,
            onUnknown: action.onUnknown)
        if action.waits { waitForOutcome(of: id, task) } else { instance?.answer(task, .operation(id)) }
    }

    /// Whether another operation may be pending; else the task is told.
    func hasRoomForOperation(_ task: Int) -> Bool {
        if operations.openCount + outside.count + web.count < limits.pendingOperations { return true }
        instance?.answer(
            task, .mistake("more than \(limits.pendingOperations) operations are pending in this session"))
        return false
    }

    private func waitForOutcome(of id: OperationID, _ task: Int) {
        guard let operation = operations[id] else {
            // Settled and let go while it was decided: its request could not be made, or its call ended.
            instance?.answer(task, .callEnded)
            return
        }
        if let outcome = operation.outcome {
            instance?.answer(task, outcome)
            operations.update(id) { $0.isAwaited = false }
            operations.prune(id)
        } else {
            operations.wait(for: id, task: task)
        }
    }

    private func awaitOperation(_ id: OperationID, _ timeout: Double?, for task: Int) {
        guard let operation = operations[id] else {
            instance?.answer(
                task, .mistake("operation:wait: this operation ended long ago, its outcome is no longer kept"))
            return
        }
        guard operation.waiter == nil else {
            instance?.answer(task, .mistake("operation:wait: another task waits for this operation already"))
            return
        }
        waitForOutcome(of: id, task)
        if operations.waits(task, for: id), let timeout { setTimer(.operationWait(task: task), after: timeout) }
    }

    // MARK: - Cancelling

    /// `operation:cancel()`: what has not left never will, the rest is undone as the action's rule says.
    private func cancelOperation(_ id: OperationID, for task: Int) {
        guard let operation = operations[id],
            !operation.isSettled || legs[operation.leg]?.elsewhere.contains(id) == true
        else {
            instance?.answer(task, .success)
            return
        }
        guard operation.attempt > 0 else {
            giveUp(operation, ActionFailure(reason: .cancelled, message: "cancelled before it was sent"))
            instance?.answer(task, .success)
            return
        }
        switch operation.action.rule.cancelling {
        case .impossible:
            let failure = ActionFailure(
                reason: .notSupported, message: "\(operation.action.name) cannot be cancelled once it was sent",
                remedy: "Wait for its outcome; the service knows no way back.")
            instance?.answer(task, .failure(failure))
        case .leg, .recording:
            giveUp(operation, ActionFailure(reason: .cancelled, message: "the operation was cancelled"))
            instance?.answer(task, .success)
        case .invitation:
            let cancel = CancelAddParticipantAction(invitation: .operation(id))
            startCancel(.cancelAddParticipant(cancel), of: operation, for: task)
        case .allMedia:
            guard legs[operation.leg]?.mayAct == true else {
                instance?.answer(task, .success)
                return
            }
            startCancel(.cancelAllMedia, of: operation, for: task)
        }
    }

    private func startCancel(_ action: CallAction, of operation: Operation, for task: Int) {
        let cancel = decide(
            action, leg: operation.leg, purpose: .flow, timeLimit: action.defaultTimeLimit, place: operation.place)
        waitForOutcome(of: cancel, task)
    }

    /// Ends an operation that has no outcome yet, for the flow and, where that can be, at the service.
    func giveUp(_ operation: Operation, _ failure: ActionFailure) {
        let number = operation.leg
        legs[number]?.queue.removeAll { $0 == operation.id }
        let isUndone = operation.attempt > 0 && !operation.goesElsewhere
        let isEnding = legs[number]?.media.isEnding(operation.id) ?? false
        switch operation.action.rule.cancelling {
        case .leg:
            giveUpLeg(operation, failure)
            return
        case .invitation where isUndone: giveUpInvitation(operation)
        case .recording where isUndone:
            settle(operation.id, .failure(failure))
            giveUpRecording(operation.id)
            pump(number)
            return
        case .allMedia where isUndone && !isEnding && legs[number]?.mayAct == true:
            settle(operation.id, .failure(failure))
            decide(.cancelAllMedia, leg: number, purpose: .cleanup, timeLimit: 30, place: operation.place)
            return
        default: break
        }
        if case .transfer = operation.action, legs[number]?.state == .transferring {
            legs[number]?.state = .connected
            updateView(number)
        }
        switch operation.action {
        case .hangUp:
            if operation.attempt == 0 { legs[number]?.hangsUpWhenConnected = true }
            awaitDisconnect(number)
        case .reject, .redirect:
            // Nobody knows what became of the offer; the flow may decide anew.
            legs[number]?.opener = nil
        default: break
        }
        settle(operation.id, .failure(failure))
        pump(number)
    }
}
