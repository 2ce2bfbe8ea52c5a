import CallJournal
import NIOConcurrencyHelpers

/// An archive in memory that can refuse, and that tells what was asked of it, in order.
final class FaultyArchive: GenerationArchive {
    private struct State {
        var refusal: JournalFault?
        var refusals = 0
        var asked: [String] = []
        var replaced: [String: StoredGeneration] = [:]
    }

    private let inner = MemoryJournal()
    private let state = NIOLockedValueBox(State())

    /// Everything is refused from now on, so many times; nil lets it pass again.
    func refuse(_ fault: JournalFault?, times: Int = .max) {
        state.withLockedValue {
            $0.refusal = fault
            $0.refusals = times
        }
    }

    /// Gives this generation in place of what was kept under its id.
    func replace(_ generation: StoredGeneration) {
        state.withLockedValue { $0.replaced[generation.id] = generation }
    }

    /// What was asked, such as `keep`, `set rollout`.
    var asked: [String] { state.withLockedValue { $0.asked } }

    private func note(_ what: String) throws(JournalFault) {
        let fault: JournalFault? = state.withLockedValue { state in
            state.asked.append(what)
            guard state.refusals > 0 else { return nil }
            state.refusals -= 1
            return state.refusal
        }
        if let fault { throw fault }
    }

    func keep(_ generation: StoredGeneration) async throws(JournalFault) {
        try note("keep")
        try await inner.keep(generation)
    }

    func generation(_ id: String) async throws(JournalFault) -> StoredGeneration? {
        try note("generation")
        if let replaced = state.withLockedValue({ $0.replaced[id] }) { return replaced }
        return try await inner.generation(id)
    }

    func generations() async throws(JournalFault) -> [GenerationRow] {
        try note("generations")
        return try await inner.generations()
    }

    func keep(environment: [UInt8], hash: String) async throws(JournalFault) {
        try note("keep environment")
        try await inner.keep(environment: environment, hash: hash)
    }

    func environment(_ hash: String) async throws(JournalFault) -> [UInt8]? {
        try note("environment")
        return try await inner.environment(hash)
    }

    func collectGenerations(keeping: Set<String>) async throws(JournalFault) -> Int {
        try note("collect")
        return try await inner.collectGenerations(keeping: keeping)
    }

    func setting(_ name: String) async throws(JournalFault) -> [UInt8]? {
        try note("setting \(name)")
        return try await inner.setting(name)
    }

    func set(_ name: String, to value: [UInt8]) async throws(JournalFault) {
        try note("set \(name)")
        try await inner.set(name, to: value)
    }
}
