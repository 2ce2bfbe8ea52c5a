import CallJournal
import FlowEngine
import NIOConcurrencyHelpers

/// Knows which generation each new session gets, and finds those that older ones began with.
///
/// Loading builds a whole new generation beside what runs; only one without problems is kept in the store and then
/// swapped in, in one step for all shards. Running sessions keep theirs. What the hot path asks is answered from memory;
/// everything else happens one after the other, and in the store before it happens here.
public final class GenerationKeeper: Sendable {
    /// What `GET /v1/flows` tells.
    public struct Status: Sendable {
        /// What new sessions get, canaries apart; nil until something could be loaded.
        public var generation: FlowGeneration?
        /// The newest edit that could be loaded; another one than `generation` while that is pinned.
        public var newest: String?
        /// What was decided about new sessions.
        public var rollout: Rollout
        /// What is wrong with the newest edit, or with a decision that could not be kept up; empty when all is well.
        public var problems: [FlowProblem]
        /// Seconds since 1970 of the last change to any of it.
        public var changed: Double
    }

    /// What came of an edit.
    public enum Change: Sendable {
        /// New sessions get it.
        case swapped(FlowGeneration)
        /// It is in the store, and new sessions do not get it, since another one is pinned.
        case kept(FlowGeneration)
        /// The same sources as before.
        case unchanged
        /// The last good generation stays.
        case refused([FlowProblem])
        /// Nothing is wrong with it, but the store does not keep it; the last good generation stays.
        case unsaved(JournalFault)
    }

    struct Key: Hashable, Sendable {
        var id: String
        var environment: String
    }

    /// It holds nothing in memory.
    struct Weak: Sendable {
        weak var generation: FlowGeneration?
    }

    struct State: Sendable {
        var newest: FlowGeneration?
        var live: FlowGeneration?
        var canary: FlowGeneration?
        var rollout = Rollout()
        /// Named by a rollout in the store that could not be kept up.
        var shelved: Set<String> = []
        var problems: [FlowProblem] = []
        var rolloutProblems: [FlowProblem] = []
        var changed = 0.0
        /// What is on its way into the store.
        var saving: String?
        /// All that anybody still runs on.
        var known: [Key: Weak] = [:]
        var loading: [Key: Task<Result<FlowGeneration, GenerationFault>, Never>] = [:]

        /// The one that is in memory already under this name, else this one.
        mutating func shared(_ generation: FlowGeneration) -> FlowGeneration {
            let key = Key(id: generation.id, environment: generation.environmentHash)
            if let known = known[key]?.generation { return known }
            known = known.filter { $0.value.generation != nil }
            known[key] = Weak(generation: generation)
            return generation
        }
    }

    let state = NIOLockedValueBox(State())
    let environment: FlowEnvironment
    let environmentHash: String
    let archive: any GenerationArchive
    /// Changes of what new sessions get, and removals from the store.
    private let turns = Turns()

    /// A keeper without a generation.
    public init(environment: FlowEnvironment, archive: any GenerationArchive) {
        self.environment = environment
        self.archive = archive
        environmentHash = environment.hash
    }

    // MARK: - New sessions

    /// What new sessions get, canaries apart.
    public var current: FlowGeneration? { state.withLockedValue { $0.live } }

    /// What the session gets that begins with this key.
    /// - Parameters:
    ///   - key: of the intake; the same key gets the same generation while the rollout stays as it is.
    ///   - called: the number that was called, E.164; nil when it is none, or nobody called.
    public func generation(forIntakeKey key: String, called: String?) -> FlowGeneration? {
        let (live, canary, rule) = state.withLockedValue { ($0.live, $0.canary, $0.rollout.canary) }
        guard let canary, let rule, rule.takes(key: key, called: called) else { return live }
        return canary
    }

    /// Generation, rollout and problems.
    public var status: Status {
        state.withLockedValue { state in
            Status(
                generation: state.live, newest: state.newest?.id, rollout: state.rollout,
                problems: state.rolloutProblems + state.problems, changed: state.changed)
        }
    }

    // MARK: - Edits

    /// Loads sources off the hot path, keeps them in the store and swaps them in if nothing is wrong with them.
    public func load(_ sources: FlowSources, at now: Double) async -> Change {
        await take(check(sources), at: now)
    }

    /// Loads sources without changing anything. A flow without hooks is no problem here: whether it is meant so, the
    /// reloader finds out.
    func check(_ sources: FlowSources) -> FlowLoader.Report {
        FlowLoader.load(
            sources, environment: environment, environmentHash: environmentHash, allowsFlowsWithoutHooks: true)
    }

    /// Takes what was loaded for the newest edit, if nothing is wrong with it: into the store, then, unless another one
    /// is pinned, in one step for all shards.
    func take(_ report: FlowLoader.Report, at now: Double) async -> Change {
        await turns.run { [self] in
            guard let loaded = report.generation else {
                refuse(report.problems, at: now)
                return .refused(report.problems)
            }
            let isKnown = state.withLockedValue { state in
                guard state.newest?.id == loaded.id else {
                    // Not to be collected before it is in use.
                    state.saving = loaded.id
                    return false
                }
                state.problems = []
                return true
            }
            if isKnown { return .unchanged }
            defer { state.withLockedValue { $0.saving = nil } }
            do throws(FlowProblem) {
                try loaded.warmUp()
            } catch {
                refuse([error], at: now)
                return .refused([error])
            }
            do throws(JournalFault) {
                try await archive.keep(environment: environment.encoded, hash: environmentHash)
                try await archive.keep(StoredGeneration(loaded, created: now))
            } catch {
                refuse([FlowProblem(reason: "the store cannot keep the new flows: \(error)")], at: now)
                return .unsaved(error)
            }
            return state.withLockedValue { state in
                let generation = state.shared(loaded)
                state.problems = []
                state.changed = now
                state.newest = generation
                if state.rollout.pinned != nil { return .kept(generation) }
                state.live = generation
                return .swapped(generation)
            }
        }
    }

    /// Takes a generation that was loaded and warmed up elsewhere, and keeps it nowhere: for runtimes that share one and
    /// come and go, as those of flow tests.
    public func adopt(_ generation: FlowGeneration, at now: Double) {
        state.withLockedValue { state in
            let generation = state.shared(generation)
            (state.newest, state.live, state.problems, state.changed) = (generation, generation, [], now)
        }
    }

    /// Notes that an edit is held back although it could be loaded, or could not even be read.
    public func refuse(_ problems: [FlowProblem], at now: Double) {
        state.withLockedValue { state in
            state.problems = problems
            state.changed = now
        }
    }

    /// Does what changes the rollout or removes generations, after what is under way.
    func inTurn<Value: Sendable>(
        _ body: @escaping @Sendable () async throws(GenerationFault) -> Value
    ) async throws(GenerationFault) -> Value {
        let result: Result<Value, GenerationFault> = await turns.run {
            do throws(GenerationFault) { return .success(try await body()) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
