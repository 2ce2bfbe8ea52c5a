import CallModel
import FlowEngine

/// What the service is asked for when no event will tell, or none has come: whether somebody is on hold, how a recording
/// stands (durable-calls, the class `ask`).
extension SessionMachine {
    /// Seconds in which an event may come that makes the question needless.
    static let confirming = 3.0
    /// Seconds between two questions about the same.
    private static let questions = [0.5, 1, 2, 4, 8.0]

    /// Asks the service whether an operation took effect.
    /// - Returns: false when there is nothing that could be asked for.
    @discardableResult
    func confirm(_ id: OperationID) -> Bool {
        guard let operation = operations[id], !operation.isSettled, let question = question(about: operation) else {
            return false
        }
        nothingIsOut(id, on: operation.leg)
        let asked = decide(
            question, leg: operation.leg, purpose: .question, timeLimit: question.defaultTimeLimit,
            place: operation.place)
        operations.update(asked) { $0.asksAbout = id }
        return true
    }

    private func question(about operation: Operation) -> CallAction? {
        guard legs[operation.leg]?.mayAct == true else { return nil }
        switch operation.action {
        case .hold(let hold), .unhold(let hold): return .getParticipant(hold.target)
        case .pauseRecording(let recording), .resumeRecording(let recording): return .recordingState(recording)
        case .startTranscription, .stopTranscription, .updateTranscription, .startMediaStreaming, .stopMediaStreaming:
            return .properties
        case .startRecording:
            return recordings[operation.id]?.id.map { .recordingState(RecordingAction(recordingID: $0)) }
        default: return nil
        }
    }

    /// Whether an answer says that an operation took effect; nil when it says nothing of it.
    static func holds(_ answer: JSONValue, _ action: CallAction) -> Bool? {
        let state = answer["recordingState"]?.stringValue
        switch action {
        case .hold: return answer["isOnHold"]?.boolValue
        case .unhold: return answer["isOnHold"]?.boolValue.map { !$0 }
        case .pauseRecording: return state.map { $0 == "inactive" }
        case .resumeRecording: return state.map { $0 == "active" }
        case .startRecording(let start): return state.map { $0 == "active" || start.pauseOnStart }
        default: return StreamState.holds(action, in: answer)
        }
    }

    /// The service answered what it was asked for.
    func confirmed(_ id: OperationID, _ outcome: FlowOutcome) {
        guard let operation = operations[id], !operation.isSettled else { return }
        let asked = operation.questions ?? 0
        operations.update(id) { $0.questions = asked + 1 }
        let holds: Bool? = if case .value(let answer) = outcome { Self.holds(answer, operation.action) } else { nil }
        switch holds {
        case true?: took(operation)
        case false? where operation.isUnknown && operation.repeats < Self.mostRepeats:
            // The leg's next request waits for the answer to this one.
            legs[operation.leg]?.inFlight = id
            sendAgain(id)
        default:
            guard asked < Self.questions.count else { return cannotTell(operation) }
            setTimer(.confirm(id), after: Self.questions[asked])
        }
    }

    /// An operation took effect, as the service says.
    private func took(_ operation: Operation) {
        if case .startRecording = operation.action {
            settle(operation.id, .recording(operation.id))
        } else {
            settle(operation.id, .success)
        }
        pump(operation.leg)
    }

    private func cannotTell(_ operation: Operation) {
        nothingIsOut(operation.id, on: operation.leg)
        let failure = ActionFailure(
            reason: .outcomeUnknown, message: "the service does not say whether \(operation.action.name) took effect")
        settle(operation.id, .failure(failure))
        pump(operation.leg)
    }
}
