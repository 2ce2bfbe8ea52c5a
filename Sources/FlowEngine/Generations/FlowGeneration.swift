import CallModel
import LuaEngine

/// The number of all that replay sees of the binary. A visible change of host behaviour raises it.
public let flowLevel = 1

/// One hook that a flow registered.
public struct HookDefinition: Sendable, Equatable {
    /// The event's name, or `*`.
    public var event: String
    /// What the event must be like.
    public var filter: EventFilter
    /// Where it stands.
    public var file: String
    /// Counted from 1.
    public var line: Int
}

/// One flow, compiled.
public struct FlowDefinition: Sendable {
    /// The file's or folder's name.
    public var name: String
    /// In order of registration; every world of the generation has the same.
    public var hooks: [HookDefinition]
    /// What it says about itself.
    public var settings: FlowSettings
    let main: LuaChunk
    let modules: [String: LuaChunk]
}

/// One loaded set of flows. Immutable: sessions that began with it end with it.
public struct FlowGeneration: Sendable {
    /// The hash of sources, stdlib, configuration and level.
    public let id: String
    /// By name.
    public let flows: [String: FlowDefinition]
    /// What its slices may read beside their inputs.
    public let environment: FlowEnvironment
    /// Kept, since every session's first record names it.
    public let environmentHash: String
    /// IncomingCall hooks of all flows, the most exact first.
    public let offers: [Offer]

    /// An IncomingCall hook with its flow.
    public struct Offer: Sendable {
        /// The flow's name.
        public var flow: String
        /// The hook's number in its flow.
        public var hook: Int
        /// What the event must be like.
        public var filter: EventFilter
    }

    init(id: String, flows: [String: FlowDefinition], environment: FlowEnvironment) {
        self.id = id
        self.flows = flows
        self.environment = environment
        environmentHash = environment.hash
        var offers: [Offer] = []
        for (name, flow) in flows.sorted(by: { $0.key < $1.key }) {
            for (index, hook) in flow.hooks.enumerated() where hook.event == "IncomingCall" {
                offers.append(Offer(flow: name, hook: index, filter: hook.filter))
            }
        }
        // A stable order: what ties goes by flow name, then by registration.
        self.offers = offers.enumerated()
            .sorted { left, right in
                let (leftRank, rightRank) = (left.element.filter.rank, right.element.filter.rank)
                return leftRank == rightRank ? left.offset < right.offset : leftRank > rightRank
            }
            .map(\.element)
    }

    /// The first ten digits of the id, for people.
    public var shortID: String { String(id.prefix(10)) }

    /// The hook that owns an incoming call: the most exact one whose filter fits; nil when no flow wants it.
    public func owner(of event: JSONValue, matching patterns: PatternMatcher) -> Offer? {
        offers.first { $0.filter.matches(event, patterns: patterns) }
    }
}
