import CallJournal
import CallModel
import Testing

/// What every store must do. A store's own test file calls each of these with a fresh store.
struct JournalContract {
    let journal: any CallJournal

    private static let first = SessionID(partition: 7, random: (1, 1))
    private static let second = SessionID(partition: 200, random: (2, 2))
    private static let third = SessionID(partition: 90, random: (3, 3))

    func keepsRecordsInOrder() async throws {
        #expect(await commit(write(Self.first, [begin(1), event(2, "a")])) == .durable)
        #expect(await commit(write(Self.first, [event(3, "b")])) == .durable)
        #expect(try await journal.records(of: Self.first).map(\.seq) == [1, 2, 3])
        #expect(try await journal.records(of: Self.second).isEmpty)
    }

    func refusesAGapWithoutWritingAnything() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        guard case .failed(let fault) = await commit(write(Self.first, [event(3, "b")])) else {
            Issue.record("a gap was taken")
            return
        }
        #expect(!fault.isPassing)
        #expect(try await journal.records(of: Self.first).count == 1)
    }

    func refusesAKnownEventID() async throws {
        _ = await commit(write(Self.first, [begin(1)], eventIDs: ["a"]))
        #expect(await commit(write(Self.first, [event(2, "a")], eventIDs: ["a"])) == .duplicate("a", of: Self.first))
        #expect(try await journal.records(of: Self.first).count == 1)
        // The same id of another session is another event.
        #expect(await commit(write(Self.second, [begin(1, Self.second)], eventIDs: ["a"])) == .durable)
    }

    func refusesAKnownClaimAsAWhole() async throws {
        _ = await commit(write(Self.first, [begin(1)], claims: ["grid:1", "call:x|y"]))
        #expect(
            await commit(write(Self.second, [begin(1, Self.second)], claims: ["grid:2", "call:x|y"]))
                == .duplicate("call:x|y", of: Self.first))
        #expect(try await journal.records(of: Self.second).isEmpty)
        // What was refused claimed nothing.
        #expect(await commit(write(Self.second, [begin(1, Self.second)], claims: ["grid:2"])) == .durable)
    }

    func forgetsAClaimAfterTwentyFiveHours() async throws {
        _ = await commit(write(Self.first, [begin(1)], claims: ["launch:1"]))
        var late = begin(1, Self.second)
        late.at += 25 * 3_600 + 1
        #expect(await commit(write(Self.second, [late], claims: ["launch:1"])) == .durable)
    }

    func aClaimThatIsGivenBackIsNew() async throws {
        _ = await commit(write(Self.first, [begin(1)], claims: ["grid:1", "call:x|y"]))
        #expect(await commit(write(Self.first, [event(2, "a")], releases: ["call:x|y"])) == .durable)
        #expect(
            await commit(write(Self.second, [begin(1, Self.second)], claims: ["grid:1"]))
                == .duplicate("grid:1", of: Self.first))
        var later = begin(1, Self.second)
        later.at += 3_600
        #expect(await commit(write(Self.second, [later], claims: ["call:x|y"])) == .durable)
        // For 25 hours of its own, not for what was left of the first session's.
        var late = begin(1, Self.third)
        late.at += 25 * 3_600 + 1
        #expect(
            await commit(write(Self.third, [late], claims: ["call:x|y"])) == .duplicate("call:x|y", of: Self.second))
    }

    func onlyItsHolderGivesAClaimBack() async throws {
        _ = await commit(write(Self.first, [begin(1)], claims: ["call:x|y"]))
        #expect(await commit(write(Self.second, [begin(1, Self.second)], releases: ["call:x|y"])) == .durable)
        #expect(
            await commit(write(Self.third, [begin(1, Self.third)], claims: ["call:x|y"]))
                == .duplicate("call:x|y", of: Self.first))
    }

    func aRefusedWriteTakesAndGivesBackNoClaim() async throws {
        _ = await commit(write(Self.first, [begin(1)], claims: ["call:x|y"]))
        guard case .failed = await commit(write(Self.first, [event(3, "a")], releases: ["call:x|y"])),
            case .failed = await commit(write(Self.third, [event(3, "a", Self.third)], claims: ["launch:1"]))
        else {
            Issue.record("a gap was taken")
            return
        }
        #expect(
            await commit(write(Self.second, [begin(1, Self.second)], claims: ["call:x|y"]))
                == .duplicate("call:x|y", of: Self.first))
        #expect(await commit(write(Self.second, [begin(1, Self.second)], claims: ["launch:1"])) == .durable)
    }

    func keepsArrivalsUntilTheyAreTaken() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        var waiting = write(Self.first, [])
        waiting.arrivals = [arrival("a"), arrival("b")]
        #expect(await commit(waiting) == .durable)
        #expect(try await journal.arrivals(of: Self.first).map(\.record.event.id) == ["a", "b"])
        _ = await commit(write(Self.first, [event(2, "a")]))
        #expect(try await journal.arrivals(of: Self.first).map(\.record.event.id) == ["b"])
    }

    func listsTheNewestSessionsFirstWithTheirEnds() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        _ = await commit(write(Self.second, [begin(1, Self.second)]))
        let end = JournalRecord(
            session: Self.second, seq: 2, at: 5, body: .end(EndRecord(way: .stopped, report: "a loop")))
        _ = await commit(write(Self.second, [end]))
        let sessions = try await journal.sessions(limit: 10)
        #expect(sessions.map(\.id) == [Self.second, Self.first])
        #expect(sessions.first?.end == EndRecord(way: .stopped, report: "a loop"))
        #expect(sessions.last?.end == nil)
        #expect(try await journal.sessions(limit: 1).count == 1)
    }

    func takesManySessionsAtOnce() async throws {
        let ids = (0..<200).map { SessionID(partition: UInt8($0), random: (UInt64($0), 9)) }
        await withTaskGroup(of: Void.self) { group in
            for id in ids {
                group.addTask {
                    _ = await commit(write(id, [begin(1, id)]))
                    for seq in 2...20 {
                        #expect(await commit(write(id, [event(seq, "e\(seq)", id)], eventIDs: ["e\(seq)"])) == .durable)
                    }
                }
            }
        }
        for id in ids {
            let records = try await journal.records(of: id)
            #expect(records.map(\.seq) == Array(1...20))
        }
    }

    // MARK: - Parts

    private func commit(_ write: JournalWrite) async -> JournalOutcome {
        await withCheckedContinuation { continuation in
            journal.commit(write, on: 0) { continuation.resume(returning: $0) }
        }
    }

    private func write(
        _ session: SessionID, _ records: [JournalRecord], claims: [String] = [], releases: [String] = [],
        eventIDs: [String] = []
    ) -> JournalWrite {
        JournalWrite(session: session, claims: claims, releases: releases, eventIDs: eventIDs, records: records)
    }

    private func begin(_ seq: Int, _ session: SessionID = first) -> JournalRecord {
        let begin = BeginRecord(
            intakeKey: "k", cause: .launch, flow: "f", generation: "g", level: 1, luaRelease: "Lua 5.4.4",
            environment: "e", seed: 1)
        return JournalRecord(session: session, seq: seq, at: 1_000, body: .begin(begin))
    }

    private func event(_ seq: Int, _ id: String, _ session: SessionID = first) -> JournalRecord {
        JournalRecord(session: session, seq: seq, at: 1_001, body: .event(arrival(id).record))
    }

    private func arrival(_ id: String) -> Arrival {
        let event = CallEvent(id: id, name: "CallConnected")
        return Arrival(
            session: Self.first, record: EventRecord(leg: OperationID(1), event: event, arrived: 1_001, via: .callback))
    }
}
