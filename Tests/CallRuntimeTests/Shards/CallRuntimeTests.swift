import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// The runtime on real event loops: intake, durability, generations, many sessions.
struct CallRuntimeTests {
    static let answering = [
        "desk": """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          call:play { text = "Welcome." }
          call:hang_up { for_everyone = true }
        end)
        on("Signal", function() end)
        """
    ]

    @Test func aCallRunsOnTheNearShard() async throws {
        for loop in [0, 1] {
            try await RuntimeHarness.run(Self.answering) { harness in
                #expect(await harness.incoming("a", loop: loop) == .accepted)
                await harness.settled()
                let id = try await harness.session()
                #expect(harness.runtime.shard(of: id).loop === harness.loops[loop])
                #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "e1") == .accepted)
                #expect(await harness.callback(id, "PlayCompleted", context: "2.1", id: "e2") == .accepted)
                await harness.settled()
                #expect(harness.sender.texts == ["answer 1.1", "play c1 Welcome.", "hang_up c1 everyone"])
                #expect(await harness.runtime.view(of: id)?.legs.first?.state == "disconnecting")
                #expect(await harness.callback(id, "CallDisconnected", id: "e3") == .accepted)
                await harness.settled()
                #expect(await harness.runtime.openSessions() == 0)
                #expect(await harness.openTimers() == 0, "no timer is left")
                #expect(
                    try await harness.kinds(id) == [
                        "begin", "event", "request", "sent", "response", "event", "request", "sent", "response",
                        "event",
                        "request", "sent", "response", "event", "end",
                    ])
                #expect(await harness.callback(id, "CallDisconnected", id: "e4") == .accepted, "ended: no surprise")
            }
        }
    }

    @Test func repeatabilityIdsAreFreshForEachRequest() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            _ = await harness.incoming("a")
            _ = await harness.incoming("b")
            await harness.settled()
            let ids = harness.sender.sent.compactMap(\.attempt.repeatabilityID)
            #expect(Set(ids).count == 2)
            #expect(ids.allSatisfy { $0.count == 36 && $0.split(separator: "-")[2].first == "4" })
            #expect(ids.allSatisfy { "89ab".contains($0.split(separator: "-")[3].first ?? "x") })
        }
    }

    @Test func offersAreKnownByEventIdAndByCallAndRecipient() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            #expect(await harness.incoming("a", correlation: "k") == .accepted)
            #expect(await harness.incoming("a", correlation: "other") == .duplicate)
            #expect(await harness.incoming("b", correlation: "k") == .duplicate)
            #expect(await harness.incoming("c", correlation: "z") == .accepted)
            await harness.settled()
            #expect(harness.sender.texts.count == 2)
            #expect(await harness.runtime.openSessions() == 2)
        }
    }

    @Test func anOldOfferStartsNothingAndAnUnclaimedOneRingsOn() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            // The test clock stands at 1,000,000 s: 12 January 1970, 13:46:40.
            #expect(await harness.incoming("a", time: "1970-01-12T13:44:39Z") == .stale)
            #expect(await harness.incoming("b", time: "1970-01-12T15:44:41+02:00") == .accepted)
            #expect(await harness.incoming("c", to: "+18005550100") == .unclaimed)
            let empty = CallEvent(id: "x", name: "IncomingCall", data: Array("{}".utf8))
            let outcomes = Outcomes()
            harness.runtime.incoming(empty) { outcomes.add($0) }
            #expect(outcomes.all == [.invalid("data of the IncomingCall event has no incomingCallContext")])
        }
    }

    @Test func callbacksNeedTheirTokenAndTheirSession() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            _ = await harness.incoming("a")
            await harness.settled()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "e", token: "x") == .wrongToken)
            let other = SessionID(partition: id.partition, random: (1, 1))
            #expect(await harness.callback(other, "CallConnected", id: "e") == .unknownSession)
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "e") == .accepted)
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "e") == .duplicate)
            await harness.settled()
            #expect(harness.sender.texts == ["answer 1.1", "play c1 Welcome."])
        }
    }

    // MARK: - Durability

    @Test func nothingLeavesAndNobodyIsToldBeforeItIsDurable() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            harness.journal.hold()
            async let offer = harness.incoming("a")
            while harness.journal.writes == 0 { await Task.yield() }
            await harness.settled()
            #expect(harness.sender.sent.isEmpty)
            harness.journal.release()
            #expect(await offer == .accepted)
            await harness.settled()
            #expect(harness.sender.texts == ["answer 1.1"])

            let id = try await harness.session()
            harness.journal.hold()
            let outcomes = Outcomes()
            harness.deliver(id, "CallConnected", context: "1.1", id: "e") { outcomes.add($0) }
            harness.deliver(id, "CallConnected", context: "1.1", id: "e") { outcomes.add($0) }
            await harness.settled()
            #expect(outcomes.all.isEmpty, "a repeated event is no safer than the first")
            #expect(harness.sender.texts.count == 1)
            harness.journal.release()
            await harness.settled()
            #expect(outcomes.all == [.duplicate, .accepted])
            #expect(harness.sender.texts.last == "play c1 Welcome.")
        }
    }

    @Test func whatComesInFasterThanItCanLeaveIsHeld() async throws {
        var settings = RuntimeSettings()
        settings.maxUnansweredRequests = 2
        try await RuntimeHarness.run(Self.answering, answers: false, settings: settings) { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            #expect(await harness.incoming("b", loop: 0) == .accepted)
            #expect(await harness.incoming("c", loop: 0) == .busy("2 requests wait for the service"))
            #expect(await harness.incoming("c", loop: 1) == .accepted, "the other shard has room")
            for sent in harness.sender.sent { sent.completion(.fault(SendFault(.notSent, "down"))) }
            await harness.settled()
            #expect(await harness.incoming("d", loop: 0) == .accepted)
        }
    }

    @Test(arguments: [true, false])
    func aRefusedWriteDiscardsTheWorldAndNothingLeaves(isPassing: Bool) async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            harness.journal.refuse(.failed(JournalFault(isPassing: isPassing, "disk")))
            #expect(await harness.incoming("a") == (isPassing ? .busy("disk") : .failed("disk")))
            await harness.settled()
            #expect(await harness.runtime.openSessions() == 0)
            harness.journal.refuse(nil)
            #expect(await harness.incoming("a") == .accepted, "the claim was not taken")
            await harness.settled()
            let id = try await harness.session()
            harness.journal.refuse(.failed(JournalFault(isPassing: isPassing, "disk")))
            #expect(
                await harness.callback(id, "CallConnected", context: "1.1", id: "e")
                    == (isPassing ? .busy("disk") : .failed("disk")))
            try await harness.idle()
            #expect(harness.sender.texts == ["answer 1.1"])
            // What may succeed later is made again from the journal; what never can is not even stopped here.
            #expect(await harness.runtime.openSessions() == (isPassing ? 1 : 0))
        }
    }

    @Test func writesBehindARefusedOneHaveNoEffect() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            _ = await harness.incoming("a")
            await harness.settled()
            let id = try await harness.session()
            harness.journal.hold()
            let outcomes = Outcomes()
            harness.deliver(id, "CallConnected", context: "1.1", id: "e1") { outcomes.add($0) }
            harness.deliver(id, "CallConnected", context: "1.1", id: "e1") { outcomes.add($0) }
            harness.deliver(id, "PlayStarted", context: "2.1", id: "e2") { outcomes.add($0) }
            await harness.settled()
            harness.journal.refuse(.failed(JournalFault(isPassing: true, "disk")))
            harness.journal.release()
            await harness.settled()
            #expect(outcomes.all.count == 3)
            #expect(outcomes.all.allSatisfy { if case .busy = $0 { true } else { false } })
            #expect(harness.sender.texts == ["answer 1.1"])
        }
    }

    @Test func aFullSessionAndAFullShardAreBusy() async throws {
        var settings = RuntimeSettings()
        settings.maxPendingCommits = 1
        settings.maxSessionsPerShard = 1
        try await RuntimeHarness.run(Self.answering, settings: settings) { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            #expect(await harness.incoming("b", loop: 0) == .busy("1 sessions are open"))
            await harness.settled()
            let id = try await harness.session()
            harness.journal.hold()
            let outcomes = Outcomes()
            harness.deliver(id, "CallConnected", context: "1.1", id: "e1") { outcomes.add($0) }
            harness.deliver(id, "PlayStarted", id: "e2") { outcomes.add($0) }
            await harness.settled()
            #expect(outcomes.all == [.busy("the session has 1 inputs that are not durable yet")])
            harness.journal.release()
            await harness.settled()
            #expect(outcomes.all.last == .accepted)
        }
    }

    // MARK: - Launch, signal, stop, timers

    @Test func launchesAreKnownByTheirKey() async throws {
        let flows = [
            "job": """
            on("Launch", function(event) wait_for("Signal", { signal = event.params.word }) end)
            """,
            "other": #"on("Launch", function() wait_for("Signal") end)"#,
        ]
        try await RuntimeHarness.run(flows) { harness in
            func launch(_ flow: String, key: String?) async -> (SessionID, DeliveryOutcome) {
                await withCheckedContinuation { continuation in
                    harness.runtime.launch(flow: flow, parameters: ["word": "go"], key: key) {
                        continuation.resume(returning: ($0, $1))
                    }
                }
            }
            let (id, first) = await launch("job", key: "k")
            #expect(first == .accepted)
            #expect(await launch("job", key: "k") == (id, .duplicate), "whoever asks again learns of the same session")
            let (other, second) = await launch("other", key: "k")
            #expect(second == .accepted && other != id, "another flow's key is another key")
            #expect(await launch("job", key: nil).1 == .accepted)
            #expect(await launch("none", key: nil).1 == .failed("there is no flow 'none'"))
            await harness.settled()
            #expect(await harness.runtime.openSessions() == 3)
            func signal(_ name: String) async -> DeliveryOutcome {
                await withCheckedContinuation { continuation in
                    harness.runtime.signal(id, name: name, data: [:]) { continuation.resume(returning: $0) }
                }
            }
            #expect(await signal("stay") == .accepted)
            #expect(await harness.runtime.view(of: id) != nil)
            #expect(await signal("go") == .accepted)
            await harness.settled()
            #expect(await harness.runtime.view(of: id) == nil)
            #expect(await signal("late") == .unknownSession)
        }
    }

    @Test func anOperatorStopsASession() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            _ = await harness.incoming("a")
            await harness.settled()
            let id = try await harness.session()
            _ = await harness.callback(id, "CallConnected", context: "1.1", id: "e1")
            let outcome = await withCheckedContinuation { continuation in
                harness.runtime.stop(id, who: "me", reason: "why") { continuation.resume(returning: $0) }
            }
            #expect(outcome == .accepted)
            await harness.settled()
            #expect(harness.sender.texts.last == "hang_up c1 everyone")
            try await harness.clock.advance(30)
            await harness.settled()
            #expect(try await harness.journal.sessions(limit: 1).first?.end?.report == "me stopped the session: why")
            #expect(await harness.runtime.openSessions() == 0)
        }
    }

    @Test func timersFireAndAreTakenBack() async throws {
        let flows = [
            "job": #"on("Launch", function() race { function() sleep(5) end, function() sleep(50) end } sleep(1) end)"#
        ]
        try await RuntimeHarness.run(flows) { harness in
            harness.runtime.launch(flow: "job", parameters: [:]) { _, _ in }
            await harness.settled()
            #expect(await harness.openTimers() == 2)
            try await harness.clock.advance(5)
            await harness.settled()
            #expect(await harness.openTimers() == 1)
            try await harness.clock.advance(1)
            await harness.settled()
            #expect(await harness.runtime.openSessions() == 0)
            #expect(await harness.openTimers() == 0)
        }
    }

    @Test func effectsKeepTheirOrderWhenASenderAnswersAtOnce() async throws {
        let flows = [
            "desk": """
            flow { voice = "v" }
            on("IncomingCall", function(call)
              race { function() call:reject() end, function() sleep(50) end }
              sleep(1)
            end)
            """
        ]
        try await RuntimeHarness.run(flows) { harness in
            _ = await harness.incoming("a")
            await harness.settled()
            #expect(await harness.openTimers() == 2, "the last sleep and the session's linger; not the sleep that lost")
            try await harness.clock.advance(1)
            await harness.settled()
            #expect(await harness.openTimers() == 0)
            #expect(await harness.runtime.openSessions() == 0)
        }
    }

    // MARK: - Generations and many sessions

    @Test func runningSessionsKeepTheirGeneration() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            _ = await harness.incoming("a")
            await harness.settled()
            let old = try await harness.session()
            try await harness.load(["desk": Self.answering["desk"]?.replacing("Welcome.", with: "Hello.") ?? ""])
            _ = await harness.incoming("b")
            await harness.settled()
            let new = try await harness.session()
            #expect(old != new)
            #expect(await harness.runtime.view(of: old)?.generation != harness.runtime.view(of: new)?.generation)
            _ = await harness.callback(old, "CallConnected", context: "1.1", id: "e1")
            _ = await harness.callback(new, "CallConnected", context: "1.1", id: "e2")
            await harness.settled()
            #expect(harness.sender.texts.suffix(2).sorted() == ["play c1 Hello.", "play c1 Welcome."])
        }
    }

    @Test func aBrokenEditChangesNothing() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            let before = harness.runtime.generations.current?.id
            let broken = FlowSources(files: ["desk/main.lua": Array("on(".utf8)])
            guard case .refused(let problems) = await harness.runtime.generations.load(broken, at: 1) else {
                Issue.record("not refused")
                return
            }
            #expect(problems.first?.file == "desk/main.lua")
            #expect(harness.runtime.generations.current?.id == before)
            #expect(harness.runtime.generations.status.problems.count == 1)
        }
    }

    @Test func twoHundredSessionsRunSideBySide() async throws {
        try await RuntimeHarness.run(Self.answering) { harness in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let outcome = await harness.incoming("call-\(number)", loop: number % 2)
                        #expect(outcome == .accepted)
                    }
                }
            }
            await harness.settled()
            let sessions = try await harness.journal.sessions(limit: 1_000).map(\.id)
            #expect(sessions.count == 200)
            #expect(Set(sessions.map { harness.runtime.shard(of: $0).index }) == [0, 1])
            await withTaskGroup(of: Void.self) { group in
                for id in sessions {
                    group.addTask {
                        for (name, context) in [
                            ("CallConnected", "1.1"), ("PlayCompleted", "2.1"), ("CallDisconnected", nil),
                        ] {
                            let outcome = await harness.callback(id, name, context: context, id: name)
                            #expect(outcome == .accepted)
                        }
                    }
                }
            }
            await harness.settled()
            #expect(await harness.runtime.openSessions() == 0)
            #expect(harness.sender.texts.count == 600)
            for id in sessions {
                let records = try await harness.journal.records(of: id)
                #expect(records.map(\.seq) == Array(1...records.count))
                #expect(records.last?.body == .end(EndRecord(way: .finished)))
            }
        }
    }
}
