import CLossyFiles
import CallModel
import Foundation
import NIOConcurrencyHelpers
import Testing

@testable import CallJournal

/// The contract over files that lose every write since their last sync: what was acknowledged is there.
@Suite struct LostPowerTests {
    /// Checks whose journal is closed by themselves leave nothing to lose.
    static let checks = JournalContract.checks.filter {
        // These two leave records that differ from what was acknowledged.
        $0.testDescription != "refuses what comes after the end" && !$0.testDescription.hasPrefix("redacts ")
    }

    /// Runs `work`, cuts the power, and tells what is missing afterwards.
    private func losses(
        isSynced: Bool = true, key: JournalKey? = nil,
        _ work: (_ journal: AcknowledgedWrites, _ cut: @escaping @Sendable () -> Void) async throws -> Void
    ) async throws -> [String] {
        let folder = try StoreFolder()
        var options = try StoreFolder.lossy()
        options.isSynced = isSynced
        let journal = try folder.open(options, key: key)
        let acknowledged = AcknowledgedWrites(journal)
        let path = folder.path
        try await work(acknowledged) {
            lossy_cut(path)
            // A store without its disk tries again for ever; only its end lets go of those who wait.
            Task { try? await journal.close(noting: nil) }
        }
        lossy_cut(path)
        try? await journal.close(noting: nil)
        try #require(lossy_restore(path) >= 0)
        do {
            let next = try folder.open(key: key)
            defer { withExtendedLifetime(folder) {} }
            let losses = try await acknowledged.losses(in: next)
            try await next.close(noting: nil)
            return losses
        } catch {
            // Without syncs not even the tables need be there.
            return ["the store cannot be read: \(error)"]
        }
    }

    @Test(arguments: checks)
    func nothingAcknowledgedIsMissing(check: JournalContract.Check) async throws {
        let losses = try await losses { journal, _ in try await check.run(JournalContract(journal: journal)) }
        #expect(losses == [])
    }

    /// The power goes while 40 sessions write as fast as they can.
    @Test(arguments: [1, 7, 60, 333])
    func nothingAcknowledgedIsMissingInTheMiddleOfWork(commits: Int) async throws {
        let losses = try await losses(key: try StoreFolder.key()) { journal, cut in
            try await Self.write(journal, cut, after: commits)
            #expect(journal.count >= commits)
        }
        #expect(losses == [])
    }

    /// Enough for the log to be moved into the file, several times.
    @Test func nothingIsMissingWhenTheLogIsMoved() async throws {
        let losses = try await losses { journal, cut in
            try await Self.write(journal, cut, after: 6_000, size: 4_000)
        }
        #expect(losses == [])
    }

    /// The proof of the proof: without syncs the same checks find losses.
    @Test func withoutSyncsTheChecksFindLosses() async throws {
        let found = try await losses(isSynced: false) { journal, cut in
            try await Self.write(journal, cut, after: 333)
        }
        #expect(!found.isEmpty)
        for check in Self.checks
        where ["keeps records in order", "takes many sessions at once"].contains(check.testDescription) {
            let found = try await losses(isSynced: false) { journal, _ in
                try await check.run(JournalContract(journal: journal))
            }
            #expect(!found.isEmpty, "\(check.testDescription) lost nothing without syncs")
        }
    }

    /// 40 sessions, each with one write under way at a time, until the power goes at the n-th acknowledgement.
    private static func write(
        _ journal: AcknowledgedWrites, _ cut: @escaping @Sendable () -> Void, after commits: Int, size: Int = 300
    ) async throws {
        let count = NIOLockedValueBox(0)
        let contract = JournalContract(journal: journal)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask {
                    let id = SessionID(partition: UInt8(index), random: (3, UInt32(index)))
                    var seq = 1
                    while count.withLockedValue({ $0 }) < commits {
                        let outcome = await contract.commit(next(seq, id, size, contract))
                        guard outcome == .durable else { return }
                        seq += 1
                        let isNow = count.withLockedValue { count in
                            count += 1
                            return count == commits
                        }
                        if isNow { cut() }
                    }
                }
            }
        }
    }

    private static func next(_ seq: Int, _ id: SessionID, _ size: Int, _ contract: JournalContract) -> JournalWrite {
        if seq == 1 { return contract.write(id, [contract.begin(1, id)], claims: ["claim of \(id)"]) }
        let event = CallEvent(id: "e\(seq)", name: "PlayCompleted", data: Array(repeating: 0x20, count: size))
        let record = EventRecord(leg: OperationID(1), event: event, arrived: 1_001, via: .callback)
        return contract.write(
            id, [JournalRecord(session: id, seq: seq, at: 1_001, body: .event(record))], eventIDs: ["e\(seq)"])
    }
}
