import CallJournal
import CallModel
import NIOConcurrencyHelpers
import Testing

/// What every store must do. A store's own test file runs each of `checks` with a fresh store.
struct JournalContract: Sendable {
    /// A part of the contract.
    struct Check: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable (JournalContract) async throws -> Void

        init(_ name: String, _ run: @escaping @Sendable (JournalContract) async throws -> Void) {
            testDescription = name
            self.run = run
        }
    }

    /// The whole contract.
    static let checks: [Check] = writing + taking + keeping + redacting + storing

    /// Order, repeats, claims, events and sessions at once.
    static let writing: [Check] = [
        Check("keeps records in order") { try await $0.keepsRecordsInOrder() },
        Check("gives every kind of record back as it was") { try await $0.givesEveryKindOfRecordBackAsItWas() },
        Check("refuses a gap without writing anything") { try await $0.refusesAGapWithoutWritingAnything() },
        Check("refuses a known event id") { try await $0.refusesAKnownEventID() },
        Check("says first that an id is known") { try await $0.saysFirstThatAnIDIsKnown() },
        Check("refuses several ids as a whole") { try await $0.refusesSeveralIDsAsAWhole() },
        Check("refuses a known claim as a whole") { try await $0.refusesAKnownClaimAsAWhole() },
        Check("forgets a claim after 25 hours") { try await $0.forgetsAClaimAfterTwentyFiveHours() },
        Check("a claim that is given back is new") { try await $0.aClaimThatIsGivenBackIsNew() },
        Check("only its holder gives a claim back") { try await $0.onlyItsHolderGivesAClaimBack() },
        Check("a refused write takes and gives back no claim") { try await $0.aRefusedWriteTakesAndGivesBackNoClaim() },
        Check("keeps arrivals until they are taken") { try await $0.keepsArrivalsUntilTheyAreTaken() },
        Check("an arrival stays known once it is taken") { try await $0.anArrivalStaysKnownOnceItIsTaken() },
        Check("lists the newest sessions first with their ends") {
            try await $0.listsTheNewestSessionsFirstWithTheirEnds()
        },
        Check("takes many sessions at once") { try await $0.takesManySessionsAtOnce() },
        Check("completes writes of a session in their order") { try await $0.completesWritesOfASessionInTheirOrder() },
        Check("refuses a bad write alone") { try await $0.refusesABadWriteAlone() },
    ]

    static let first = SessionID(partition: 7, random: (1, 1))
    static let second = SessionID(partition: 200, random: (2, 2))
    static let third = SessionID(partition: 90, random: (3, 3))
    let journal: any CallJournal

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

    func saysFirstThatAnIDIsKnown() async throws {
        _ = await commit(write(Self.first, [begin(1)], eventIDs: ["a"]))
        #expect(await commit(write(Self.first, [event(3, "a")], eventIDs: ["a"])) == .duplicate("a", of: Self.first))
    }

    func refusesSeveralIDsAsAWhole() async throws {
        _ = await commit(write(Self.first, [begin(1)], eventIDs: ["a"]))
        #expect(
            await commit(write(Self.first, [event(2, "b")], eventIDs: ["b", "a"])) == .duplicate("a", of: Self.first))
        #expect(await commit(write(Self.first, [event(2, "b")], eventIDs: ["b", "c"])) == .durable)
    }

    func anArrivalStaysKnownOnceItIsTaken() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        var waiting = write(Self.first, [], eventIDs: ["a"])
        waiting.arrivals = [arrival("a")]
        #expect(await commit(waiting) == .durable)
        #expect(await commit(waiting) == .duplicate("a", of: Self.first))
        #expect(try await journal.arrivals(of: Self.first) == [arrival("a")])
        #expect(await commit(write(Self.first, [event(2, "a")])) == .durable)
        #expect(try await journal.arrivals(of: Self.first).isEmpty)
        #expect(await commit(waiting) == .duplicate("a", of: Self.first))
        #expect(try await journal.arrivals(of: Self.first).isEmpty)
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

    func completesWritesOfASessionInTheirOrder() async throws {
        let done = NIOLockedValueBox<[Int]>([])
        await withCheckedContinuation { (waiting: CheckedContinuation<Void, Never>) in
            for seq in 1...300 {
                journal.commit(write(Self.first, [seq == 1 ? begin(1) : event(seq, "e\(seq)")]), on: 0) { outcome in
                    #expect(outcome == .durable)
                    done.withLockedValue { $0.append(seq) }
                    if seq == 300 { waiting.resume() }
                }
            }
        }
        #expect(done.withLockedValue { $0 } == Array(1...300))
        #expect(try await journal.records(of: Self.first).count == 300)
    }

    func refusesABadWriteAlone() async throws {
        let ids = (0..<50).map { SessionID(partition: UInt8($0), random: (UInt64($0), 4)) }
        let outcomes = await commitTogether(ids.enumerated().map { write($1, [begin($0 == 20 ? 2 : 1, $1)]) })
        for (index, outcome) in outcomes.enumerated() {
            if index == 20 {
                #expect(outcome != .durable)
            } else {
                #expect(outcome == .durable)
            }
        }
        #expect(try await journal.records(of: ids[20]).isEmpty)
        #expect(try await journal.sessions(limit: 100).count == 49)
    }

    // MARK: - Parts

    /// Hands all over before any is waited for.
    func commitTogether(_ writes: [JournalWrite]) async -> [JournalOutcome] {
        let outcomes = NIOLockedValueBox<[Int: JournalOutcome]>([:])
        await withCheckedContinuation { (waiting: CheckedContinuation<Void, Never>) in
            for (index, write) in writes.enumerated() {
                journal.commit(write, on: 0) { outcome in
                    let count = outcomes.withLockedValue { outcomes in
                        outcomes[index] = outcome
                        return outcomes.count
                    }
                    if count == writes.count { waiting.resume() }
                }
            }
        }
        return outcomes.withLockedValue { outcomes in writes.indices.compactMap { outcomes[$0] } }
    }

    func commit(_ write: JournalWrite) async -> JournalOutcome {
        await withCheckedContinuation { continuation in
            journal.commit(write, on: 0) { continuation.resume(returning: $0) }
        }
    }

    func write(
        _ session: SessionID, _ records: [JournalRecord], claims: [String] = [], releases: [String] = [],
        eventIDs: [String] = []
    ) -> JournalWrite {
        JournalWrite(session: session, claims: claims, releases: releases, eventIDs: eventIDs, records: records)
    }

    func begin(_ seq: Int, _ session: SessionID = first, generation: String = "g") -> JournalRecord {
        let begin = BeginRecord(
            intakeKey: "k", cause: .launch, flow: "f", generation: generation, level: 1, luaRelease: "Lua 5.4.4",
            environment: "e", seed: 1)
        return JournalRecord(session: session, seq: seq, at: 1_000, body: .begin(begin))
    }

    func event(_ seq: Int, _ id: String, _ session: SessionID = first) -> JournalRecord {
        JournalRecord(session: session, seq: seq, at: 1_001, body: .event(arrival(id).record))
    }

    func arrival(_ id: String) -> Arrival {
        let event = CallEvent(id: id, name: "CallConnected")
        return Arrival(
            session: Self.first, record: EventRecord(leg: OperationID(1), event: event, arrived: 1_001, via: .callback))
    }
}
