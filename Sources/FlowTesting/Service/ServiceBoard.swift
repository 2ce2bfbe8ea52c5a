import CallEmulator
import CallModel

/// The calls of one story at a real service, as far as they are known here.
struct ServiceBoard {
    /// What phones do that the story has named, by number.
    var reactions: [String: RingReaction] = [:]
    /// Oldest first.
    var calls: [ServiceCall] = []
    var flow = FlowLegs()
    /// Why the story cannot go on: what a request of a phone met.
    var fault: StageFault?
    /// Requests of phones without an answer.
    var open = 0
    /// Whether the story is over: whoever is rung now does not answer.
    var isOver = false
    private var legs = 0
    private var offers: Set<String> = []

    mutating func nextLeg() -> Int {
        legs += 1
        return legs
    }

    /// Whether an offer comes for the first time.
    mutating func isNew(_ offer: IncomingCall) -> Bool { offers.insert(offer.incomingCallContext).inserted }

    // MARK: - Finding

    /// Where a leg stands.
    func place(of leg: Int) -> (call: Int, leg: Int)? {
        for (call, facts) in calls.enumerated() {
            if let index = facts.legs.firstIndex(where: { $0.id == leg }) { return (call, index) }
        }
        return nil
    }

    /// The leg of a phone that is in a call or rung.
    func live(_ phone: String) -> (call: ServiceCall, leg: ServiceLeg)? {
        for call in calls.reversed() where call.outcome == nil {
            if let leg = call.legs.last(where: { $0.phone == phone && $0.isLive }) { return (call, leg) }
        }
        return nil
    }

    /// The last call of a phone.
    func last(_ phone: String) -> ServiceCall? {
        calls.last { $0.legs.contains { $0.phone == phone } }
    }

    func flowLegs(of call: ServiceCall) -> [FlowLeg] { call.flowLegs.map { flow.legs[$0] } }

    /// The call that an offer asks a phone into; nil when it is a new one.
    func call(of offer: IncomingCall, to phone: String) -> Int? {
        let ids = Set([offer.correlationID, offer.serverCallID].compactMap { $0 })
        return calls.lastIndex { call in
            call.outcome == nil
                && (!call.ids.isDisjoint(with: ids)
                    || flowLegs(of: call).contains { !$0.ids.isDisjoint(with: ids) || $0.invited.contains(phone) })
        }
    }

    // MARK: - Settling

    /// Adds what flows have done meanwhile.
    mutating func settle() {
        let taken = Set(calls.flatMap(\.flowLegs))
        for leg in flow.legs.indices where !taken.contains(leg) {
            if let call = call(of: flow.legs[leg]) { calls[call].flowLegs.append(leg) }
        }
        for index in calls.indices {
            let notes = calls[index].flowLegs.flatMap { flow.takeNotes(of: $0) }.sorted { $0.at < $1.at }
            for note in notes {
                var details = note.details
                // What is for all is for the phones that are in this call.
                if FlowWords.prompts.contains(note.kind), details["to"] == nil {
                    let present = calls[index].legs.filter { $0.state == .asked || $0.state == .connected }
                    details["to"] = .array(present.map { .string($0.rawID) })
                }
                calls[index].note(note.kind, note.text, details, at: note.at)
            }
            calls[index].settle(flowLegs(of: calls[index]))
        }
    }

    /// The call that a flow's leg belongs to: by the ids of the call, or else, where a phone network lies between the two
    /// and gives each side ids of its own, by who is on the other side.
    private func call(of leg: FlowLeg) -> Int? {
        if let index = calls.lastIndex(where: { !$0.ids.isDisjoint(with: leg.ids) }) { return index }
        return calls.lastIndex { call in
            call.outcome == nil && call.flowLegs.isEmpty && call.legs.contains { leg.parties.contains($0.phone) }
        }
    }
}
