import CallModel
import LuaEngine

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
    /// Hears which points of it are reached; nil where nobody measures.
    var probe: (any FlowProbe)?
}

/// One loaded set of flows. Immutable, and shared: sessions that began with it end with it, and it leaves memory with
/// the last of them.
public final class FlowGeneration: Sendable {
    /// The hash of sources, stdlib and level. The settings have a hash of their own, so that flows can be returned to
    /// without returning to the settings of that day.
    public let id: String
    /// Which behaviour of the host its flows see.
    public let level: Int
    /// What it was built from.
    public let sources: FlowSources
    /// By name.
    public let flows: [String: FlowDefinition]
    /// What its slices may read beside their inputs.
    public let environment: FlowEnvironment
    /// The name of the environment, which every session's first record has. For one that an older version kept it is the
    /// hash of what that version wrote.
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

    init(
        sources: FlowSources, level: Int, flows: [String: FlowDefinition], environment: FlowEnvironment,
        environmentHash: String?
    ) {
        id = Self.id(of: sources, level: level)
        self.level = level
        self.sources = sources
        self.flows = flows
        self.environment = environment
        self.environmentHash = environmentHash ?? environment.hash
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

    /// The name of the generation that these sources make.
    public static func id(of sources: FlowSources, level: Int = flowLevel) -> String {
        ContentHash.hex(Array("\(level)\n\(sources.digest)".utf8))
    }

    /// Builds one world of each flow and drops it, so that the first call does not pay for what is done once.
    /// - Throws: when a flow cannot be begun although it passed its check.
    public func warmUp() throws(FlowProblem) {
        for (_, flow) in flows.sorted(by: { $0.key < $1.key }) {
            try FlowInstance(flow, environment: environment, seed: 1).drop()
        }
    }

    /// The first ten digits of the id, for people.
    public var shortID: String { String(id.prefix(10)) }

    /// The hook that owns an incoming call: the most exact one whose filter fits; nil when no flow wants it.
    public func owner(of event: JSONValue, matching patterns: PatternMatcher) -> Offer? {
        offers.first { $0.filter.matches(event, patterns: patterns) }
    }
}
