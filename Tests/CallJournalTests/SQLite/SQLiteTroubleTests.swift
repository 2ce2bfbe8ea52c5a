import CLossyFiles
import CallModel
import Foundation
import GRDB
import NIOConcurrencyHelpers
import Testing

@testable import CallJournal

/// A disk that is full, a store that is held up, a record that cannot be written.
@Suite struct SQLiteTroubleTests {
    /// Lets a test wait for the n-th retry.
    private final class Retries: Sendable {
        private let state = NIOLockedValueBox<(count: Int, waiting: [(Int, CheckedContinuation<Void, Never>)])>((0, []))

        func count(_ fault: JournalFault) {
            let ready = state.withLockedValue { state in
                state.count += 1
                let ready = state.waiting.filter { $0.0 <= state.count }
                state.waiting.removeAll { $0.0 <= state.count }
                return ready
            }
            for (_, waiting) in ready { waiting.resume() }
        }

        func reach(_ count: Int) async {
            await withCheckedContinuation { (waiting: CheckedContinuation<Void, Never>) in
                let isReady = state.withLockedValue { state in
                    if state.count < count { state.waiting.append((count, waiting)) }
                    return state.count >= count
                }
                if isReady { waiting.resume() }
            }
        }
    }

    /// A store whose disk can be full, and what counts its retries.
    private static func lossyStore() throws -> (folder: StoreFolder, retries: Retries, journal: SQLiteJournal) {
        let (folder, retries) = (try StoreFolder(), Retries())
        var options = try StoreFolder.lossy()
        options.onRetry = { retries.count($0) }
        return (folder, retries, try folder.open(options))
    }

    @Test func aFullDiskHoldsWritesUntilThereIsRoom() async throws {
        let (folder, retries, journal) = try Self.lossyStore()
        let contract = JournalContract(journal: journal)
        _ = await contract.commit(contract.write(JournalContract.first, [contract.begin(1)]))
        lossy_fill(folder.path, 1)
        async let outcomes = contract.commitTogether(
            (2...400).map {
                contract.write(JournalContract.first, [contract.event($0, "e\($0)")], eventIDs: ["e\($0)"])
            })
        await retries.reach(5)
        #expect(try await journal.records(of: JournalContract.first).count == 1)
        lossy_fill(folder.path, 0)
        #expect(await outcomes == Array(repeating: .durable, count: 399))
        #expect(try await journal.records(of: JournalContract.first).map(\.seq) == Array(1...400))
        try await journal.finish(at: 1)
    }

    @Test func aDiskThatStaysFullDoesNotHoldUpTheEnd() async throws {
        let (folder, retries, journal) = try Self.lossyStore()
        let contract = JournalContract(journal: journal)
        lossy_fill(folder.path, 1)
        async let outcome = contract.commit(contract.write(JournalContract.first, [contract.begin(1)]))
        await retries.reach(2)
        await #expect(throws: JournalFault.self) { try await journal.finish(at: 1) }
        guard case .failed(let fault) = await outcome else {
            Issue.record("a full disk took a write")
            return
        }
        #expect(fault.isPassing)
        #expect(fault.description.contains("the disk is full"))
        lossy_fill(folder.path, 0)
    }

    @Test func aStallOfFiveSecondsRefusesNothing() async throws {
        let folder = try StoreFolder()
        let retries = Retries()
        var options = SQLiteOptions()
        options.onRetry = { retries.count($0) }
        let journal = try folder.open(options)
        let contract = JournalContract(journal: journal)
        var held = Configuration()
        held.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.store, configuration: held)
        try await other.writeWithoutTransaction {
            try $0.execute(sql: "BEGIN IMMEDIATE; UPDATE node SET clean = clean")
        }
        let done = NIOLockedValueBox<[Int]>([])
        let ids = (0..<20).map { SessionID(partition: UInt8($0), random: (5, UInt32($0))) }
        async let outcomes = contract.commitTogether(
            ids.flatMap { id in
                [contract.write(id, [contract.begin(1, id)])]
                    + (2...10).map { contract.write(id, [contract.event($0, "e\($0)", id)]) }
            })
        journal.commit(contract.write(JournalContract.first, [contract.begin(1)]), on: 0) { _ in
            done.withLockedValue { $0.append(1) }
        }
        // 20 tries, a quarter of a second apart.
        await retries.reach(20)
        #expect(done.withLockedValue { $0 }.isEmpty)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(await outcomes == Array(repeating: .durable, count: 200))
        for id in ids { #expect(try await journal.records(of: id).map(\.seq) == Array(1...10)) }
        try other.close()
        try await journal.finish(at: 1)
    }

    @Test func aRecordThatIsTooLargeIsRefusedAlone() async throws {
        let folder = try StoreFolder()
        var options = SQLiteOptions()
        options.valueLimit = 200_000
        let journal = try folder.open(options)
        let contract = JournalContract(journal: journal)
        let ids = (0..<30).map { SessionID(partition: UInt8($0), random: (6, UInt32($0))) }
        let writes = ids.enumerated().map { index, id in
            let size = index == 3 || index == 17 ? 300_000 : 100
            let event = CallEvent(id: "e", name: "PlayCompleted", data: Array(repeating: 0x20, count: size))
            let record = EventRecord(leg: nil, event: event, arrived: 1, via: .callback)
            return contract.write(
                id,
                [contract.begin(1, id), JournalRecord(session: id, seq: 2, at: 1_000, body: .event(record))],
                claims: ["claim \(index)"], eventIDs: ["e"])
        }
        for (index, outcome) in await contract.commitTogether(writes).enumerated() {
            if index == 3 || index == 17 {
                guard case .failed(let fault) = outcome else {
                    Issue.record("a record that is too large was taken")
                    continue
                }
                #expect(!fault.isPassing)
                #expect(fault.description.contains("a record is too large"))
                #expect(try await journal.records(of: ids[index]).isEmpty)
            } else {
                #expect(outcome == .durable)
                #expect(try await journal.records(of: ids[index]).count == 2)
            }
        }
        // Nothing of a refused write is left behind.
        let again = contract.write(ids[3], [contract.begin(1, ids[3])], claims: ["claim 3"], eventIDs: ["e"])
        #expect(await contract.commit(again) == .durable)
        try await journal.finish(at: 1)
    }

    @Test func whatCannotBeDoneIsRefusedAloneAndWhatSharedItsTransactionIsDoneOnce() async throws {
        let (folder, retries, journal) = try Self.lossyStore()
        let contract = JournalContract(journal: journal)
        let ids = (0..<30).map { SessionID(partition: UInt8($0), random: (6, UInt32($0))) }
        _ = await contract.commitTogether(ids.map { contract.write($0, [contract.begin(1, $0)]) })
        // What is asked for while the disk is full shares a transaction when there is room.
        lossy_fill(folder.path, 1)
        async let held = contract.commitTogether([
            contract.write(
                JournalContract.first, [contract.begin(1)] + (2...400).map { contract.event($0, "e\($0)") })
        ])
        await retries.reach(1)
        let results = await withTaskGroup(of: Result<Int, JournalFault>.self) { group in
            for (index, id) in ids.enumerated() {
                group.addTask {
                    do throws(JournalFault) {
                        return .success(try await journal.countRebuild(of: id))
                    } catch { return .failure(error) }
                }
                guard index == 3 || index == 17 else { continue }
                group.addTask {
                    do throws(JournalFault) {
                        return .success(
                            try await journal.writing("a wish cannot be granted") { _, db in
                                try db.execute(sql: "INSERT INTO wishes VALUES (1)")
                                return 0
                            })
                    } catch { return .failure(error) }
                }
            }
            await Task.yield()
            lossy_fill(folder.path, 0)
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(await held == [.durable])
        let faults = results.compactMap { result -> JournalFault? in
            if case .failure(let fault) = result { fault } else { nil }
        }
        #expect(results.compactMap { try? $0.get() } == Array(repeating: 1, count: 30))
        #expect(faults.count == 2)
        #expect(faults.allSatisfy { !$0.isPassing && $0.description.contains("a wish cannot be granted") })
        #expect(try await journal.countRebuild(of: ids[0]) == 2)
        try await journal.finish(at: 1)
    }
}
