import CallModel
import Testing

@testable import CallJournal

// The store of flows.
extension JournalContract {
    static let storing: [Check] = [
        Check("an entry is what was set") { try await $0.anEntryIsWhatWasSet() },
        Check("asking again changes nothing more") { try await $0.askingAgainChangesNothingMore() },
        Check("reading again sees what is there now") { try await $0.readingAgainSeesWhatIsThereNow() },
        Check("counts of many sessions at once are all counted") { try await $0.manyCountAtOnce() },
        Check("an expired entry is invisible and then removed") {
            try await $0.anExpiredEntryIsInvisibleAndThenRemoved()
        },
        Check("nobody but a session uses the store") { try await $0.nobodyButASessionUsesTheStore() },
        Check("a removed session leaves its entries") { try await $0.aRemovedSessionLeavesItsEntries() },
    ]

    func ask(
        _ change: StoreRequest.Change, _ key: String = "k", op: Int, _ session: SessionID = first,
        expires: Double? = nil, at time: Double = 1_000
    ) async -> Result<JSONValue?, JournalFault> {
        let task = StoreTask(
            session: session, operation: OperationID(op), request: StoreRequest(key: key, change, expires: expires),
            at: time)
        let result = await withCheckedContinuation { continuation in
            journal.perform(task) { continuation.resume(returning: $0) }
        }
        return result.map { answer in
            guard case .answered(let status, let body) = answer else { return nil }
            return status == 200 ? (try? JSONValue(parsing: body))?["value"] : .string("\(status)")
        }
    }

    func anEntryIsWhatWasSet() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        let value: JSONValue = ["b": [1, 2.5, "ü", true], "a": [:]]
        #expect(await ask(.get, op: 1) == .success(nil))
        #expect(await ask(.set(value), op: 2) == .success(true))
        #expect(await ask(.get, op: 3) == .success(value))
        #expect(try await journal.stored("k", at: 1_000) == value)
        #expect(try await journal.stored("K", at: 1_000) == nil)
        #expect(await ask(.increment(by: 1), op: 4) == .success("409"))
        #expect(await ask(.delete, op: 5) == .success(true))
        #expect(await ask(.delete, op: 6) == .success(false))
        #expect(try await journal.stored("k", at: 1_000) == nil)
    }

    func askingAgainChangesNothingMore() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        _ = await commit(write(Self.second, [begin(1, Self.second)]))
        for _ in 0..<3 { #expect(await ask(.increment(by: 5), op: 7) == .success(5)) }
        #expect(await ask(.increment(by: 5), op: 7, Self.second) == .success(10))
        #expect(await ask(.increment(by: 5), op: 7) == .success(5))
        #expect(await ask(.compareAndSet(expected: 10, new: 1), op: 8) == .success(true))
        #expect(await ask(.compareAndSet(expected: 10, new: 1), op: 8) == .success(true))
        #expect(try await journal.stored("k", at: 1_000) == 1)
    }

    func readingAgainSeesWhatIsThereNow() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        #expect(await ask(.get, op: 1) == .success(nil))
        _ = await ask(.set("x"), op: 2)
        #expect(await ask(.get, op: 1) == .success("x"))
    }

    func manyCountAtOnce() async throws {
        let ids = (0..<20).map { SessionID(partition: UInt8($0), random: (UInt64($0), 9)) }
        for id in ids { _ = await commit(write(id, [begin(1, id)])) }
        let contract = self
        let counts = await withTaskGroup(of: Int.self) { group in
            for id in ids {
                for op in 1...5 {
                    group.addTask {
                        (try? await contract.ask(.increment(by: 1), op: op, id).get())??.intValue ?? 0
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == Array(1...100))
    }

    func anExpiredEntryIsInvisibleAndThenRemoved() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        _ = await ask(.set(1), "short", op: 1, expires: 10)
        _ = await ask(.set(2), "long", op: 2, expires: 1_000)
        _ = await ask(.set(3), "ever", op: 3)
        #expect(try await journal.stored("short", at: 1_009.9) == 1)
        #expect(await ask(.get, "short", op: 4, at: 1_010) == .success(nil))
        #expect(try await journal.removeEntries(expiredBefore: 1_009, limit: 10) == 0)
        #expect(try await journal.removeEntries(expiredBefore: 3_000, limit: 1) == 1)
        #expect(try await journal.removeEntries(expiredBefore: 3_000, limit: 10) == 1)
        #expect(try await journal.removeEntries(expiredBefore: 3_000, limit: 10) == 0)
        #expect(try await journal.stored("ever", at: 9_000) == 3)
    }

    func nobodyButASessionUsesTheStore() async throws {
        guard case .failure(let fault) = await ask(.set(1), op: 1, Self.third) else {
            Issue.record("it was set")
            return
        }
        #expect(!fault.isPassing)
        #expect(try await journal.stored("k", at: 1_000) == nil)
    }

    func aRemovedSessionLeavesItsEntries() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        _ = await ask(.increment(by: 1), op: 1)
        _ = await commit(write(Self.first, [end(2, Self.first)]))
        #expect(try await journal.removeSessions(endedBefore: 5_000, limit: 10) == 1)
        #expect(try await journal.stored("k", at: 1_000) == 1)
        // Its answers are gone with it: another session of the name counts anew.
        _ = await commit(write(Self.first, [begin(1)]))
        #expect(await ask(.increment(by: 1), op: 1) == .success(2))
    }
}
