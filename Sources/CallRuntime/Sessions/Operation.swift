import CallModel
import FlowEngine

/// One action on its way: decided, sent, accepted, settled.
struct Operation: Codable {
    /// Who decided it, and what its outcome is for.
    enum Purpose: String, Codable {
        case flow
        /// The prompt before the runtime hangs up.
        case failurePrompt
        /// The runtime hangs up, or undoes what came of an operation that was given up.
        case cleanup
        /// The runtime silences a call before it repeats what is unknown.
        case fence
        /// The runtime asks whether another operation took effect.
        case question
        /// The runtime gives a stopped session's caller to somebody.
        case lastTransfer
    }

    /// Whether a line of the caller ID is needed before the request may leave.
    enum Line: String, Codable {
        case notNeeded, needed, asked, granted
    }

    let id: OperationID
    let leg: Int
    var action: CallAction
    let purpose: Purpose
    let timeLimit: Double
    /// Whether the flow gave the limit itself: it then counts from the decision, whatever it waits for.
    var hasOwnLimit = false
    let place: String
    /// The flow's own operation context.
    let context: String?
    /// Whether the flow holds an object of it (`wait = false`, `loop = true`).
    var isHandle = false
    /// Whether a task is about to wait for it, so that it must not be let go before.
    var isAwaited = false
    var attempt = 0
    /// The attempt that its context names: the same for tries of the same bytes.
    var contextAttempt = 1
    /// The last try, until it is answered: it may have to be sent again.
    var lastTry: Try?
    /// How often it was sent again because nobody knew what came of it.
    var repeats = 0
    /// Whether nobody knows what came of the last try.
    var isUnknown = false
    /// The operation that a question is about.
    var asksAbout: OperationID?
    /// How often the service was asked whether it took effect; nil for never.
    var questions: Int?
    /// Since when it is heard, as far as the service has said.
    var heardSince: Double?
    /// What is done then, when it is audible.
    var onUnknown = OnUnknown.repeats
    /// Whether an answer or a fault has come for the request.
    var isResponded = false
    /// The task that waits for the outcome.
    var waiter: Int?
    /// The outcome, when it came before anybody waited.
    var outcome: FlowOutcome?
    /// The timer of the time limit.
    var timer: Int?
    var line = Line.notNeeded
    /// The request, once it is in the journal and has not left.
    var recorded: PreparedRequest?
    /// The invitation that the service made of it.
    var invitationID: String?
    /// What came so far of an outcome in parts: pages of a list, events of each who was moved.
    var parts = Parts()

    /// A request as it left.
    struct Try: Codable {
        var request: PreparedRequest
        var send: SendAttempt
    }

    struct Parts: Codable {
        var items: [JSONValue] = []
        var moved: [CallEvent] = []
        var failures: [CallEvent] = []
        @StableSet var heard: Set<CommunicationIdentifier> = []
    }

    var isSettled: Bool { outcome != nil }
    var isRuntime: Bool { id.isRuntime }

    /// Whether its events go to an address of the flow's own, so that nobody of ours hears how it ends.
    var goesElsewhere: Bool { action.operationCallbackURI != nil }

    /// Whether its outcome comes as an event to us.
    var awaitsEvent: Bool { action.rule.expectsEvent && !goesElsewhere }

    /// Whether an event brings its failure, though none brings success.
    func failsByEvent(_ name: String) -> Bool { !goesElsewhere && action.rule.failures.contains(name) }

    /// What goes over the wire as operation context. Where the events go elsewhere, the flow's own text alone.
    var wireContext: String? {
        if goesElsewhere { return context }
        return OperationContext(operation: id, attempt: contextAttempt, text: context, isMasked: action.isMasked).wire
    }
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
        default: false
        }
    }

    /// Whether what is heard stays out of timelines.
    var isMasked: Bool {
        if case .recognize(let recognize) = self { return recognize.isMasked }
        return false
    }

    /// Whether it calls somebody.
    var isCreation: Bool {
        if case .createCall = self { return true }
        return false
    }

    /// Whether it makes a leg of the session.
    var opensLeg: Bool {
        switch self {
        case .createCall, .connectCall, .answer: true
        default: false
        }
    }

    /// The number that a call to phones is made from, whose lines are counted.
    var outboundNumber: String? {
        guard case .createCall(let create) = self, calledPhones > 0 else { return nil }
        return create.sourceCallerIDNumber
    }

    /// How many phones a call is made to.
    var calledPhones: Int {
        guard case .createCall(let create) = self else { return 0 }
        return create.targets.count(where: \.isPhone)
    }
}
