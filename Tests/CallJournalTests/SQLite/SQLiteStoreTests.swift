import CallModel
import Foundation
import GRDB
import Testing

@testable import CallJournal

/// The store of flows on disk: a change and its answer are there together, or neither is.
@Suite struct SQLiteStoreTests {
    @Test(arguments: [false, true])
    func entriesAndAnswersOutliveTheProcess(isSealed: Bool) async throws {
        let folder = try StoreFolder()
        let key = isSealed ? try StoreFolder.key() : nil
        var journal = try folder.open(key: key)
        var contract = JournalContract(journal: journal)
        _ = await contract.commit(contract.write(JournalContract.first, [contract.begin(1)]))
        #expect(await contract.ask(.increment(by: 3), "secret key", op: 1) == .success(3))
        try await journal.close(noting: nil)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.store))
        #expect((bytes.range(of: Data("secret key".utf8)) != nil) == false)
        journal = try folder.open(key: key)
        contract = JournalContract(journal: journal)
        #expect(try await journal.stored("secret key", at: 2_000) == 3)
        #expect(await contract.ask(.increment(by: 3), "secret key", op: 1) == .success(3))
        #expect(await contract.ask(.increment(by: 3), "secret key", op: 2) == .success(6))
        try await journal.close(noting: nil)
    }

    /// What a kill leaves at any moment is what one of the transactions left.
    @Test func aKillLeavesAChangeWithItsAnswerOrNeither() async throws {
        let folder = try StoreFolder()
        let journal = try folder.open()
        let contract = JournalContract(journal: journal)
        _ = await contract.commit(contract.write(JournalContract.first, [contract.begin(1)]))
        let counting = Task {
            for op in 1...100 { _ = await contract.ask(.increment(by: 1), op: op) }
        }
        for _ in 0..<20 {
            await Task.yield()
            let copy = try folder.copy()
            let queue = try? DatabaseQueue(path: copy.store)
            let found = try? await queue?.read { db in
                (
                    answers: try Int.fetchOne(db, sql: "SELECT count(*) FROM store_answers") ?? 0,
                    value: try Data.fetchOne(db, sql: "SELECT value FROM store").map { [UInt8]($0) }
                )
            }
            // A copy that was made while the file was written may be no store at all.
            guard let found else { continue }
            let value = try found.value.map { try BlobEnvelope(key: nil).open($0, .entry("k")) }
            #expect(String(decoding: value ?? [0x30], as: UTF8.self) == "\(found.answers)")
        }
        await counting.value
        #expect(try await journal.stored("k", at: 1_000) == 100)
        try await journal.close(noting: nil)
    }

    /// The answer cannot be written: then nothing is.
    @Test func aChangeWithoutItsAnswerIsNone() async throws {
        let folder = try StoreFolder()
        var journal = try folder.open()
        var contract = JournalContract(journal: journal)
        _ = await contract.commit(contract.write(JournalContract.first, [contract.begin(1)]))
        try await journal.close(noting: nil)
        let queue = try DatabaseQueue(path: folder.store)
        try await queue.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER refuse BEFORE INSERT ON store_answers
                    BEGIN SELECT RAISE(ABORT, 'the answer is refused'); END
                    """)
        }
        try queue.close()
        journal = try folder.open()
        contract = JournalContract(journal: journal)
        guard case .failure(let fault) = await contract.ask(.set("x"), op: 1) else {
            Issue.record("it was set")
            return
        }
        #expect(!fault.isPassing)
        #expect(try await journal.stored("k", at: 1_000) == nil)
        // Others are not held up by it.
        #expect(await contract.ask(.get, op: 2) == .success(nil))
        try await journal.close(noting: nil)
    }
}
