import CallModel

/// A phone of the tester in a call, by a call connection of its own.
struct ServiceLeg {
    enum State: Equatable {
        /// The phone rings; the token answers or declines.
        case offered(token: String)
        /// Dialled or answered; the media are not up.
        case asked
        case connected
        case ended
    }

    let id: Int
    /// The phone's number.
    let phone: String
    /// Who is on the other side.
    let other: CommunicationIdentifier
    /// Whether the phone made the call.
    let isCaller: Bool
    var state: State
    var connection: String?
    /// When the phone hung up or declined.
    var ownEnd: Double?
    /// Whether the media were ever up.
    var wasUp = false
    /// Why they never were.
    var failure: ResultInformation?

    var rawID: String { "4:" + phone }
    /// Whether the phone is in the call or rung, as its owner sees it.
    var isLive: Bool { state != .ended && ownEnd == nil }

    var isRung: Bool {
        if case .offered = state { return ownEnd == nil }
        return false
    }
}
