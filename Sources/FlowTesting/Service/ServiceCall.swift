import CallEmulator
import CallModel

/// A call that phones of the tester have a part in: their own legs, and what flows did on the other side.
struct ServiceCall {
    let id: String
    let begun: Double
    var legs: [ServiceLeg]
    /// Numbers of the flow's legs among all that flows have.
    var flowLegs: [Int] = []
    var correlationID: String?
    var serverCallID: String?
    private(set) var timeline: [TimelineEntry] = []
    /// How it ended; nil while it goes on.
    var outcome: String?

    init(id: String, begun: Double, leg: ServiceLeg, correlationID: String? = nil, serverCallID: String? = nil) {
        (self.id, self.begun, legs) = (id, begun, [leg])
        (self.correlationID, self.serverCallID) = (correlationID, serverCallID)
    }

    /// The service's ids of the whole call.
    var ids: Set<String> { Set([correlationID, serverCallID].compactMap { $0 }.filter { !$0.isEmpty }) }

    mutating func note(_ kind: TimelineEntry.Kind, _ text: String, _ details: JSONObject = [:], at time: Double) {
        timeline.append(
            TimelineEntry(
                seq: timeline.count + 1, time: time, elapsedMilliseconds: Int(((time - begun) * 1_000).rounded()),
                kind: kind, text: text, details: details))
    }

    // MARK: - How it stands

    private var state: String {
        if outcome != nil { return "ended" }
        if legs.contains(where: { $0.state == .connected }) { return "connected" }
        return legs.contains { $0.isRung || $0.isCaller } ? "ringing" : "connecting"
    }

    /// - Parameter flow: the flow's legs of it.
    func standing(_ flow: [FlowLeg]) -> CallStanding {
        CallStanding(
            id: id, state: state, outcome: outcome,
            // By those of the flow its sessions are found; a phone network between the two gives others.
            correlationID: flow.compactMap(\.correlationID).first ?? correlationID ?? "",
            serverCallID: flow.compactMap(\.serverCallID).first ?? serverCallID ?? "",
            participants: legs.filter { $0.state == .connected || $0.isCaller && $0.isLive }.map(\.rawID),
            ringing: legs.filter(\.isRung).map(\.rawID), connections: flow.compactMap(\.connection))
    }
}
