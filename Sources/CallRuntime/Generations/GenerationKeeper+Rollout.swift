import CallJournal
import CallModel
import FlowEngine

/// What operators decide about new sessions. Every decision is in the store before it holds, so that it outlives the
/// process.
extension GenerationKeeper {
    /// Takes up what was decided before this process began. What cannot be kept up is among the problems, and counts for
    /// nothing until the next decision: new calls are answered all the same.
    /// - Throws: when the store cannot tell.
    public func restore() async throws(GenerationFault) {
        try await inTurn { [self] () async throws(GenerationFault) in
            let bytes: [UInt8]?
            do throws(JournalFault) { bytes = try await archive.setting(Rollout.setting) } catch { throw .store(error) }
            guard let bytes else { return }
            var rollout: Rollout
            do throws(GenerationFault) {
                rollout = try Rollout(decoding: bytes)
            } catch {
                return shelve([], because: "which flows are pinned is not known: \(error)")
            }
            let names = Set([rollout.pinned?.generation, rollout.canary?.generation].compactMap { $0 })
            var (live, canary): (FlowGeneration?, FlowGeneration?)
            if let pin = rollout.pinned {
                do throws(GenerationFault) {
                    live = try await ready(pin.generation)
                } catch {
                    if error.isPassing { throw error }
                    return shelve(names, because: "new calls get the newest edit, not the pinned flows: \(error)")
                }
            }
            if let rule = rollout.canary {
                do throws(GenerationFault) {
                    canary = try await ready(rule.generation)
                } catch {
                    if error.isPassing { throw error }
                    shelve(names, because: "no call gets the canary: \(error)")
                    rollout.canary = nil
                }
            }
            state.withLockedValue { [rollout, live, canary] state in
                state.rollout = rollout
                state.live = live ?? state.live
                state.canary = canary
            }
        }
    }

    private func shelve(_ names: Set<String>, because reason: String) {
        state.withLockedValue { state in
            state.shelved = names
            state.rolloutProblems = [FlowProblem(reason: reason)]
        }
    }

    /// Gives all new sessions a kept generation, whatever is edited, until it is released. Ends a canary.
    /// - Parameter name: an id, the beginning of one, `newest`, or `current` for what new sessions get now.
    public func rollback(to name: String, at now: Double) async throws(GenerationFault) -> FlowGeneration {
        try await inTurn { [self] () async throws(GenerationFault) in
            let generation = try await ready(try await id(of: name))
            try await decide(
                Rollout(pinned: Rollout.Pin(generation: generation.id, isForCanary: false)), live: generation,
                canary: nil, at: now)
            return generation
        }
    }

    /// Gives some new sessions a kept generation. What the others get stays as it is until the canary ends, whatever is
    /// edited.
    /// - Parameters:
    ///   - name: as for `rollback`.
    ///   - share: per cent of new sessions.
    ///   - numbers: called numbers whose calls all get it.
    public func canary(
        _ name: String, share: Double, numbers: [String], at now: Double
    ) async throws(GenerationFault) -> FlowGeneration {
        guard (0...100).contains(share) else { throw .invalid("a canary's share is from 0 to 100 per cent") }
        var called: Set<String> = []
        for number in numbers {
            do throws(PhoneNumber.Fault) {
                called.insert(try PhoneNumber(number).value)
            } catch { throw .invalid("a canary's number: \(error)") }
        }
        guard share > 0 || !called.isEmpty else {
            throw .invalid("say which calls the canary gets: a share of all, or called numbers")
        }
        return try await inTurn { [self, called] () async throws(GenerationFault) in
            let (rollout, live) = state.withLockedValue { ($0.rollout, $0.live) }
            guard let live else { throw .conflict("no flows are loaded yet") }
            let generation = try await ready(try await id(of: name))
            guard generation.id != live.id else {
                throw .conflict("all new calls get generation \(generation.shortID) already")
            }
            let rule = Rollout.Canary(generation: generation.id, share: share, numbers: called.sorted())
            let pin = rollout.pinned ?? Rollout.Pin(generation: live.id, isForCanary: true)
            try await decide(Rollout(pinned: pin, canary: rule), live: live, canary: generation, at: now)
            return generation
        }
    }

    /// Gives all new sessions what the canary had. It stays pinned when there is a newer edit.
    public func promote(at now: Double) async throws(GenerationFault) -> FlowGeneration {
        try await inTurn { [self] () async throws(GenerationFault) in
            let (canary, newest) = state.withLockedValue { ($0.canary, $0.newest) }
            guard let canary else { throw .conflict("there is no canary to promote") }
            let pin = canary.id == newest?.id ? nil : Rollout.Pin(generation: canary.id, isForCanary: false)
            try await decide(Rollout(pinned: pin), live: canary, canary: nil, at: now)
            return canary
        }
    }

    /// Ends the canary: all new sessions get what most had. That stays pinned when it is not the newest edit.
    public func abandon(at now: Double) async throws(GenerationFault) -> FlowGeneration {
        try await inTurn { [self] () async throws(GenerationFault) in
            let (rollout, live, newest) = state.withLockedValue { ($0.rollout, $0.live, $0.newest) }
            guard rollout.canary != nil, let live else { throw .conflict("there is no canary to abandon") }
            let wasPinned = rollout.pinned.map { !$0.isForCanary } ?? false
            let pin = !wasPinned && live.id == newest?.id ? nil : Rollout.Pin(generation: live.id, isForCanary: false)
            try await decide(Rollout(pinned: pin), live: live, canary: nil, at: now)
            return live
        }
    }

    /// Nothing is pinned any more: new sessions get the newest edit, now and from now on.
    public func release(at now: Double) async throws(GenerationFault) -> FlowGeneration {
        try await inTurn { [self] () async throws(GenerationFault) in
            let (rollout, newest) = state.withLockedValue { ($0.rollout, $0.newest) }
            if rollout.canary != nil { throw .conflict("a canary runs; promote or abandon it first") }
            guard rollout.pinned != nil else { throw .conflict("nothing is pinned; edits go live") }
            guard let newest else {
                throw .conflict("the flows as they are on disk do not load, so what is pinned stays")
            }
            try await decide(Rollout(), live: newest, canary: nil, at: now)
            return newest
        }
    }

    /// Into the store, then into effect.
    private func decide(
        _ rollout: Rollout, live: FlowGeneration, canary: FlowGeneration?, at now: Double
    ) async throws(GenerationFault) {
        do throws(JournalFault) {
            try await archive.set(Rollout.setting, to: rollout.encoded)
        } catch { throw .store(error) }
        state.withLockedValue { state in
            state.rollout = rollout
            state.live = live
            state.canary = canary
            state.shelved = []
            state.rolloutProblems = []
            state.changed = now
        }
    }

    /// A kept generation in the settings of now, warm.
    private func ready(_ id: String) async throws(GenerationFault) -> FlowGeneration {
        let generation = try await generation(id: id, environmentHash: environmentHash)
        do throws(FlowProblem) { try generation.warmUp() } catch { throw .broken(id: id, [error]) }
        return generation
    }

    /// The whole id behind what a person gave.
    private func id(of name: String) async throws(GenerationFault) -> String {
        let (newest, live) = state.withLockedValue { ($0.newest, $0.live) }
        switch name {
        case "newest":
            guard let newest else { throw .conflict("the flows as they are on disk do not load") }
            return newest.id
        case "current":
            guard let live else { throw .conflict("no flows are loaded yet") }
            return live.id
        default: break
        }
        guard !name.isEmpty else { throw .invalid("name a generation: an id, the beginning of one, newest or current") }
        let prefix = name.lowercased()
        let ids = try await entries().map(\.row.id).filter { $0.hasPrefix(prefix) }
        guard let found = ids.first else { throw .unknown("generation '\(name)'") }
        guard ids.count == 1 else { throw .ambiguous(name, ids) }
        return found
    }
}
