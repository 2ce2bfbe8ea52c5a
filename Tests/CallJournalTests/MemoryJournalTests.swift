import CallJournal
import CallModel
import Testing

@Suite struct MemoryJournalTests {
    @Test(arguments: JournalContract.checks)
    func keepsTheContract(check: JournalContract.Check) async throws {
        try await check.run(JournalContract(journal: MemoryJournal()))
    }

    @Test func forgetsTheOldestOfTheSessionsThatEnded() async throws {
        let journal = MemoryJournal(finishedSessions: 16)
        let ids = (0..<40).map { SessionID(partition: 3, random: (UInt64($0), 1)) }
        for id in ids {
            let end = JournalRecord(session: id, seq: 1, at: 1, body: .end(EndRecord(way: .finished)))
            journal.commit(JournalWrite(session: id, records: [end]), on: 0) { outcome in #expect(outcome == .durable) }
        }
        #expect(try await journal.records(of: ids[0]).isEmpty)
        #expect(try await journal.records(of: ids[39]).count == 1)
    }
}
