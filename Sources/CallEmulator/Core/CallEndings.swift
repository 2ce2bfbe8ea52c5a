import CallModel

/// Why somebody could not be reached.
enum NotReached: Sendable {
    case declined, busy, noAnswer, cancelled, unreachable, invalidNumber, forbidden
}

extension CommunicationIdentifier {
    /// The codes for it: a carrier's for phone numbers, the service's own for others (protocol reference, section 16).
    func result(_ reason: NotReached) -> ResultInformation {
        let isPhone = if case .phoneNumber = kind { true } else { false }
        func result(_ voip: (Int, Int), _ carrier: Int, _ message: String) -> ResultInformation {
            isPhone
                ? ResultInformation(code: carrier, subCode: 560_000 + carrier, message: message)
                : ResultInformation(code: voip.0, subCode: voip.1, message: message)
        }
        return switch reason {
        case .declined: result((603, 0), 603, "The call was declined.")
        case .busy: result((486, 0), 486, "The callee is busy.")
        case .noAnswer: result((487, 10004), 480, "The call was not answered in time.")
        case .cancelled: result((487, 0), 487, "The call was cancelled.")
        case .unreachable: result((480, 10037), 404, "The callee could not be reached.")
        case .invalidNumber: result((480, 10037), 484, "The number is not valid.")
        case .forbidden: result((403, 0), 403, "The call was refused.")
        }
    }

    /// What a caller sees when the application rejects the call.
    func result(of reason: RejectAction.Reason) -> ResultInformation {
        switch reason {
        case .none: result(.declined)
        case .busy: result(.busy)
        case .forbidden: result(.forbidden)
        }
    }
}
