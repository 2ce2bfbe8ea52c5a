import CallModel
import FlowEngine

/// What others can ask a shard.
extension Shard {
    /// The hook that owns an incoming call, tried on this shard's own matcher.
    func owner(of event: JSONValue, in generation: FlowGeneration) -> FlowGeneration.Offer? {
        generation.owner(of: event, matching: patterns)
    }

    /// The flows of the sessions here that have a leg in a call, by any of its ids.
    func flows(inCall names: [String]) -> Set<String> {
        Set(names.flatMap { sessionsOfCalls[$0] ?? [] }.compactMap { sessions[$0]?.flow })
    }

    /// The flows of a generation that begin with an event of Event Grid, as their hooks' filters say.
    func flows(beginningWith event: CallEvent, _ data: JSONValue, in generation: FlowGeneration) -> [String] {
        generation.flows.values.filter { flow in
            flow.hooks.contains { $0.event == event.name && $0.filter.matches(data, patterns: patterns) }
        }.map(\.name).sorted()
    }

    /// How many sessions live here, in memory or not.
    var openSessions: Int { sessions.count }

    /// How many of them are in memory.
    var liveSessions: Int { sessions.values.count { $0.live != nil } }

    /// Whether a session's world stands.
    func isInMemory(_ id: SessionID) -> Bool { sessions[id]?.live != nil }

    /// Whether nothing is under way: no write, no rebuild, no flow that works.
    var isIdle: Bool { writes == 0 && busy.isEmpty && rebuilds.active == 0 && rebuilds.count == 0 && effects.isEmpty }

    /// Where the tasks of a session wait in its flow; empty when its world is not in memory.
    func waitingPlaces(of id: SessionID) -> [String] { sessions[id]?.live?.machine.instance?.waitingPlaces ?? [] }

    /// How many timers of machines are set.
    var openTimers: Int { sessions.values.reduce(0) { $0 + ($1.live?.timers.count ?? 0) } }

    /// The generation that a session runs on, and the states of its legs; nil when it does not live here.
    func view(of id: SessionID) -> SessionView? {
        guard let session = sessions[id] else { return nil }
        let legs =
            session.live.map { $0.machine.summary.map { SessionView.Leg(number: $0.number, state: $0.state) } }
            ?? session.head.legs.map { SessionView.Leg(number: $0.number, state: $0.state) }
        return SessionView(id: id, flow: session.flow, generation: session.origin.key.generation, legs: legs)
    }
}

/// A session that is open, for operators.
public struct SessionView: Sendable, Equatable {
    /// One call of the session.
    public struct Leg: Sendable, Equatable {
        /// Counted from 1.
        public var number: Int
        /// As `call.state` tells it.
        public var state: String
    }

    /// The session's name.
    public var id: SessionID
    /// The flow that it runs.
    public var flow: String
    /// The whole hash.
    public var generation: String
    /// Its calls, by number.
    public var legs: [Leg]
}
