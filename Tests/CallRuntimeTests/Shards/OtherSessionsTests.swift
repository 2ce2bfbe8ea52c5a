import CallModel
import Testing

@testable import CallRuntime

/// What reaches sessions from elsewhere: launches and signals of other sessions, and Event Grid's events about calls.
struct OtherSessionsTests {
    @Test func aFlowLaunchesOneSessionPerNumber() async throws {
        let flows = [
            "campaign": """
            on("Launch", function(event)
              for _, number in ipairs(event.params.numbers) do
                local id, err = launch("one", { to = number })
                log.info(id and #id or err.reason)
              end
              local id, err = launch("nobody", {})
              log.info(err.reason)
            end)
            """,
            "one": #"on("Launch", function(event) wait_for("Signal") end)"#,
        ]
        try await RuntimeHarness.run(flows) { harness in
            _ = await harness.launch("campaign", ["numbers": ["+14255550101", "+14255550102"]])
            await harness.settled()
            let sessions = try await harness.journal.sessions(limit: 10)
            #expect(sessions.filter { $0.flow == "one" && $0.end == nil }.count == 2)
            #expect(sessions.filter { $0.flow == "campaign" }.first?.end?.way == .finished)
        }
    }

    @Test func aKeyIsGoodForOneSession() async throws {
        let flows = [
            "twice": """
            on("Launch", function(event)
              assert(launch("one", {}, { key = "k" }))
              local id, err = launch("one", {}, { key = "k" })
              assert(id == nil and err.reason == "conflict", "a second session")
            end)
            """,
            "one": #"on("Launch", function(event) wait_for("Signal") end)"#,
        ]
        try await RuntimeHarness.run(flows) { harness in
            _ = await harness.launch("twice")
            await harness.settled()
            let sessions = try await harness.journal.sessions(limit: 10)
            #expect(sessions.filter { $0.flow == "one" }.count == 1)
            #expect(sessions.filter { $0.flow == "twice" }.first?.end?.way == .finished)
        }
    }

    @Test func aSignalWakesAnotherSession() async throws {
        let flows = [
            "waker": """
            on("Launch", function(event)
              local id = launch("sleeper", {})
              assert(signal(id, "wake", { n = 1 }))
              local ok, err = signal("00000000000000000000000000", "wake", {})
              assert(ok == nil and err.reason == "not_found")
            end)
            """,
            "sleeper": """
            on("Launch", function(event)
              local signal = wait_for("Signal", { signal = "wake" })
              assert(signal.data.n == 1)
            end)
            """,
        ]
        try await RuntimeHarness.run(flows) { harness in
            _ = await harness.launch("waker")
            await harness.settled()
            let sessions = try await harness.journal.sessions(limit: 10)
            #expect(sessions.count == 2)
            #expect(sessions.allSatisfy { $0.end?.way == .finished }, "\(sessions)")
        }
    }

    @Test func aCallStartedBeginsASessionThatJoinsIt() async throws {
        let flows = [
            "supervisor": """
            flow { locale = "en-US", voice = "v" }
            on("CallStarted", { is_two_party = true }, function(call, event)
              local joined = connect_call { server_call_id = event.server_call_id }
              joined:hang_up()
            end)
            """,
            "other": #"on("CallStarted", { is_two_party = false }, function() end)"#,
        ]
        try await RuntimeHarness.run(flows) { harness in
            #expect(await harness.grid("CallStarted", id: "g1", call: "s7") == .accepted)
            #expect(await harness.grid("CallStarted", id: "g1", call: "s7") == .accepted, "and nothing begins twice")
            await harness.settled()
            #expect(harness.sender.texts == ["connect_call serverCall(id: \"s7\")"])
            let sessions = try await harness.journal.sessions(limit: 10)
            #expect(sessions.map(\.flow) == ["supervisor"])
        }
    }

    @Test func aFlowsOwnCallBeginsNoSessionOfIt() async throws {
        let flows = [
            "desk": """
            flow { locale = "en-US", voice = "v" }
            on("IncomingCall", function(call) call:answer() wait_for("Signal") end)
            on("CallStarted", function(call) if call then call:play { text = "mine" } else log.info("another's") end end)
            """
        ]
        try await RuntimeHarness.run(flows) { harness in
            #expect(await harness.incoming("a") == .accepted)
            await harness.settled()
            let id = try await harness.session()
            _ = await harness.callback(id, "CallConnected", context: "1.1", id: "e1")
            #expect(await harness.grid("CallStarted", id: "g1", call: "s1") == .accepted)
            await harness.settled()
            let sessions = try await harness.journal.sessions(limit: 10)
            #expect(sessions.count == 1)
            #expect(harness.sender.texts.last == "play c1 mine")
        }
    }

    @Test func aCallEndedReachesTheSessionsInTheCall() async throws {
        let flows = [
            "desk": """
            flow { locale = "en-US", voice = "v" }
            on("IncomingCall", function(call) call:answer() wait_for("CallParticipantAdded") call:play { text = "hi" } end)
            """
        ]
        try await RuntimeHarness.run(flows) { harness in
            #expect(await harness.incoming("a") == .accepted)
            await harness.settled()
            let id = try await harness.session()
            _ = await harness.callback(id, "CallConnected", context: "1.1", id: "e1")
            #expect(await harness.grid("CallParticipantAdded", id: "g1", call: "elsewhere") == .accepted)
            await harness.settled()
            #expect(harness.sender.texts.count == 1)
            #expect(await harness.grid("CallParticipantAdded", id: "g2", call: "s1") == .accepted)
            await harness.settled()
            #expect(harness.sender.texts.last == "play c1 hi")
        }
    }

    @Test func anEventThatNobodyKnowsReachesTheHookForAll() throws {
        let driver = try ActionTests.connected(
            "sleep(100)",
            hooks:
                #"on("*", function(call, event) if event.name == "HologramStarted" then log.info(event.raw) end end)"#)
        driver.event("HologramStarted", [("beam", 7)])
        #expect(driver.said.count == 1)
        #expect(driver.said.first?.contains(#""beam":7"#) == true, "untouched")
        try driver.verify()
    }
}
