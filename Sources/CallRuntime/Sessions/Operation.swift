import CallModel
import FlowEngine

/// One action on its way: decided, sent, accepted, settled.
struct Operation {
    /// Who decided it, and what its outcome is for.
    enum Purpose {
        case flow
        /// The prompt before the runtime hangs up.
        case failurePrompt
        /// The runtime hangs up, or cancels media after a time limit.
        case cleanup
    }

    let id: OperationID
    let leg: Int
    let action: CallAction
    let purpose: Purpose
    let timeLimit: Double
    let place: String
    /// The flow's own operation context.
    let context: String?
    /// Whether the flow holds an object of it (`wait = false`, `loop = true`).
    var isHandle = false
    /// Whether a task is about to wait for it, so that it must not be let go before.
    var isAwaited = false
    var attempt = 0
    /// Whether an answer or a fault has come for the request.
    var isResponded = false
    /// The task that waits for the outcome.
    var waiter: Int?
    /// The outcome, when it came before anybody waited.
    var outcome: FlowOutcome?
    /// The timer of the time limit.
    var timer: Int?

    var isSettled: Bool { outcome != nil }
    var isRuntime: Bool { id.isRuntime }

    /// What goes over the wire as operation context.
    var wireContext: String { OperationContext(operation: id, attempt: max(1, attempt), text: context).wire }
}

extension CallAction {
    /// Whether it ends only when somebody ends it.
    var isEndless: Bool {
        if case .play(let play) = self { return play.loop }
        return false
    }

    /// Whether what plays or listens before it is cancelled at the service.
    var endsOtherMedia: Bool {
        switch self {
        case .cancelAllMedia: true
        case .play(let play): play.interrupt
        case .recognize(let recognize): recognize.interrupt
        case .answer, .reject, .transfer, .hangUp: false
        }
    }
}

/// Which events end which action.
enum OutcomeEvents {
    enum Verdict {
        case success
        case failure
    }

    /// What an event that carries the context of `action` says about it; nil when it says nothing.
    static func verdict(of event: String, on action: CallAction) -> Verdict? {
        switch (action, event) {
        case (.answer, "CallConnected"), (.play, "PlayCompleted"), (.recognize, "RecognizeCompleted"),
            (.transfer, "CallTransferAccepted"):
            .success
        case (.answer, "AnswerFailed"), (.play, "PlayFailed"), (.play, "PlayCanceled"),
            (.recognize, "RecognizeFailed"), (.recognize, "RecognizeCanceled"), (.transfer, "CallTransferFailed"):
            .failure
        default: nil
        }
    }

    /// Whether the action ends with an event; the others end with their response.
    static func expectsEvent(_ action: CallAction) -> Bool {
        switch action {
        case .answer, .play, .recognize, .transfer: true
        case .reject, .cancelAllMedia, .hangUp: false
        }
    }
}

/// How long the outcome of an action may take when the flow says nothing: the service's own limits and 10 s
/// (durable-calls, 10).
enum TimeLimits {
    /// Seconds.
    static func limit(of action: CallAction) -> Double {
        switch action {
        case .answer: 40
        case .reject, .cancelAllMedia, .hangUp: 30
        case .transfer: 70
        case .play(let play): play.loop ? 86_400 : duration(play.sources) + 10
        case .recognize(let recognize):
            duration(recognize.prompts) + Double(recognize.initialSilenceTimeout)
                + Double(recognize.maxTones * recognize.interToneTimeout) + 10
        }
    }

    /// A generous guess of how long prompts are heard. Nothing tells the length of a file before it has been played.
    static func duration(_ sources: [PlaySource]) -> Double {
        sources.reduce(0) { sum, source in
            switch source {
            case .text(let text, _): sum + 5 + 0.15 * Double(text.count)
            case .file: sum + 600
            }
        }
    }
}
