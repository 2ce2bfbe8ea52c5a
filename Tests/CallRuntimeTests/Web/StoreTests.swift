import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

struct StoreTests {
    private func end(_ harness: RuntimeHarness, _ id: SessionID) async throws -> EndRecord? {
        await harness.settled()
        guard case .end(let end)? = try await harness.journal.records(of: id).last?.body else { return nil }
        return end
    }

    @Test func sessionsShareTheStore() async throws {
        let flows = [
            "counts": "on('Launch', function() local n = assert(store.incr('visits')) log.info(n) end)",
            "steps": """
            on('Launch', function()
              assert(store.get('k') == nil)
              assert(store.set('k', { Camel = { 1, 2 } }, { expires = 10 }) == true)
              assert(store.get('k').Camel[2] == 2)
              assert(store.compare_and_set('k', 'other', 1) == false)
              assert(store.compare_and_set('k', { Camel = { 1, 2 } }, 'new', { expires = 10 }) == true)
              local n, err = store.incr('k')
              assert(n == nil and err.reason == 'conflict' and err.message:find("'k' is no number"), err.message)
              sleep(10)
              assert(store.get('k') == nil, 'it has not expired')
              assert(store.delete('k') == false)
            end)
            """,
        ]
        try await RuntimeHarness.run(flows) { harness in
            for _ in 0..<5 { _ = await harness.launch("counts") }
            let (id, _) = await harness.launch("steps")
            await harness.settled()
            try await harness.clock.advance(10)
            #expect(try await end(harness, id) == EndRecord(way: .finished))
            #expect(try await harness.journal.stored("visits", at: 0) == 5)
            let told = SessionTimeline.entries(try await harness.journal.records(of: id)).map(\.text)
            #expect(told.contains("2 store: set k"))
        }
    }

    /// The process dies between the change and the record of its answer.
    @Test func aChangeHappensOnceWhateverBecomesOfTheProcess() async throws {
        let flow = """
            on('Launch', function()
              local n = assert(store.incr('n'))
              assert(n == 1, 'counted ' .. n)
              assert(store.get('n') == 1)
            end)
            """
        var outside = RuntimeHarness.Outside()
        let journal = outside.journal
        var id: SessionID?
        try await RuntimeHarness.run(["a": flow], outside) { harness in
            journal.losesStoreAnswers = true
            id = await harness.launch("a").0
            try await harness.eventually("counted") { try await journal.stored("n", at: 0) == 1 }
            await harness.settled()
            #expect(try await harness.kinds(id ?? SessionID(partition: 0, random: (0, 0))).last == "request")
        }
        let session = try #require(id)
        journal.losesStoreAnswers = false
        outside.process = 2
        try await RuntimeHarness.run(["a": flow], outside) { harness in
            _ = try await harness.runtime.recover()
            try await harness.eventually("ended") { try await end(harness, session) != nil }
            #expect(try await end(harness, session) == EndRecord(way: .finished))
            #expect(try await journal.stored("n", at: 0) == 1)
        }
    }

    @Test func expiredEntriesAreSwept() async throws {
        let flow = "on('Launch', function() store.set('a', 1, { expires = 5 }) store.set('b', 1) end)"
        try await RuntimeHarness.run(["a": flow]) { harness in
            _ = await harness.launch("a")
            await harness.settled()
            let sweep = RetentionSweep(
                harness.journal, settings: RetentionSettings(), clock: harness.clock, logger: .init(label: "t"),
                collect: { 0 })
            #expect(try await sweep.once().entries == 0)
            try await harness.clock.advance(6)
            #expect(try await sweep.once().entries == 1)
        }
    }
}
