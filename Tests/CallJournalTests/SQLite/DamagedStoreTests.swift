import CallModel
import Foundation
import Testing

@testable import CallJournal

/// Bytes that a disk has lost: what is left is told, what is damaged is named, nothing crashes.
@Suite struct DamagedStoreTests {
    /// A store whose writes are in its log, each in a transaction of its own.
    private func written(_ sessions: [SessionID], key: JournalKey? = nil) async throws -> StoreFolder {
        let folder = try StoreFolder()
        let journal = try folder.open(key: key)
        let contract = JournalContract(journal: journal)
        for id in sessions { _ = await contract.commit(contract.write(id, [contract.begin(1, id)])) }
        for seq in 2...10 {
            for id in sessions {
                _ = await contract.commit(
                    contract.write(id, [contract.event(seq, "e\(seq)", id)], eventIDs: ["e\(seq)"]))
            }
        }
        let copy = try folder.copy()
        try await journal.close(noting: nil)
        return copy
    }

    private let ids = (0..<10).map { SessionID(partition: UInt8($0), random: (1, UInt32($0))) }

    @Test(arguments: [1, 100, 4_000])
    func aTornTailCostsNoMoreThanItHeld(cut: Int) async throws {
        let folder = try await written(ids)
        var log = try Data(contentsOf: URL(fileURLWithPath: folder.store + "-wal"))
        log.removeLast(cut)
        try log.write(to: URL(fileURLWithPath: folder.store + "-wal"))
        let journal = try folder.open()
        for id in ids.dropLast() { #expect(try await journal.records(of: id).map(\.seq) == Array(1...10)) }
        // Its last transaction was torn.
        let last = try #require(ids.last)
        #expect(try await journal.records(of: last).map(\.seq) == Array(1...9))
        // And the store goes on from there.
        let contract = JournalContract(journal: journal)
        #expect(
            await contract.commit(contract.write(last, [contract.event(10, "e10", last)], eventIDs: ["e10"]))
                == .durable)
        try await journal.finish(at: 1)
    }

    @Test(arguments: 0..<12)
    func aGarbledLogGivesWhatWasBeforeIt(seed: Int) async throws {
        let folder = try await written(ids)
        var log = try Data(contentsOf: URL(fileURLWithPath: folder.store + "-wal"))
        var random = SeededBytes(seed)
        let start = Int(random.next() % UInt64(log.count))
        for offset in start..<min(log.count, start + 64) { log[offset] ^= UInt8(truncatingIfNeeded: random.next()) | 1 }
        try log.write(to: URL(fileURLWithPath: folder.store + "-wal"))
        // In the first frames it takes the tables with it: then the store is as good as new.
        let journal = try folder.open()
        for id in ids {
            let found = try await journal.records(of: id).map(\.seq)
            #expect(found == Array(1..<found.count + 1))
        }
        try await journal.finish(at: 1)
    }

    @Test(arguments: 0..<12)
    func aGarbledFileIsRefusedOrNamesWhatItLost(seed: Int) async throws {
        let key = seed % 2 == 0 ? nil : try StoreFolder.key()
        let folder = try await written(ids, key: key)
        try await folder.open(key: key).finish(at: 1)
        var file = try Data(contentsOf: URL(fileURLWithPath: folder.store))
        var random = SeededBytes(seed)
        let start = 100 + Int(random.next() % UInt64(file.count - 200))
        for offset in start..<start + 32 { file[offset] ^= UInt8(truncatingIfNeeded: random.next()) | 1 }
        try file.write(to: URL(fileURLWithPath: folder.store))
        guard let journal = try? folder.open(key: key) else {
            let words = refusal { try folder.open(key: key) }
            return #expect(words.contains("cannot be opened"), "\(words)")
        }
        for id in ids {
            switch await read(id, journal) {
            case .success(let numbers): #expect(numbers == Array(1..<numbers.count + 1))
            case .failure(let fault): #expect(fault.description.contains("\(id)"))
            }
        }
        _ = try? await journal.openSessions()
        try await journal.close(noting: nil)
    }

    private func read(_ id: SessionID, _ journal: SQLiteJournal) async -> Result<[Int], JournalFault> {
        do throws(JournalFault) {
            return .success(try await journal.records(of: id).map(\.seq))
        } catch {
            return .failure(error)
        }
    }

    @Test func aFlippedBitInARecordNamesSessionAndRecord() async throws {
        let folder = try StoreFolder()
        let journal = try folder.open()
        let contract = JournalContract(journal: journal)
        var opening = contract.write(JournalContract.first, [contract.begin(1)])
        opening.head = JournalContract.fullHead
        _ = await contract.commit(opening)
        _ = await contract.commit(contract.write(JournalContract.first, [contract.event(2, "needle-in-the-file")]))
        try await journal.finish(at: 1)
        var file = try Data(contentsOf: URL(fileURLWithPath: folder.store))
        let place = try #require(file.range(of: Data("needle-in-the-file".utf8)))
        file[place.lowerBound] ^= 1
        try file.write(to: URL(fileURLWithPath: folder.store))
        let next = try folder.open()
        let fault = await #expect(throws: JournalFault.self) { try await next.records(of: JournalContract.first) }
        #expect(
            fault?.description
                == "the journal of session \(JournalContract.first) is damaged at record 2: the checksum does not fit")
        // The session is among the open ones all the same.
        #expect(try await next.openSessions().map(\.head) == [JournalContract.fullHead])
        try await next.finish(at: 2)
    }
}

/// Random numbers that are the same in every run.
struct SeededBytes: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
