import CallJournal
import CallModel
import Testing

@Suite struct MemoryJournalTests {
    private let contract = JournalContract(journal: MemoryJournal())

    @Test func keepsRecordsInOrder() async throws { try await contract.keepsRecordsInOrder() }
    @Test func refusesAGapWithoutWritingAnything() async throws {
        try await contract.refusesAGapWithoutWritingAnything()
    }
    @Test func refusesAKnownEventID() async throws { try await contract.refusesAKnownEventID() }
    @Test func refusesAKnownClaimAsAWhole() async throws { try await contract.refusesAKnownClaimAsAWhole() }
    @Test func forgetsAClaimAfterTwentyFiveHours() async throws {
        try await contract.forgetsAClaimAfterTwentyFiveHours()
    }
    @Test func aClaimThatIsGivenBackIsNew() async throws { try await contract.aClaimThatIsGivenBackIsNew() }
    @Test func onlyItsHolderGivesAClaimBack() async throws { try await contract.onlyItsHolderGivesAClaimBack() }
    @Test func aRefusedWriteTakesAndGivesBackNoClaim() async throws {
        try await contract.aRefusedWriteTakesAndGivesBackNoClaim()
    }
    @Test func keepsArrivalsUntilTheyAreTaken() async throws { try await contract.keepsArrivalsUntilTheyAreTaken() }
    @Test func listsTheNewestSessionsFirstWithTheirEnds() async throws {
        try await contract.listsTheNewestSessionsFirstWithTheirEnds()
    }
    @Test func takesManySessionsAtOnce() async throws { try await contract.takesManySessionsAtOnce() }

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
