import CallJournal
import CallModel
import FlowEngine

/// What the answers to requests do to a session, and the news that there is none.
extension SessionMachine {
    /// Handles the answer to a request, or the news that there is none.
    func handle(_ record: ResponseRecord) {
        if settleOutside(record) || settleWeb(record) || lineGranted(record) { return }
        guard let operation = operations[record.op] else { return }
        if isStillRunning(operation, record.result) || isAsUnknownAsBefore(operation, record.result) { return }
        operations.update(record.op) {
            $0.isResponded = true
            $0.isUnknown = false
        }
        nothingIsOut(record.op, on: operation.leg)
        defer {
            operations.prune(record.op)
            pump(operation.leg)
        }
        switch record.result {
        case .answered(let status, let body) where (200..<300).contains(status):
            operations.update(record.op) { $0.lastTry = nil }
            accepted(operation, body: body)
        case .answered(let status, let body):
            guard !operation.isSettled else {
                // Given up meanwhile, and now it is known that nothing will come of it; unless the call is there already,
                // and only a repeat was refused.
                let isOnlyTheRepeat = operation.repeats > 0 && [401, 403, 409, 412, 429].contains(status)
                if operation.action.opensLeg, status < 500, status != 408, !isOnlyTheRepeat,
                    operation.repeats == 0 || legs[operation.leg]?.callConnectionID == nil
                {
                    lost(operation.leg)
                }
                return
            }
            let failure = ActionFailure(status: status, body: body)
            if status == 408 || status >= 500 { unknown(operation, failure) } else { refused(operation, failure) }
        case .fault(let fault):
            guard !operation.isSettled else { return }
            switch fault.kind {
            case .notSent: refused(operation, ActionFailure(reason: .notSent, message: fault.message))
            case .unknown: unknown(operation, ActionFailure(reason: .outcomeUnknown, message: fault.message))
            }
        }
    }

    private func accepted(_ operation: Operation, body: [UInt8]) {
        let number = operation.leg
        switch operation.action {
        case .createCall, .connectCall, .answer: named(operation, by: body)
        case .reject, .redirect:
            settle(operation.id, .success)
            lost(number)
        case .hangUp:
            settle(operation.id, .success)
            if legs[number]?.state != .disconnected, !timers.contains(.disconnect(leg: number)) {
                setTimer(.disconnect(leg: number), after: 30)
            }
        case .cancelAllMedia:
            for entry in legs[number]?.media.entries ?? []
            where legs[number]?.elsewhere.contains(entry.operation) == true {
                cancelTimer(for: .elsewhere(entry.operation))
                endedElsewhere(entry.operation)
            }
            settle(operation.id, .success)
        case .startRecording, .pauseRecording, .resumeRecording, .stopRecording: acceptedOfRecording(operation, body)
        case .muteParticipant, .unmuteParticipant, .startContinuousDTMF, .stopContinuousDTMF:
            settle(operation.id, .success)
        case _ where operation.goesElsewhere: goesElsewhere(operation, body)
        case .transfer:
            if !operation.isSettled, legs[number]?.state == .connected {
                legs[number]?.state = .transferring
                updateView(number)
            }
        case .properties, .getParticipant, .listParticipants, .recordingState: read(operation, body)
        // No event will tell that it worked.
        case .hold, .unhold: if !operation.isSettled { confirm(operation.id) }
        case .addParticipant:
            if let answer = try? JSONValue(parsing: body) { invited(operation, by: answer) }
        case .play, .recognize, .interruptAudioAndAnnounce:
            if legs[number]?.media.current == operation.id { operations.update(operation.id) { $0.heardSince = at } }
        case .cancelAddParticipant, .removeParticipant, .moveParticipants, .sendDTMF, .startTranscription,
            .stopTranscription, .updateTranscription, .startMediaStreaming, .stopMediaStreaming:
            break
        }
    }

    /// Accepted, and nobody of ours hears how it ends: the flow goes on, and the call counts as busy for as long as it may
    /// take.
    private func goesElsewhere(_ operation: Operation, _ body: [UInt8]) {
        guard !operation.isSettled else { return }
        let answer = (try? JSONValue(parsing: body)) ?? .object(JSONObject())
        legs[operation.leg]?.elsewhere.insert(operation.id)
        setTimer(.elsewhere(operation.id), after: operation.timeLimit)
        if case .addParticipant = operation.action { invited(operation, by: answer) }
        settle(operation.id, .notAwaited(answer))
    }

    /// What was asked for. An answer that cannot be read is a failure of the service's.
    private func read(_ operation: Operation, _ body: [UInt8]) {
        guard !operation.isSettled else { return }
        guard let answer = try? JSONValue(parsing: body), answer.objectValue != nil else {
            let failure = ActionFailure(
                reason: .serviceError, message: "the service's answer to \(operation.action.name) cannot be read")
            settle(operation.id, .failure(failure))
            return
        }
        if case .listParticipants = operation.action {
            listed(operation, answer)
        } else {
            settle(operation.id, .value(answer))
        }
    }

    /// The service said no: nothing happened.
    private func refused(_ operation: Operation, _ failure: ActionFailure) {
        let number = operation.leg
        let isGone = failure.subCode == 8528 || isNotFound(failure) && isAboutWholeCall(operation)
        switch operation.action {
        case .createCall, .connectCall, .answer: openingFailed(operation, failure)
        case .reject where isGone, .redirect where isGone:
            settle(operation.id, .callEnded)
            lost(number)
        case .reject, .redirect:
            settle(operation.id, .failure(failure))
            // It still rings, and another decision may be taken.
            legs[number]?.opener = nil
        case .hangUp where isGone:
            settle(operation.id, .success)
            gone(number)
        case .hangUp:
            settle(operation.id, .failure(failure))
            guard legs[number]?.state == .disconnecting else { return }
            legs[number]?.state = .connected
            updateView(number)
            if operation.isRuntime || stopReport != nil { hangUpRefused(number) }
        case _ where isGone:
            settle(operation.id, .callEnded)
            gone(number)
        case .stopRecording(let recording) where failure.code == 404 || [8522, 8573].contains(failure.subCode):
            over(recording.recordingID)
            settle(operation.id, .success)
        // It is as it was wanted.
        case .pauseRecording where failure.subCode == 8573, .resumeRecording where failure.subCode == 8573:
            settle(operation.id, .success)
        default: settle(operation.id, .failure(failure))
        }
    }

    /// With 405 the same sub-code says that something was not set up with the call.
    private func isNotFound(_ failure: ActionFailure) -> Bool { failure.subCode == 8522 && failure.code != 405 }

    /// Whether "not found" can only mean the call: an action on some participant may mean that one.
    private func isAboutWholeCall(_ operation: Operation) -> Bool {
        switch operation.action {
        case .answer, .reject, .redirect, .cancelAllMedia, .hangUp, .properties, .addParticipant, .listParticipants,
            .startRecording,
            .startTranscription, .stopTranscription, .updateTranscription, .startMediaStreaming, .stopMediaStreaming:
            true
        case .createCall, .connectCall, .cancelAddParticipant, .removeParticipant, .moveParticipants,
            .muteParticipant, .unmuteParticipant, .getParticipant, .sendDTMF, .startContinuousDTMF, .stopContinuousDTMF,
            .hold, .unhold, .interruptAudioAndAnnounce, .pauseRecording, .resumeRecording, .stopRecording,
            .recordingState:
            false
        case .play(let play): play.targets.isEmpty
        case .recognize(let recognize): recognize.target == instance?.calls[operation.leg]?.otherParty
        case .transfer(let transfer): transfer.transferee == nil
        }
    }

    /// Nobody knows whether it happened. What ends with an event goes on waiting for it, within its time limit.
    func unknown(_ operation: Operation, _ failure: ActionFailure) {
        if findsOut(about: operation) || operation.awaitsEvent { return }
        if case .hangUp = operation.action { awaitDisconnect(operation.leg) }
        var unknown = failure
        unknown.reason = .outcomeUnknown
        settle(operation.id, .failure(unknown))
        switch operation.action {
        case .reject, .redirect: lost(operation.leg)
        default: break
        }
    }

    func awaitDisconnect(_ number: Int) {
        guard legs[number]?.state == .disconnecting, !timers.contains(.disconnect(leg: number)) else { return }
        setTimer(.disconnect(leg: number), after: 30)
    }
}
