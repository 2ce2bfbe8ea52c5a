import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// What a process does with the sessions of the one before it.
struct RecoveryTests {
    @Test func aWaitingCallGoesOnInTheNextProcess() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        try await processes.second { harness, report in
            #expect(report.sessions == 1 && report.epoch == 2)
            #expect(report.offers + report.unread + report.unsure + report.due == 0)
            #expect(await harness.runtime.openSessions() == 1)
            #expect(await harness.inMemory() == 0, "nothing has to be rebuilt to wait")
            let id = try await harness.session()
            #expect(await harness.runtime.view(of: id)?.legs.first?.state == "connected")
            #expect(await harness.signal(id) == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 Again.")
            let story = try await harness.story(id)
            let resume = try #require(story.firstIndex(of: "resume"))
            #expect(story[resume + 1] == "event Signal", "the process first, then what woke it: \(story)")
            guard case .resume(let record) = try await harness.journal.records(of: id)[resume].body else { return }
            #expect(record.epoch == 2 && record.node == "local")
            #expect(record.graceUntil == harness.clock.now() + 5)
            #expect(await harness.callback(id, "PlayCompleted", context: "3.1", id: "again") == .accepted)
            try await harness.idle()
            #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .finished)
            #expect(try await harness.story(id).count { $0 == "resume" } == 1)
        }
    }

    @Test func aSessionKeepsTheVersionOfTheInterfaceThatItWasBegunWith() async throws {
        var processes = TwoProcesses(TwoProcesses.waiting)
        processes.settings.asksPerSecond = 0
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        processes.environment.apiVersion = ServiceVersion.newestPreview
        let sender = RecordingSender()
        try await processes.second(sender) { harness, _ in
            let id = try await harness.session()
            _ = await harness.signal(id)
            try await harness.idle()
            #expect(harness.sender.texts == ["play c1 Again."])
            #expect(sender.versions == [ServiceVersion.newest])
            #expect(await harness.incoming("b", loop: 0) == .accepted)
            try await harness.idle()
            #expect(sender.versions == [ServiceVersion.newest, ServiceVersion.newestPreview])
        }
    }

    @Test func whatCameBeforeIsKnownInTheNextProcess() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        try await processes.second { harness, _ in
            let id = try await harness.session()
            let records = try await harness.journal.records(of: id).count
            #expect(await harness.incoming("a") == .duplicate)
            #expect(await harness.callback(id, "PlayCompleted", context: "2.1", id: "played") == .duplicate)
            #expect(await harness.inMemory() == 0, "a repeated event wakes nobody")
            #expect(try await harness.journal.records(of: id).count == records)
            _ = await harness.signal(id)
            try await harness.idle()
            #expect(await harness.callback(id, "PlayCompleted", context: "2.1", id: "played") == .duplicate)
            #expect(harness.sender.texts.count { $0 == "play c1 Again." } == 1)
        }
    }

    @Test
    func theLastEventsOfAnEndedCallAreAcceptedByTheNextProcess() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            _ = await harness.callback(id, "CallDisconnected", id: "over")
            try await harness.idle()
            // The flow may go on for a while after its last call.
            try await harness.clock.advance(301)
            try await harness.idle()
        }
        try await processes.second { harness, report in
            #expect(report.sessions == 0)
            let id = try await harness.session()
            #expect(await harness.callback(id, "PlayCanceled", context: "2.1", id: "late") == .accepted)
            let nobody = SessionID(partition: 1, random: (7, 7))
            #expect(await harness.callback(nobody, "PlayCanceled", id: "late") == .unknownSession)
        }
    }

    @Test func anEventOfEventGridFindsACallThatIsNotInMemory() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        try await processes.second { harness, _ in
            #expect(await harness.grid("CallParticipantAdded", id: "g1", call: "s1") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 Somebody came.")
            let sent = harness.sender.texts.count
            _ = await harness.grid("CallParticipantAdded", id: "g1", call: "s1")
            try await harness.idle()
            #expect(harness.sender.texts.count == sent, "it came before")
            #expect(await harness.grid("CallParticipantAdded", id: "g2", call: "elsewhere") == .accepted)
        }
    }

    @Test func aFileFindsARecordingWhoseNameDiedWithItsProcess() async throws {
        let recorded = """
            on("IncomingCall", function(call) call:answer() call:start_recording() sleep(60) end)
            on("RecordingFileStatusUpdated", function() log.info("told") end)
            """
        let subject = "/recording/call/x/serverCallId/s1/recordingId/rec1"
        let processes = TwoProcesses(["desk": recorded])
        try await processes.first { harness in
            #expect(await harness.incoming("a") == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last?.hasPrefix("start_recording") == true)
        }
        try await processes.second { harness, _ in
            let name = "RecordingFileStatusUpdated"
            #expect(await harness.grid(name, id: "filed", subject: subject, [:]) == .accepted)
            #expect(await harness.grid(name, id: "other", subject: "/serverCallId/s9/recordingId/r", [:]) == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            #expect(try await harness.story(id).filter { $0.contains(name) }.count == 1)
        }
    }

    @Test func timersThatAreDueLaterWakeTheirSessions() async throws {
        let flows = ["job": #"on("Launch", function() sleep(100) log.info("woke") end)"#]
        let processes = TwoProcesses(flows)
        try await processes.first { harness in
            _ = await harness.launch("job")
            try await harness.idle()
        }
        try await processes.second { harness, report in
            #expect(report.due == 0)
            try await harness.clock.advance(99)
            try await harness.idle()
            #expect(await harness.inMemory() == 0)
            try await harness.clock.advance(1)
            try await harness.idle()
            let id = try await harness.session()
            #expect(try await harness.end(id)?.way == .finished)
            #expect(try await harness.story(id).contains("resume"))
        }
    }

    @Test func timersThatWereDueMeanwhileFireAtOnce() async throws {
        let flows = ["job": #"on("Launch", function() sleep(1) log.info("woke") sleep(50) end)"#]
        let processes = TwoProcesses(flows)
        try await processes.first { harness in
            _ = await harness.launch("job")
            try await harness.idle()
        }
        try await processes.clock.advance(20)
        try await processes.second { harness, report in
            #expect(report.due == 1)
            try await harness.idle()
            let id = try await harness.session()
            let records = try await harness.journal.records(of: id)
            let resume = try #require(records.firstIndex { if case .resume = $0.body { true } else { false } })
            guard case .timer(let timer) = records[resume + 1].body else {
                Issue.record("\(try await harness.story(id))")
                return
            }
            #expect(timer.due < records[resume + 1].at, "its due time is the old one")
            #expect(await harness.openTimers() == 1, "the next sleep")
        }
    }

    // MARK: - What was being heard

    @Test func aPromptWhoseEndWasLostIsSaidAgain() async throws {
        let prompt = String(repeating: "a word ", count: 10)
        let flows = [
            "desk": """
            flow { locale = "en-US", voice = "v" }
            on("IncomingCall", function(call)
              call:answer()
              local ok, err = call:play { text = "\(prompt)" }
              log.info(ok and "heard" or err.reason)
            end)
            """
        ]
        var processes = TwoProcesses(flows)
        processes.settings.asksPerSecond = 0
        try await processes.first { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last?.hasPrefix("play") == true, "accepted, and its end is never told")
        }
        try await processes.clock.advance(120)
        try await processes.second { harness, report in
            #expect(report.unsure == 1)
            try await harness.idle()
            #expect(harness.sender.texts.isEmpty)
            try await harness.clock.advance(5)
            try await harness.idle()
            #expect(harness.sender.texts.map { String($0.prefix(16)) } == ["cancel_all_media", "play c1 a word a"])
            let id = try await harness.session()
            #expect(await harness.callback(id, "PlayCompleted", context: "2.2", id: "again") == .accepted)
            try await harness.idle()
            #expect(try await !harness.story(id).contains { $0.hasPrefix("the end (failed") })
        }
    }

    @Test func aHangUpWithoutAnAnswerIsRepeatedAtOnce() async throws {
        let flows = [
            "desk": """
            on("IncomingCall", function(call)
              call:answer()
              call:hang_up { for_everyone = true }
            end)
            """
        ]
        let processes = TwoProcesses(flows)
        let silent = RecordingSender(withheld: "hang_up")
        try await processes.first(silent) { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last?.hasPrefix("hang_up") == true)
        }
        try await processes.second { harness, report in
            #expect(report.unsure == 1)
            try await harness.idle()
            #expect(harness.sender.texts.map { $0.prefix(7) } == ["hang_up"])
            #expect(harness.sender.sent[0].attempt.repeatabilityID == silent.sent.last?.attempt.repeatabilityID)
        }
    }

    // MARK: - Order

    /// One flow for each reason to look after a session, by the called number.
    private static let reasons = [
        "offer": "on('IncomingCall', { to = '+18005550101' }, function(call) sleep(1000) call:answer() end)",
        "rest": "on('IncomingCall', { to = '+18005550102' }, function(call) call:answer() wait_for('Signal') end)",
        "due": "on('IncomingCall', { to = '+18005550103' }, function(call) call:answer() sleep(5) end)",
        "unsure": """
        flow { locale = "en-US", voice = "v" }
        on('IncomingCall', { to = '+18005550104' }, function(call) call:answer() call:play { text = "unsure" } end)
        """,
        "unread": "on('IncomingCall', { to = '+18005550105' }, function(call) call:answer() wait_for('Signal') end)",
    ]

    @Test func offersComeFirstThenEventsThenRequestsThenTimers() async throws {
        var processes = TwoProcesses(Self.reasons)
        processes.settings.rebuildsAtOnce = 1
        var ids: [String: SessionID] = [:]
        // Only the play of "unsure" has no answer.
        let deaf = RecordingSender(
            answers: false,
            reply: { text in
                guard text.hasPrefix("answer") else { return nil }
                let body: JSONValue = ["callConnectionId": "c1", "serverCallId": "s1"]
                return .answered(status: 200, body: body.encoded)
            })
        try await processes.first(deaf) { harness in
            for (number, name) in [("2", "rest"), ("3", "due"), ("4", "unsure"), ("5", "unread"), ("1", "offer")] {
                #expect(await harness.incoming(name, to: "+1800555010" + number, loop: 0) == .accepted)
                try await harness.idle()
                let id = try await harness.session()
                ids[name] = id
                if name == "offer" { continue }
                #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
                try await harness.idle()
            }
        }
        let unread = try #require(ids["unread"])
        let event = CallEvent(
            id: "kept", name: "Signal", source: "signal", data: JSONValue.object(JSONObject()).encoded)
        let kept = EventRecord(leg: nil, event: event, arrived: processes.clock.now(), via: .signal)
        processes.memory.commit(
            JournalWrite(
                session: unread, eventIDs: ["kept"], arrivals: [Arrival(session: unread, record: kept)]), on: 0
        ) { #expect($0 == .durable) }
        try await processes.clock.advance(30)
        try await processes.second(deaf) { harness, report in
            #expect(report.sessions == 5 && report.offers == 1 && report.unread == 1)
            #expect(report.unsure == 1 && report.due == 1)
            try await harness.idle()
            #expect(harness.journal.rebuilt == ["offer", "unread", "unsure", "due"].compactMap { ids[$0] })
            #expect(try await harness.journal.arrivals(of: unread).isEmpty)
            #expect(try await harness.story(unread).contains("event Signal"))
        }
    }

    // MARK: - Lines

    @Test func linesAreKeptAndWaitedForAcrossTheEndOfAProcess() async throws {
        let flows = [
            "dial": """
            flow { caller_id = "+18005550199" }
            on("Launch", function() create_call { target = "+14255550123" } end)
            """
        ]
        var processes = TwoProcesses(flows)
        processes.environment.outboundCallsPerNumber = 1
        var ids: [SessionID] = []
        try await processes.first { harness in
            for _ in 0..<3 {
                ids.append(await harness.launch("dial").0)
                try await harness.idle()
            }
            #expect(harness.sender.texts.count == 1)
        }
        try await processes.second { harness, _ in
            try await harness.idle()
            let line = try #require(harness.runtime.lineHolders.first)
            #expect(line.line == OutboundLines.View(number: "+18005550199", limit: 1, active: 1, waiting: 2))
            #expect(line.active == [ids[0]] && Set(line.waiting) == [ids[1], ids[2]])
            #expect(harness.sender.texts.filter { $0.hasPrefix("create_call") }.isEmpty, "no line is free")
            #expect(await harness.callback(ids[0], "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.filter { $0.hasPrefix("create_call") }.count == 1)
            #expect(harness.runtime.lines.first?.waiting == 1)
        }
    }

    @Test func aConnectedCallKeepsItsLineAcrossTheEndOfAProcess() async throws {
        let flows = [
            "dial": """
            flow { caller_id = "+18005550199" }
            on("Launch", function() create_call { target = "+14255550123" } wait_for("Signal") end)
            """
        ]
        var processes = TwoProcesses(flows)
        processes.environment.outboundCallsPerNumber = 1
        var ids: [SessionID] = []
        try await processes.first { harness in
            for _ in 0..<2 {
                ids.append(await harness.launch("dial").0)
                try await harness.idle()
            }
            #expect(await harness.callback(ids[0], "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
        }
        try await processes.second { harness, _ in
            try await harness.idle()
            #expect(harness.sender.texts.filter { $0.hasPrefix("create_call") }.isEmpty, "no line is free")
            let line = try #require(harness.runtime.lineHolders.first)
            #expect(line.active == [ids[0]] && line.waiting == [ids[1]])
            #expect(await harness.callback(ids[0], "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.filter { $0.hasPrefix("create_call") }.count == 1)
        }
    }
}
