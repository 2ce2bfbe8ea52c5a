import CallModel
import Foundation
import Testing

@testable import CallJournal

@Suite struct SQLiteJournalTests {
    @Test(arguments: JournalContract.checks)
    func keepsTheContract(check: JournalContract.Check) async throws {
        let folder = try StoreFolder()
        let journal = try SQLiteJournal(path: folder.store)
        try await check.run(JournalContract(journal: journal))
        try await journal.close(noting: nil)
    }

    @Test(arguments: JournalContract.checks)
    func keepsTheContractSealed(check: JournalContract.Check) async throws {
        let folder = try StoreFolder()
        let journal = try SQLiteJournal(path: folder.store, key: try StoreFolder.key())
        try await check.run(JournalContract(journal: journal))
        try await journal.close(noting: nil)
    }

    @Test func findsEverythingAgainAfterACleanEnd() async throws {
        let folder = try StoreFolder()
        let records = SampleRecords.all(of: JournalContract.second)
        var journal = try folder.open()
        #expect(try await journal.start(at: 100) == NodeStart(epoch: 1, downSince: nil, wasClean: true))
        var contract = JournalContract(journal: journal)
        var waiting = contract.write(JournalContract.first, [contract.begin(1)], claims: ["c"], eventIDs: ["a", "b"])
        waiting.arrivals = [contract.arrival("a")]
        waiting.head = JournalContract.fullHead
        _ = await contract.commit(waiting)
        _ = await contract.commit(contract.write(JournalContract.second, records))
        try await journal.set("name", to: [7])
        try await journal.finish(at: 200)
        #expect(!FileManager.default.fileExists(atPath: folder.store + "-wal"))

        journal = try folder.open()
        contract = JournalContract(journal: journal)
        #expect(try await journal.start(at: 300) == NodeStart(epoch: 2, downSince: 200, wasClean: true))
        #expect(try await journal.records(of: JournalContract.second) == records)
        #expect(try await journal.openSessions().map(\.head) == [JournalContract.fullHead])
        #expect(try await journal.openSessions().map(\.unread) == [1])
        #expect(try await journal.setting("name") == [7])
        #expect(await contract.commit(waiting) == .duplicate("c", of: JournalContract.first))
        #expect(
            await contract.commit(contract.write(JournalContract.first, [contract.event(2, "b")], eventIDs: ["b"]))
                == .duplicate("b", of: JournalContract.first))
        #expect(
            await contract.commit(contract.write(JournalContract.first, [contract.event(2, "a")])) == .durable)
        try await journal.finish(at: 400)
    }

    @Test func aKilledProcessWasAliveAtItsLastWrite() async throws {
        let folder = try StoreFolder()
        let journal = try folder.open()
        // Its own clock goes on from here; it must not come to 1000 while a busy machine keeps the test waiting.
        _ = try await journal.start(at: -1_000_000)
        let contract = JournalContract(journal: journal)
        _ = await contract.commit(contract.write(JournalContract.first, [contract.begin(1)]))
        let killed = try folder.copy()
        try await journal.finish(at: 2_000)

        let next = try killed.open()
        let start = try await next.start(at: 3_000)
        #expect(start.epoch == 2)
        #expect(!start.wasClean)
        // The write was at 1000 by its own clock.
        #expect(start.downSince == 1_000)
        #expect(try await next.records(of: JournalContract.first).count == 1)
        try await next.finish(at: 3_001)
    }

    @Test func onlyOneProcessWritesAStore() async throws {
        let folder = try StoreFolder()
        let journal = try folder.open()
        let words = refusal { try folder.open() }
        #expect(words.contains(folder.store))
        #expect(words.contains("process \(ProcessInfo.processInfo.processIdentifier)"))
        // Another name of the same file does not help.
        let link = folder.path + "/link.db"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.store)
        #expect(refusal { try SQLiteJournal(path: link) }.contains("in use by"))
        try await journal.finish(at: 1)
        let next = try folder.open()
        try await next.finish(at: 2)
    }

    @Test func isReadWhileAProcessWritesIt() async throws {
        let folder = try StoreFolder()
        let journal = try folder.open()
        let contract = JournalContract(journal: journal)
        _ = await contract.commit(contract.write(JournalContract.first, [contract.begin(1)]))
        let reader = try SQLiteJournal.openReadOnly(path: folder.store)
        #expect(try await reader.records(of: JournalContract.first).count == 1)
        _ = await contract.commit(contract.write(JournalContract.first, [contract.event(2, "a")]))
        #expect(try await reader.records(of: JournalContract.first).count == 2)
        let refused = await JournalContract(journal: reader).commit(
            contract.write(JournalContract.first, [contract.event(3, "b")]))
        #expect(refused == .failed(JournalFault(isPassing: false, "the store was opened for reading only")))
        await #expect(throws: JournalFault.self) { try await reader.start(at: 1) }
        try await reader.finish(at: 1)
        try await journal.finish(at: 1)
    }

    @Test func aSealedStoreShowsNothingOnTheDisk() async throws {
        let folder = try StoreFolder()
        let journal = try folder.open(key: try StoreFolder.key())
        let contract = JournalContract(journal: journal)
        let event = CallEvent(id: "id-of-the-event", name: "RecognizeCompleted", data: Array("4711 pressed".utf8))
        let record = EventRecord(leg: nil, event: event, arrived: 1, via: .callback)
        var write = contract.write(JournalContract.first, [contract.begin(1)], claims: ["call:x|+14255550123"])
        write.arrivals = [Arrival(session: JournalContract.first, record: record)]
        write.head = JournalContract.fullHead
        _ = await contract.commit(write)
        let taken = JournalRecord(session: JournalContract.first, seq: 2, at: 1_001, body: .event(record))
        _ = await contract.commit(contract.write(JournalContract.first, [taken]))
        try await journal.set("callback key", to: Array("secret words".utf8))
        try await journal.keep(environment: Array("SALES=+18005550199".utf8), hash: "e")
        #expect(try await journal.records(of: JournalContract.first).last == taken)
        try await journal.finish(at: 5)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.store))
        for word in ["4711 pressed", "+14255550123", "secret words", "+18005550199", "id-of-the-event"] {
            #expect(bytes.range(of: Data(word.utf8)) == nil, "'\(word)' can be read")
        }
    }
}
