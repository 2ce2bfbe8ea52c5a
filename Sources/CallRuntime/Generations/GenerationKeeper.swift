import FlowEngine
import NIOConcurrencyHelpers

/// Holds the generation that new sessions get. Loading builds a whole new one beside it; only one without problems is
/// swapped in, in one step for all shards. Running sessions keep theirs.
public final class GenerationKeeper: Sendable {
    /// What `GET /v1/flows` tells.
    public struct Status: Sendable {
        /// Nil until something could be loaded.
        public var generation: FlowGeneration?
        /// What is wrong with the newest edit; empty when it is the generation.
        public var problems: [FlowProblem]
        /// Seconds since 1970 of the last change to either.
        public var changed: Double
    }

    /// What came of an edit.
    public enum Change: Sendable {
        case swapped(FlowGeneration)
        /// The same sources as before.
        case unchanged
        /// The last good generation stays.
        case refused([FlowProblem])
    }

    private let state = NIOLockedValueBox(Status(generation: nil, problems: [], changed: 0))
    private let environment: FlowEnvironment

    /// A keeper without a generation.
    public init(environment: FlowEnvironment) {
        self.environment = environment
    }

    /// The generation for new sessions.
    public var current: FlowGeneration? { state.withLockedValue { $0.generation } }

    /// Generation and problems.
    public var status: Status { state.withLockedValue { $0 } }

    /// Loads sources off the hot path and swaps them in if nothing is wrong with them.
    public func load(_ sources: FlowSources, at now: Double) -> Change {
        swap(in: check(sources), at: now)
    }

    /// Loads sources without changing anything. A flow without hooks is no problem here: whether it is meant so, the
    /// reloader finds out.
    func check(_ sources: FlowSources) -> FlowLoader.Report {
        FlowLoader.load(sources, environment: environment, allowsFlowsWithoutHooks: true)
    }

    /// Swaps in what was loaded, in one step for all shards, if nothing is wrong with it.
    func swap(in report: FlowLoader.Report, at now: Double) -> Change {
        state.withLockedValue { state in
            guard let generation = report.generation else {
                state.problems = report.problems
                state.changed = now
                return .refused(report.problems)
            }
            state.problems = []
            if state.generation?.id == generation.id { return .unchanged }
            state.generation = generation
            state.changed = now
            return .swapped(generation)
        }
    }

    /// Notes that an edit is held back although it could be loaded, or could not even be read.
    public func refuse(_ problems: [FlowProblem], at now: Double) {
        state.withLockedValue { state in
            state.problems = problems
            state.changed = now
        }
    }
}
