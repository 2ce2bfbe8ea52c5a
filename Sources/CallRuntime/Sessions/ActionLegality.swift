import CallModel

/// What may be asked of a call in which state: one table (protocol reference, 17.2).
///
/// What timing can bring about is never a mistake: the service is asked, and its answer is the flow's. What no timing can
/// excuse (speaking in a call that was never answered) is one, and nothing leaves.
enum ActionLegality: Equatable {
    /// The request leaves when its turn comes.
    case allowed
    /// A mistake of the flow, raised at its line.
    case mistake(String)
    /// The call is over: raised as `call_ended`.
    case ended
    /// The call is over, and that is what was wanted.
    case done

    /// When the requests of an action may leave.
    enum Departure: Equatable {
        /// At once, beside whatever is under way.
        case atOnce
        /// As soon as the service has named the connection.
        case named
        /// When the call is connected.
        case connected
    }

    /// What a state says to an action.
    /// - Parameter isOffer: whether the call came as an offer, taken or not.
    static func verdict(_ kind: ActionKind, in state: Leg.State, isOffer: Bool) -> ActionLegality {
        switch (kind, state) {
        case (.hangUp, .disconnecting), (.hangUp, .disconnected): .done
        case (.answer, .offered), (.reject, .offered), (.redirect, .offered): .allowed
        case (.answer, _) where !isOffer, (.reject, _) where !isOffer, (.redirect, _) where !isOffer:
            .mistake("call:\(kind.rawValue): this call was not offered to the flow")
        // A recording is there when its call is over.
        case (.stopRecording, .disconnecting), (.stopRecording, .disconnected): .done
        case (.recordingState, .disconnecting), (.recordingState, .disconnected): .allowed
        case (_, .disconnecting), (_, .disconnected): .ended
        case (.answer, _), (.reject, _), (.redirect, _):
            .mistake("call:\(kind.rawValue): this flow has answered the call already")
        case (.hangUp, .offered):
            .mistake("call:hang_up: the call was never answered; refuse it with call:reject()")
        case (_, .offered):
            .mistake("call:\(kind.rawValue): the call was never answered; call:answer() comes first")
        case (_, .answering), (_, .creating), (_, .connecting), (_, .connected), (_, .transferring): .allowed
        }
    }

    /// When the requests of an action may leave.
    static func departure(of kind: ActionKind) -> Departure {
        switch kind {
        case .createCall, .connectCall, .answer, .reject, .redirect: .atOnce
        case .pauseRecording, .resumeRecording, .stopRecording, .recordingState: .atOnce
        case .hangUp, .properties: .named
        default: .connected
        }
    }
}
