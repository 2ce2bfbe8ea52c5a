import CallJournal
import CallModel
import Testing

@testable import CallRuntime

/// What happens to a session whose records the journal refuses: its world is dropped, and made again from what is true.
struct DiscardTests {
    private static let passing = JournalOutcome.failed(JournalFault(isPassing: true, "full"))
    private static let permanent = JournalOutcome.failed(JournalFault(isPassing: false, "too large"))

    /// Refuses what `body` leads to at once on the session's loop, and nothing after it.
    private func refusing(
        _ outcome: JournalOutcome, _ id: SessionID, _ harness: RuntimeHarness,
        _ body: @escaping @Sendable () -> Void
    ) async throws {
        try await harness.runtime.shard(of: id).loop.submit {
            harness.journal.refuse(outcome)
            body()
            harness.journal.refuse(nil)
        }.get()
    }

    @Test(arguments: [true, false])
    func whatComesBehindAnEndThatIsNotDurableIsAnsweredWithIt(isDurable: Bool) async throws {
        let flows = ["desk": #"on("IncomingCall", function(call) call:answer() end)"#]
        try await RuntimeHarness.run(flows) { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
            harness.journal.hold()
            let outcomes = Outcomes()
            harness.deliver(id, "CallDisconnected", id: "end") { outcomes.add($0) }
            harness.deliver(id, "ParticipantsUpdated", id: "behind") { outcomes.add($0) }
            await harness.settled()
            #expect(outcomes.all.isEmpty, "nothing of either is durable")
            if !isDurable { harness.journal.refuse(Self.passing) }
            harness.journal.release()
            try await harness.eventually("answered") { outcomes.all.count == 2 }
            if isDurable {
                #expect(outcomes.all == [.accepted, .accepted])
            } else {
                #expect(!outcomes.all.contains(.accepted), "\(outcomes.all)")
            }
        }
    }

    @Test func aRefusedEventIsTakenWhenItComesAgain() async throws {
        try await RuntimeHarness.run(TwoProcesses.waiting) { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            let outcomes = Outcomes()
            try await refusing(Self.passing, id, harness) {
                harness.deliver(id, "ParticipantsUpdated", id: "e") { outcomes.add($0) }
            }
            #expect(outcomes.all == [.busy("full")])
            #expect(harness.sender.texts.last == "play c1 Welcome.", "nothing of it leaves")
            try await harness.idle()
            #expect(await harness.inMemory() == 1, "it is back")
            #expect(try await harness.story(id).contains("resume") == false, "the process is the same")
            #expect(await harness.callback(id, "ParticipantsUpdated", id: "e") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 A list came.")
            #expect(await harness.signal(id) == .accepted)
            #expect(try await harness.end(id) == nil)
        }
    }

    @Test func answersAreNotLostWithARefusedWrite() async throws {
        try await RuntimeHarness.run(TwoProcesses.waiting, answers: false) { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            let answer = try #require(harness.sender.sent.first)
            try await refusing(Self.passing, id, harness) {
                let body: JSONValue = ["callConnectionId": "c1", "serverCallId": "s1"]
                answer.completion(.answered(status: 200, body: body.encoded))
            }
            try await harness.idle()
            let story = try await harness.story(id)
            #expect(story.last == "response to operation 1", "\(story)")
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 Welcome.")
        }
    }

    @Test func whatStandsBehindARefusedWriteIsTakenAgainInOrder() async throws {
        let flows = ["job": #"on("Launch", function() sleep(5) sleep(5) end) on("Signal", function() end)"#]
        try await RuntimeHarness.run(flows) { harness in
            let (id, _) = await harness.launch("job")
            try await harness.idle()
            harness.journal.hold()
            let outcomes = Outcomes()
            try await harness.runtime.shard(of: id).loop.submit {
                harness.runtime.signal(id, name: "x", data: [:]) { outcomes.add($0) }
            }.get()
            try await harness.clock.advance(5)
            await harness.settled()
            try await refusing(Self.passing, id, harness) { harness.journal.release() }
            try await harness.idle()
            #expect(outcomes.all == [.busy("full")])
            // The timer was not kept by anybody but the journal: it fires anew.
            #expect(try await harness.story(id).last == "timer 1")
            try await harness.clock.advance(5)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .finished)
        }
    }

    @Test func aRecordThatCanNeverBeWrittenStopsItsSession() async throws {
        try await RuntimeHarness.run(TwoProcesses.waiting) { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            let other = try await TwoProcesses.waitingCall(harness, "b")
            let outcomes = Outcomes()
            try await refusing(Self.permanent, id, harness) {
                harness.deliver(id, "ParticipantsUpdated", id: "e") { outcomes.add($0) }
            }
            #expect(outcomes.all == [.failed("too large")])
            try await harness.idle()
            #expect(harness.sender.texts.last == "hang_up c1 everyone", "nobody is left in silence")
            #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            let end = try #require(try await harness.end(id))
            #expect(end.way == .stopped && end.report.contains("too large"), "\(end)")
            #expect(await harness.runtime.view(of: other) != nil)
        }
    }

    @Test func aSessionThatCannotEvenBeStoppedIsLetGo() async throws {
        try await RuntimeHarness.run(TwoProcesses.waiting) { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            harness.journal.refuse(Self.permanent)
            #expect(await harness.callback(id, "ParticipantsUpdated", id: "e") == .failed("too large"))
            try await harness.eventually("gone") { await harness.runtime.view(of: id) == nil }
            #expect(await harness.runtime.openSessions() == 0)
        }
    }
}
