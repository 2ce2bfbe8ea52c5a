import CallModel

/// Somebody who is being rung.
struct Invitation: Sendable {
    /// Why, and so what follows.
    enum Purpose: Sendable {
        /// A phone dialled.
        case dial
        case create(leg: String)
        case add(leg: String, context: String?, callback: String?)
        case transfer(Transfer)
    }

    /// What rings.
    enum Bell: Sendable {
        /// A phone, which does this.
        case phone(RingReaction)
        /// The application, by an offer with this token.
        case offer(String)
    }

    let id: String
    var target: CommunicationIdentifier
    /// What the target sees.
    let caller: CommunicationIdentifier
    var displayName = ""
    var customContext: JSONValue?
    /// The number of the resource that is used for it.
    var callerNumber: String?
    let purpose: Purpose
    /// False once it was redirected.
    var isFirst = true
    /// How many seconds it may ring.
    var patience: Double
    var bell = Bell.phone(.noAnswer)
    var alarm: Int?

    /// The application's leg that wants it.
    var inviter: String? {
        switch purpose {
        case .dial: nil
        case .create(let leg), .add(let leg, _, _): leg
        case .transfer(let transfer): transfer.leg
        }
    }

    var isOffer: Bool {
        if case .offer = bell { return true }
        return false
    }

    /// Who is sent to the target, when this is a transfer.
    var transferee: CommunicationIdentifier? {
        if case .transfer(let transfer) = purpose { return transfer.transferee }
        return nil
    }

    var isTransfer: Bool { transferee != nil }
}

/// A transfer whose target has not decided yet.
struct Transfer: Sendable {
    let leg: String
    let transferee: CommunicationIdentifier
    /// Whether the transferee is taken out of a group that goes on.
    let isOfGroup: Bool
    let context: String?
    let callback: String?
}
