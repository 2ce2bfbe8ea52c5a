import CallEmulator

/// How a call of phones ends, as far as their events and the requests of flows tell.
extension ServiceCall {
    /// Notices its end.
    mutating func settle(_ flow: [FlowLeg]) {
        guard outcome == nil else { return }
        // Nobody tells a phone that its caller has given up.
        let isOver = !flow.isEmpty && flow.allSatisfy { !$0.isRedirected && ($0.isOver || $0.hungUp != nil) }
        for index in legs.indices where legs[index].isRung {
            let phone = legs[index].phone
            if isOver || flow.contains(where: { $0.uninvited.contains(phone) }) { legs[index].state = .ended }
        }
        if flow.contains(where: { $0.isTransferred && $0.isOver }) {
            outcome = CallOutcome.Word.transferred.rawValue
        } else if flow.contains(where: \.isRedirected), legs.contains(where: { $0.state == .connected }) {
            outcome = CallOutcome.Word.redirected.rawValue
        } else if legs.allSatisfy({ $0.state == .ended }) {
            outcome = word(flow)?.rawValue ?? CallStanding.unknownOutcome
        }
    }

    /// Who or what ended it, as far as the phone's events and the flow's requests tell.
    private func word(_ flow: [FlowLeg]) -> CallOutcome.Word? {
        let own = legs.compactMap(\.ownEnd).min()
        let flows = flow.compactMap(\.hungUp).min()
        let isFlows = flows.map { $0 <= own ?? .infinity } ?? false
        guard legs.contains(where: \.wasUp) else {
            guard let leg = legs.first, leg.isCaller else { return isFlows ? .cancelled : .notAnswered }
            if own != nil { return .cancelled }
            if flow.contains(where: \.isRejected) { return .rejected }
            return isFlows ? .applicationHungUp : Self.word(ofCode: leg.failure?.code)
        }
        if isFlows { return .applicationHungUp }
        if own != nil {
            if legs.count(where: \.wasUp) > 1 { return .everyoneLeft }
            return legs[0].isCaller ? .callerHungUp : .calleeHungUp
        }
        let removed = flow.reduce(into: Set<String>()) { $0.formUnion($1.removed) }
        return legs.contains { removed.contains($0.phone) } ? .removed : nil
    }

    private static func word(ofCode code: Int?) -> CallOutcome.Word? {
        switch code {
        case 403, 486, 603: .rejected
        case 408, 480, 487: .notAnswered
        default: nil
        }
    }
}

extension CallStanding {
    /// The outcome of a call of which nobody can tell who ended it.
    static let unknownOutcome = "unknown"
}
