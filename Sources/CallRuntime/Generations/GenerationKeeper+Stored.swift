import CallJournal
import FlowEngine

extension StoredGeneration {
    /// All that is needed to build a generation again.
    init(_ generation: FlowGeneration, created: Double) {
        self.init(
            id: generation.id, level: generation.level, files: generation.sources.files,
            stdlib: generation.sources.stdlib, environment: generation.environmentHash, created: created)
    }
}

/// A kept generation, as operators see it.
public struct GenerationEntry: Sendable, Equatable {
    /// What the store tells.
    public var row: GenerationRow
    /// Whether new sessions get it, canaries apart.
    public var isCurrent: Bool
    /// Whether it is the newest edit that could be loaded.
    public var isNewest: Bool
    /// Whether it is held whatever is edited.
    public var isPinned: Bool
    /// Whether some new sessions get it.
    public var isCanary: Bool
}

extension GenerationKeeper {
    /// A generation that a session began with, in the environment that it began in. Built from the store's sources and
    /// its own stdlib, once for all who ask, and in memory as long as anybody holds it.
    public func generation(id: String, environmentHash: String) async throws(GenerationFault) -> FlowGeneration {
        let key = Key(id: id, environment: environmentHash)
        enum Found: Sendable {
            case here(FlowGeneration)
            case loading(Task<Result<FlowGeneration, GenerationFault>, Never>)
        }
        let found = state.withLockedValue { state -> Found in
            if let known = state.known[key]?.generation { return .here(known) }
            if let loading = state.loading[key] { return .loading(loading) }
            let task = Task<Result<FlowGeneration, GenerationFault>, Never> { await self.finish(key) }
            state.loading[key] = task
            return .loading(task)
        }
        switch found {
        case .here(let generation): return generation
        case .loading(let task): return try await task.value.get()
        }
    }

    private func finish(_ key: Key) async -> Result<FlowGeneration, GenerationFault> {
        let built: Result<FlowGeneration, GenerationFault>
        do throws(GenerationFault) { built = .success(try await build(key)) } catch { built = .failure(error) }
        return state.withLockedValue { state in
            state.loading[key] = nil
            return built.map { state.shared($0) }
        }
    }

    private func build(_ key: Key) async throws(GenerationFault) -> FlowGeneration {
        let stored: StoredGeneration?
        do throws(JournalFault) { stored = try await archive.generation(key.id) } catch { throw .store(error) }
        guard let stored else { throw .unknown("generation \(key.id)") }
        guard supportedLevels.contains(stored.level) else { throw .level(id: stored.id, level: stored.level) }
        let sources = FlowSources(files: stored.files, stdlib: stored.stdlib)
        guard FlowGeneration.id(of: sources, level: stored.level) == key.id else {
            throw .unusable("the sources of generation \(key.id.prefix(10)) in the store are not those that it names")
        }
        let report = FlowLoader.load(
            sources, environment: try await environment(key.environment), environmentHash: key.environment,
            level: stored.level, allowsFlowsWithoutHooks: true)
        guard let generation = report.generation else { throw .broken(id: key.id, report.problems) }
        return generation
    }

    private func environment(_ hash: String) async throws(GenerationFault) -> FlowEnvironment {
        if hash == environmentHash { return environment }
        let kept: [UInt8]?
        do throws(JournalFault) { kept = try await archive.environment(hash) } catch { throw .store(error) }
        guard let kept else { throw .unknown("environment \(hash)") }
        guard FlowEnvironment.hash(of: kept) == hash else {
            throw .unusable("the environment \(hash.prefix(10)) in the store is not what it was")
        }
        do throws(FlowEnvironment.Fault) {
            return try FlowEnvironment(decoding: kept)
        } catch {
            throw .unusable(error.description)
        }
    }

    // MARK: - Lists and removal

    /// All kept generations, newest first.
    public func entries() async throws(GenerationFault) -> [GenerationEntry] {
        let rows: [GenerationRow]
        do throws(JournalFault) { rows = try await archive.generations() } catch { throw .store(error) }
        let status = status
        return rows.map { row in
            GenerationEntry(
                row: row, isCurrent: row.id == status.generation?.id, isNewest: row.id == status.newest,
                isPinned: row.id == status.rollout.pinned?.generation,
                isCanary: row.id == status.rollout.canary?.generation)
        }
    }

    /// Ids and environment hashes that are in use although no journal may name them yet: what new sessions get or may
    /// get, and whatever anything in this process runs on.
    public var keptIDs: Set<String> {
        state.withLockedValue { state in
            var kept = state.shelved.union([environmentHash])
            kept.formUnion([state.newest?.id, state.live?.id, state.canary?.id, state.saving].compactMap { $0 })
            kept.formUnion(
                [state.rollout.pinned?.generation, state.rollout.canary?.generation].compactMap { $0 })
            for (key, weak) in state.known where weak.generation != nil {
                kept.formUnion([key.id, key.environment])
            }
            return kept
        }
    }

    /// Removes generations and environments that no journal names and nothing uses. In turn with edits, so that one
    /// that has just been kept is not taken for an unused one.
    /// - Returns: how many generations were removed.
    public func collect() async throws(GenerationFault) -> Int {
        try await inTurn { [self] () async throws(GenerationFault) in
            do throws(JournalFault) {
                return try await archive.collectGenerations(keeping: keptIDs)
            } catch { throw .store(error) }
        }
    }
}
