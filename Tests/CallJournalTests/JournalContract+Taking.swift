import CallJournal
import CallModel
import Testing

// What a process finds that takes sessions up, and how processes begin and end.
extension JournalContract {
    static let taking: [Check] = [
        Check("finds open sessions with their heads, oldest first") { try await $0.findsOpenSessionsWithTheirHeads() },
        Check("a write without a head leaves the one that is there") { try await $0.leavesTheHeadThatIsThere() },
        Check("counts events that nobody has taken") { try await $0.countsEventsThatNobodyHasTaken() },
        Check("counts rebuilds until the next record") { try await $0.countsRebuildsUntilTheNextRecord() },
        Check("counts processes from 1") { try await $0.countsProcesses() },
        Check("refuses what comes after the end") { try await $0.refusesWhatComesAfterTheEnd() },
    ]

    /// A head with something in every field.
    static let fullHead = SessionHead(
        due: 1_234.5,
        legs: [
            SessionHead.Leg(
                number: 1, opener: nil, state: "offered", wasJoined: false, isOffer: true, participants: nil),
            SessionHead.Leg(
                number: 2, opener: OperationID(4, isRuntime: true), state: "connected", callConnectionID: "c-1",
                callNames: ["server", "trace"], wasJoined: true, isOffer: false,
                participants: ["4:+14255550123", "8:acs:ä"]),
        ],
        lines: [SessionHead.Line(operation: OperationID(9), number: "+18005550199", phones: 2, isGranted: true)],
        isUnsure: true, isStopped: true, numbers: SessionHead.Numbers(operation: 9, runtimeOperation: 4, timer: 300),
        offerClaim: "call:x|y")

    func findsOpenSessionsWithTheirHeads() async throws {
        var opening = write(Self.first, [begin(1)])
        opening.head = SessionHead(due: 1)
        _ = await commit(opening)
        _ = await commit(write(Self.second, [begin(1, Self.second)]))
        _ = await commit(write(Self.third, [begin(1, Self.third)]))
        var later = write(Self.first, [event(2, "a"), event(3, "b")])
        later.head = Self.fullHead
        _ = await commit(later)
        _ = await commit(write(Self.second, [end(2, Self.second)]))
        let open = try await journal.openSessions()
        #expect(open.map(\.id) == [Self.first, Self.third])
        let found = try #require(open.first)
        #expect(found.head == Self.fullHead)
        guard case .begin(let begun) = begin(1).body else { return }
        #expect(found.begin == begun)
        #expect(found.began == 1_000)
        #expect(found.seq == 3)
        #expect(found.at == 1_001)
        #expect(found.unread == 0)
        #expect(found.rebuilds == 0)
        #expect(open.last?.head == SessionHead())
    }

    func leavesTheHeadThatIsThere() async throws {
        var opening = write(Self.first, [begin(1)])
        opening.head = Self.fullHead
        _ = await commit(opening)
        _ = await commit(write(Self.first, [event(2, "a")]))
        #expect(try await journal.openSessions().first?.head == Self.fullHead)
        #expect(try await journal.openSessions().first?.seq == 2)
        // A head may also come by itself.
        var alone = write(Self.first, [])
        alone.head = SessionHead(due: 7)
        #expect(await commit(alone) == .durable)
        #expect(try await journal.openSessions().first?.head == SessionHead(due: 7))
    }

    func countsEventsThatNobodyHasTaken() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        var waiting = write(Self.first, [], eventIDs: ["a", "b", "c"])
        waiting.arrivals = [arrival("c"), arrival("a"), arrival("b")]
        _ = await commit(waiting)
        #expect(try await journal.openSessions().map(\.unread) == [3])
        #expect(try await journal.arrivals(of: Self.first).map(\.record.event.id) == ["c", "a", "b"])
        _ = await commit(write(Self.first, [event(2, "c"), event(3, "b")]))
        #expect(try await journal.openSessions().map(\.unread) == [1])
        #expect(try await journal.arrivals(of: Self.first).map(\.record.event.id) == ["a"])
    }

    func countsRebuildsUntilTheNextRecord() async throws {
        _ = await commit(write(Self.first, [begin(1)]))
        #expect(try await journal.countRebuild(of: Self.first) == 1)
        #expect(try await journal.countRebuild(of: Self.first) == 2)
        #expect(try await journal.openSessions().map(\.rebuilds) == [2])
        // What only arrives is no progress.
        var waiting = write(Self.first, [], eventIDs: ["a"])
        waiting.arrivals = [arrival("a")]
        _ = await commit(waiting)
        #expect(try await journal.countRebuild(of: Self.first) == 3)
        // Nor is that a process took the session up.
        var resumed = write(Self.first, [event(2, "r")])
        resumed.isProgress = false
        _ = await commit(resumed)
        #expect(try await journal.countRebuild(of: Self.first) == 4)
        try await journal.forgetRebuilds(of: Self.first)
        #expect(try await journal.openSessions().map(\.rebuilds) == [0])
        #expect(try await journal.countRebuild(of: Self.first) == 1)
        _ = await commit(write(Self.first, [event(3, "a")]))
        #expect(try await journal.openSessions().map(\.rebuilds) == [0])
        #expect(try await journal.countRebuild(of: Self.first) == 1)
        #expect(try await journal.countRebuild(of: Self.second) == 0)
    }

    func countsProcesses() async throws {
        #expect(try await journal.start(at: 500) == NodeStart(epoch: 1, downSince: nil, wasClean: true))
    }

    func refusesWhatComesAfterTheEnd() async throws {
        _ = try await journal.start(at: 500)
        _ = await commit(write(Self.first, [begin(1)]))
        try await journal.finish(at: 501)
        guard case .failed(let fault) = await commit(write(Self.first, [event(2, "a")])) else {
            Issue.record("a closed store took a write")
            return
        }
        #expect(fault.isPassing)
    }

    func end(_ seq: Int, _ session: SessionID, at time: Double = 1_002) -> JournalRecord {
        JournalRecord(session: session, seq: seq, at: time, body: .end(EndRecord(way: .finished)))
    }
}
