import CallJournal
import CallModel
import Testing

// What is kept, and for how long.
extension JournalContract {
    static let keeping: [Check] = [
        Check("removes old ended sessions a few at a time") { try await $0.removesOldEndedSessionsAFewAtATime() },
        Check("a removed session leaves its claims") { try await $0.aRemovedSessionLeavesItsClaims() },
        Check("keeps a generation as it was first given") { try await $0.keepsAGenerationAsItWasFirstGiven() },
        Check("counts the sessions of a generation") { try await $0.countsTheSessionsOfAGeneration() },
        Check("collects what no journal names") { try await $0.collectsWhatNoJournalNames() },
        Check("keeps settings") { try await $0.keepsSettings() },
    ]

    func removesOldEndedSessionsAFewAtATime() async throws {
        let ids = (0..<40).map { SessionID(partition: UInt8($0), random: (UInt64($0), 8)) }
        for (index, id) in ids.enumerated() {
            _ = await commit(write(id, [begin(1, id), event(2, "e", id)], eventIDs: ["e"]))
            // The last is open, the one before has only just ended.
            if index < 39 { _ = await commit(write(id, [end(3, id, at: index == 38 ? 9_000 : 2_000)])) }
        }
        #expect(try await journal.removeSessions(endedBefore: 5_000, limit: 25) == 25)
        #expect(try await journal.sessions(limit: 100).count == 15)
        #expect(try await journal.removeSessions(endedBefore: 5_000, limit: 25) == 13)
        #expect(try await journal.removeSessions(endedBefore: 5_000, limit: 25) == 0)
        #expect(try await journal.sessions(limit: 100).map(\.id) == [ids[39], ids[38]])
        #expect(try await journal.records(of: ids[0]).isEmpty)
        #expect(try await journal.records(of: ids[38]).count == 3)
        // Nothing of it is known any more.
        #expect(await commit(write(ids[0], [begin(1, ids[0])], eventIDs: ["e"])) == .durable)
    }

    func aRemovedSessionLeavesItsClaims() async throws {
        _ = await commit(write(Self.first, [begin(1), end(2, Self.first)], claims: ["grid:1"]))
        #expect(try await journal.removeSessions(endedBefore: 5_000, limit: 10) == 1)
        var later = begin(1, Self.second)
        later.at += 24 * 3_600
        #expect(await commit(write(Self.second, [later], claims: ["grid:1"])) == .duplicate("grid:1", of: Self.first))
        later.at += 2 * 3_600
        #expect(await commit(write(Self.second, [later], claims: ["grid:1"])) == .durable)
    }

    private func generation(_ id: String, environment: String = "e", created: Double = 10) -> StoredGeneration {
        StoredGeneration(
            id: id, level: 3, files: ["a/main.lua": Array("flow {}".utf8), "ü.lua": [], "raw.lua": [0, 255]],
            stdlib: ["menu": [1, 2, 3]], environment: environment, created: created)
    }

    func keepsAGenerationAsItWasFirstGiven() async throws {
        try await journal.keep(generation("g"))
        try await journal.keep(generation("g", created: 99))
        #expect(try await journal.generation("g") == generation("g"))
        #expect(try await journal.generation("other") == nil)
    }

    func countsTheSessionsOfAGeneration() async throws {
        try await journal.keep(generation("old", created: 1))
        try await journal.keep(generation("new", created: 2))
        _ = await commit(write(Self.first, [begin(1, generation: "old")]))
        _ = await commit(write(Self.second, [begin(1, Self.second, generation: "old"), end(2, Self.second)]))
        #expect(
            try await journal.generations() == [
                GenerationRow(id: "new", level: 3, created: 2, openSessions: 0, sessions: 0),
                GenerationRow(id: "old", level: 3, created: 1, openSessions: 1, sessions: 2),
            ])
    }

    func collectsWhatNoJournalNames() async throws {
        for id in ["used", "kept", "unused"] { try await journal.keep(generation(id, environment: "env-\(id)")) }
        for id in ["used", "kept", "unused", "e", "named"] {
            try await journal.keep(environment: Array(id.utf8), hash: id.count > 1 && id != "named" ? "env-\(id)" : id)
        }
        _ = await commit(write(Self.first, [begin(1, generation: "used"), end(2, Self.first)]))
        #expect(try await journal.collectGenerations(keeping: ["kept", "named"]) == 1)
        #expect(Set(try await journal.generations().map(\.id)) == ["used", "kept"])
        #expect(try await journal.environment("env-unused") == nil)
        #expect(try await journal.environment("env-kept") == Array("kept".utf8))
        #expect(try await journal.environment("e") == Array("e".utf8))
        #expect(try await journal.environment("named") == Array("named".utf8))
        // With its last journal a generation goes too.
        #expect(try await journal.removeSessions(endedBefore: 5_000, limit: 10) == 1)
        #expect(try await journal.collectGenerations(keeping: ["kept"]) == 1)
        #expect(try await journal.generation("used") == nil)
    }

    func keepsSettings() async throws {
        #expect(try await journal.setting("callback key") == nil)
        try await journal.set("callback key", to: [1, 2, 3])
        try await journal.set("callback key", to: [4])
        try await journal.set("empty", to: [])
        #expect(try await journal.setting("callback key") == [4])
        #expect(try await journal.setting("empty") == [])
    }
}
