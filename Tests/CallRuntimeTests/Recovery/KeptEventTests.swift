import CallJournal
import CallModel
import Testing

@testable import CallRuntime

/// Events that become durable before a flow sees them: after an unclean start, and while their session is not in memory.
struct KeptEventTests {
    private static func kept(_ harness: RuntimeHarness) -> [String] {
        harness.journal.written.flatMap(\.arrivals).map(\.record.event.id)
    }

    @Test func anEventForASessionThatIsNotInMemoryIsKeptFirst() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        try await processes.second { harness, _ in
            let id = try await harness.session()
            harness.journal.hold()
            let outcomes = Outcomes()
            harness.deliver(id, "ParticipantsUpdated", id: "e1") { outcomes.add($0) }
            harness.deliver(id, "ParticipantsUpdated", id: "e1") { outcomes.add($0) }
            harness.deliver(id, "PlayStarted", id: "e2") { outcomes.add($0) }
            await harness.settled()
            #expect(outcomes.all.isEmpty)
            #expect(await harness.inMemory() == 0)
            harness.journal.release()
            try await harness.idle()
            #expect(outcomes.all == [.accepted, .duplicate, .accepted])
            let story = try await harness.story(id)
            #expect(story.count { $0.hasPrefix("event ParticipantsUpdated") } == 1)
            #expect(story.count { $0.hasPrefix("event PlayStarted") } == 1)
            #expect(try await harness.journal.arrivals(of: id).isEmpty)
            #expect(harness.journal.rebuilt == [id], "one rebuild for all")
        }
    }

    @Test(arguments: [true, false])
    func forAMinuteAfterAnUncleanStartEveryEventIsKeptFirst(wasClean: Bool) async throws {
        var processes = TwoProcesses(TwoProcesses.waiting)
        processes.wasClean = wasClean
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        try await processes.second { harness, report in
            #expect(report.wasClean == wasClean)
            let id = try await TwoProcesses.waitingCall(harness, "b")
            #expect(Self.kept(harness) == (wasClean ? [] : ["b", "connected", "played"]))
            #expect(await harness.callback(id, "PlayCompleted", context: "2.1", id: "played") == .duplicate)
            try await harness.clock.advance(61)
            #expect(await harness.callback(id, "PlayStarted", id: "later") == .accepted)
            #expect(!Self.kept(harness).contains("later"))
            #expect(try await harness.story(id).count { $0.hasPrefix("event PlayCompleted") } == 1)
            #expect(try await harness.journal.arrivals(of: id).isEmpty)
        }
    }

    /// What a process leaves that dies of the first event of a session.
    private static func died(_ flows: [String: String]) async throws -> (TwoProcesses, SessionID) {
        var before = TwoProcesses(flows)
        before.wasClean = false
        let after = TwoProcesses(flows)
        try await before.first { _ in }
        var found: SessionID?
        try await before.second { harness, _ in
            #expect(await harness.incoming("poison") == .accepted)
            try await harness.idle()
            let kept = try #require(harness.journal.written.first { !$0.arrivals.isEmpty })
            #expect(kept.records.map { JournalWords.of($0.body) }.count == 1)
            after.memory.commit(kept, on: 0) { #expect($0 == .durable) }
            found = kept.session
        }
        return (after, try #require(found))
    }

    @Test func aSessionWhoseFirstEventWasKeptBeginsInTheNextProcess() async throws {
        let (processes, id) = try await Self.died(TwoProcesses.waiting)
        try await processes.second { harness, report in
            #expect(report.offers == 1)
            try await harness.eventually("answered") { harness.sender.texts.first?.hasPrefix("answer") == true }
            try await harness.idle()
            #expect(await harness.incoming("poison") == .duplicate)
            let story = try await harness.story(id)
            #expect(story.count { $0.hasPrefix("event IncomingCall") } == 1)
            #expect(try await harness.journal.arrivals(of: id).isEmpty)
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 Welcome.")
        }
        try await processes.second(process: 3) { harness, _ in
            #expect(await harness.callback(id, "PlayCompleted", context: "2.1", id: "played") == .accepted)
            #expect(await harness.signal(id) == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 Again.", "it replays")
        }
    }

    @Test func anOfferThatKillsThreeProcessesIsNotTriedAgain() async throws {
        let (processes, id) = try await Self.died(TwoProcesses.waiting)
        for _ in 0..<3 { _ = try await processes.memory.countRebuild(of: id) }
        try await processes.second { harness, _ in
            try await harness.eventually("stopped") {
                try await harness.journal.records(of: id).contains {
                    if case .operatorCommand(let command) = $0.body { command.isStop } else { false }
                }
            }
            try await harness.idle()
            #expect(!harness.sender.texts.contains { $0.hasPrefix("answer") })
            try await harness.clock.advance(200)
            try await harness.idle()
            #expect(try await harness.end(id)?.report.contains("quarantined") == true)
        }
    }

    @Test func anEventThatCannotBeKeptMayComeAgain() async throws {
        var processes = TwoProcesses(TwoProcesses.waiting)
        processes.wasClean = false
        try await processes.first { _ in }
        try await processes.second { harness, _ in
            let id = try await TwoProcesses.waitingCall(harness)
            harness.journal.refuse(.failed(JournalFault(isPassing: true, "full")))
            #expect(await harness.callback(id, "ParticipantsUpdated", id: "e") == .busy("full"))
            harness.journal.refuse(nil)
            #expect(await harness.callback(id, "ParticipantsUpdated", id: "e") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 A list came.")
        }
    }

    @Test func whatTheLastProcessKeptAndDidNotTakeIsTakenInOrder() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        guard let id = try await processes.memory.sessions(limit: 1).first?.id else { return }
        for name in ["first", "second", "third"] {
            let event = CallEvent(id: name, name: "PlayStarted", data: Array("{}".utf8))
            let record = EventRecord(leg: OperationID(1), event: event, arrived: processes.clock.now(), via: .callback)
            processes.memory.commit(
                JournalWrite(session: id, eventIDs: [name], arrivals: [Arrival(session: id, record: record)]), on: 0
            ) { #expect($0 == .durable) }
        }
        try await processes.second { harness, report in
            #expect(report.unread == 1)
            // While it is being rebuilt one of them comes again, and one that is new.
            #expect(await harness.callback(id, "PlayStarted", id: "second") == .duplicate)
            #expect(await harness.callback(id, "PlayStarted", id: "fourth") == .accepted)
            try await harness.idle()
            let events = try await harness.journal.records(of: id).compactMap { record -> String? in
                if case .event(let event) = record.body { event.event.id } else { nil }
            }
            #expect(events.suffix(4) == ["first", "second", "third", "fourth"])
            #expect(try await harness.journal.arrivals(of: id).isEmpty)
        }
    }
}
