/// What the emulator can do wrong on purpose. Raw values are the names in JSON and in specs.
public enum FaultKind: String, Sendable, CaseIterable {
    // Events.
    /// An event that arrived is sent once more, with the same id.
    case duplicate
    /// An event changes places with the next one of its connection.
    case reorder
    /// An event waits; those behind it wait too.
    case delay
    /// The first try of an event gets lost; another one follows.
    case drop
    /// The answer to a request waits until an event that followed from it was delivered.
    case early
    /// A list of the participants follows CallDisconnected.
    case afterDisconnect = "after_disconnect"
    /// CallDisconnected goes before the events of its connection that still wait.
    case disconnectFirst = "disconnect_first"
    /// ParticipantsUpdated goes before CallConnected, and before the answer to CreateCall, AnswerCall and Connect.
    case listFirst = "list_first"

    // Requests.
    /// The answer comes late.
    case slow
    /// The body of an answer is cut in its middle.
    case malformed
    /// The connection is cut before the request is carried out.
    case cutBefore = "cut_before"
    /// The request is carried out, then the connection is cut.
    case cutAfter = "cut_after"
    /// 429.
    case tooMany = "too_many"
    /// 500.
    case error500 = "error_500"
    /// 503.
    case error503 = "error_503"
    /// 401 as for a token that has run out.
    case unauthorized
    /// 401 as for a clock that is wrong.
    case clockSkew = "clock_skew"

    // Phones, and peculiarities of the service.
    /// Somebody who is rung picks up when the caller's patience has ended.
    case lateAnswer = "late_answer"
    /// An invitation that was declined is told as AddParticipantSucceeded.
    case declinedInvitationSucceeds = "declined_invitation_succeeds"
    /// A transfer of a call of two that fails ends the call.
    case failedTransferLosesCall = "failed_transfer_loses_call"
    /// Hold is not emulated yet, so nothing follows from it.
    case holdWithoutEvent = "hold_without_event"
    /// IncomingCall comes late.
    case lateOffer = "late_offer"
}

extension FaultKind {
    /// What a fault can be limited to by `only`.
    enum Subject: Sendable {
        case events, operations, none
    }

    /// What the details of a fault may be, and what holds when they are not given.
    struct Traits: Sendable {
        let subject: Subject
        /// Nil: the kind takes no `seconds`.
        var seconds: Double?
        var takesRetryAfter = false
        /// How often it happens to each name when the setting is `true` alone; nil is always.
        var timesWhenTrue: Int?
        var chanceWhenTrue = 1.0
        /// How often it happens to each name, whatever the form of the setting; nil is no limit.
        var times: Int?
    }

    var traits: Traits {
        switch self {
        case .duplicate: Traits(subject: .events, seconds: 0)
        // Were it 1, the order would be as regular as before.
        case .reorder: Traits(subject: .events, seconds: 1, chanceWhenTrue: 0.5)
        case .delay: Traits(subject: .events, seconds: 2)
        case .drop: Traits(subject: .events, seconds: 1)
        case .early: Traits(subject: .operations, seconds: 2)
        case .afterDisconnect: Traits(subject: .none, seconds: 0.5)
        case .disconnectFirst: Traits(subject: .none)
        case .listFirst: Traits(subject: .none, seconds: 2)
        case .slow: Traits(subject: .operations, seconds: 2)
        // Without an end a client could do nothing right.
        case .malformed, .cutBefore, .cutAfter: Traits(subject: .operations, timesWhenTrue: 1)
        case .tooMany, .error500, .error503: Traits(subject: .operations, takesRetryAfter: true, timesWhenTrue: 1)
        case .unauthorized: Traits(subject: .operations, times: 1)
        case .clockSkew: Traits(subject: .operations, timesWhenTrue: 1)
        case .lateAnswer: Traits(subject: .none, seconds: 1)
        case .lateOffer: Traits(subject: .none, seconds: 5)
        case .declinedInvitationSucceeds, .failedTransferLosesCall, .holdWithoutEvent: Traits(subject: .none)
        }
    }
}
