import CallModel
import NIOConcurrencyHelpers
import Testing

@testable import CallRuntime

/// The quota of each caller ID: a queue, not a failure.
struct OutboundLinesTests {
    static let campaign = [
        "campaign": """
        flow { locale = "en-US", voice = "v", caller_id = "+18005550199" }
        on("Launch", function(event)
          local call = create_call { target = event.params.to }
          call:play { text = "hi" }
          call:hang_up { for_everyone = true }
        end)
        """
    ]

    @Test func aCampaignCallsTwoAtATime() async throws {
        try await RuntimeHarness.run(Self.campaign) { harness in
            var sessions: [SessionID] = []
            for number in 1...4 {
                let (session, outcome) = await harness.launch("campaign", ["to": .string("+1425555010\(number)")])
                #expect(outcome == .accepted)
                sessions.append(session)
                // Shards work side by side: the next one begins when this one's request has left.
                await harness.settled()
            }
            #expect(
                harness.sender.texts == [
                    "create_call 4:+14255550101 as +18005550199", "create_call 4:+14255550102 as +18005550199",
                ])
            #expect(
                harness.runtime.lines == [
                    OutboundLines.View(number: "+18005550199", limit: 2, active: 2, waiting: 2)
                ])
            #expect(await harness.callback(sessions[0], "CreateCallFailed", context: "1.1", id: "e1") == .accepted)
            await harness.settled()
            #expect(harness.sender.texts.last == "create_call 4:+14255550103 as +18005550199")
            #expect(await harness.callback(sessions[1], "CallConnected", context: "1.1", id: "e2") == .accepted)
            #expect(await harness.callback(sessions[1], "PlayCompleted", context: "2.1", id: "e3") == .accepted)
            #expect(harness.runtime.lines.first?.waiting == 1, "a call that is up keeps its line")
            #expect(await harness.callback(sessions[1], "CallDisconnected", id: "e4") == .accepted)
            await harness.settled()
            #expect(harness.sender.texts.last == "create_call 4:+14255550104 as +18005550199")
            for (index, session) in sessions[2...].enumerated() {
                _ = await harness.callback(session, "CreateCallFailed", context: "1.1", id: "f\(index)")
            }
            await harness.settled()
            #expect(harness.runtime.lines.isEmpty)
            #expect(await harness.runtime.openSessions() == 0)
        }
    }

    @Test func whoeverIsDiscardedGivesTheLineBack() async throws {
        try await RuntimeHarness.run(Self.campaign) { harness in
            let (first, _) = await harness.launch("campaign", ["to": "+14255550101"])
            await harness.settled()
            harness.runtime.stop(first, who: "test", reason: "") { _ in }
            await harness.settled()
            #expect(harness.sender.texts.last == "hang_up c1 everyone")
            _ = await harness.callback(first, "CallDisconnected", id: "e1")
            await harness.settled()
            #expect(harness.runtime.lines.isEmpty)
        }
    }

    @Test func aGroupTakesALineForEachOfItsPhones() {
        let lines = OutboundLines()
        let claims = (1...4).map {
            OutboundLines.Claim(session: SessionID(partition: 1, random: (1, 1)), operation: OperationID($0))
        }
        let granted = NIOLockedValueBox<[Int]>([])
        func take(_ index: Int, _ phones: Int) {
            lines.take("+18005550199", phones: phones, limit: 3, claims[index]) {
                granted.withLockedValue { $0.append(index) }
            }
        }
        take(0, 2)
        take(1, 2)
        take(2, 1)
        #expect(granted.withLockedValue { $0 } == [0], "one line is free, but the turn is the group's")
        #expect(lines.view == [OutboundLines.View(number: "+18005550199", limit: 3, active: 2, waiting: 2)])
        lines.free(claims[0])
        #expect(granted.withLockedValue { $0 } == [0, 1, 2])
        take(3, 5)
        lines.free(claims[1])
        #expect(granted.withLockedValue { $0 } == [0, 1, 2])
        lines.free(claims[2])
        #expect(granted.withLockedValue { $0 } == [0, 1, 2, 3], "more than there are: alone, and the service decides")
    }

    @Test func aNumberWithoutCallsHasNoLines() {
        let lines = OutboundLines()
        let claims = (1...3).map {
            OutboundLines.Claim(session: SessionID(partition: 1, random: (1, 1)), operation: OperationID($0))
        }
        let granted = Outcomes()
        for claim in claims { lines.take("+18005550199", limit: 1, claim) { granted.add(.accepted) } }
        #expect(granted.all.count == 1)
        lines.free(claims[1])
        #expect(granted.all.count == 1, "who waits may leave the queue")
        lines.free(claims[0])
        lines.free(claims[0])
        #expect(granted.all.count == 2)
        lines.free(claims[2])
        #expect(lines.view.isEmpty)
    }
}
