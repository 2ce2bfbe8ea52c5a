import CallModel
import NIOHTTP1
import Testing

@testable import CallEmulator

/// The clock that whoever tests holds and moves, over real sockets.
@Suite struct HeldClockTests {
    private static let start = 1_767_625_200.0

    private func view(_ bench: HTTPBench) async throws -> ClockView {
        let json = try #require(try await bench.control(.GET, "clock").json)
        return try #require(ClockView(json: json))
    }

    @Test func aRunningClockIsHeldMovedAndReleased() async throws {
        try await HTTPBench.with { bench in
            let running = try await view(bench)
            #expect(!running.isHeld && running.now > Self.start)
            let later = running.now + 3_600
            #expect(try await bench.control(.PUT, "clock", ["now": .number(later)]).status == 200)
            let held = try await view(bench)
            #expect(held == ClockView(now: later, isHeld: true, next: nil, underWay: 0, parked: 0, busy: 0))
            let back = try await bench.control(.PUT, "clock", ["now": .number(running.now)])
            #expect(back.status == 400)
            #expect(back.json?["error"]?["message"]?.stringValue?.contains("cannot go back") == true)
            #expect(try await bench.control(.PUT, "clock", ["held": false]).json?["held"] == false)
        }
    }

    @Test func badTimesAreRefused() async throws {
        try await HTTPBench.with { bench in
            let bad: [JSONValue] = [
                ["now": "soon"], ["now": .number(-1)], ["now": 1e18], ["held": false, "now": 1], ["time": 1],
                ["held": 1],
            ]
            for body in bad {
                let answer = try await bench.control(.PUT, "clock", body)
                #expect(answer.status == 400, "\(body.text)")
            }
            let reset = try await bench.control(.POST, "reset", ["now": "soon"])
            #expect(reset.status == 400)
        }
    }

    @Test func aPhoneRingsUntilTheClockSaysSo() async throws {
        try await HTTPBench.with { bench in
            #expect(try await bench.control(.POST, "reset", ["now": .number(Self.start)]).status == 200)
            _ = try await bench.control(.PUT, "phones/+14255550100", ["when_rung": "answer", "after": 5])
            let dialed = try await bench.control(.POST, "phones/+14255550101/dial", ["to": "+14255550100"])
            let call = try #require(dialed.json?["call_id"]?.stringValue)
            #expect(try await view(bench).next == Self.start + 5)
            #expect(try await bench.control(.GET, "phones/+14255550100").json?["rung"] == true)
            _ = try await bench.control(.PUT, "clock", ["now": .number(Self.start + 4.9)])
            #expect(try await bench.control(.GET, "calls/\(call)").json?["state"] == "ringing")
            _ = try await bench.control(.PUT, "clock", ["now": .number(Self.start + 5)])
            #expect(try await bench.control(.GET, "phones/+14255550100").json?["rung"] == false)
            let page = try await bench.control(.GET, "calls/\(call)/timeline")
            let last = try #require(page.json?["entries"]?.arrayValue?.last)
            #expect(last["time"] == .number(Self.start + 5) && last["elapsed_ms"] == 5_000)
        }
    }

    @Test func aResetBeginsAtAnEarlierTime() async throws {
        try await HTTPBench.with { bench in
            _ = try await bench.control(.POST, "reset", ["now": .number(Self.start)])
            _ = try await bench.control(.POST, "phones/+14255550101/dial", ["to": "+18005550199"])
            _ = try await bench.control(.PUT, "clock", ["now": .number(Self.start + 100)])
            _ = try await bench.control(.POST, "reset", ["now": .number(Self.start - 86_400)])
            #expect(try await view(bench).now == Self.start - 86_400)
            #expect(try await bench.control(.GET, "calls").json?["calls"]?.arrayValue?.isEmpty == true)
            #expect(try await view(bench).next == nil)
        }
    }

    /// Asks for something whose answer is 40 s late, and waits until the request is parked.
    private func park(_ bench: HTTPBench) async throws -> Task<HTTPBench.Answer, any Error> {
        _ = try await bench.control(.POST, "reset", ["now": .number(Self.start)])
        _ = try await bench.control(.PUT, "faults", ["faults": ["slow": ["chance": 1, "seconds": 40]]])
        let answer = Task {
            try await bench.service(
                .POST, "callConnections",
                [
                    "targets": [["rawId": "4:+14255550100"]], "callbackUri": "http://127.0.0.1:9/cb",
                    "sourceCallerIdNumber": ["value": .string(CoreBench.service)],
                ])
        }
        // It is on its way: asking is all that can be done.
        while try await view(bench).parked == 0 {}
        return answer
    }

    @Test func aLateAnswerIsParkedUntilTheClockIsMoved() async throws {
        try await HTTPBench.with({ $0.verifySignatures = false }) { bench in
            let answer = try await park(bench)
            let parked = try await view(bench)
            #expect(parked.busy == 0 && parked.next != nil)
            _ = try await bench.control(.PUT, "clock", ["now": .number(Self.start + 40)])
            #expect(try await answer.value.status == 201)
        }
    }

    @Test(arguments: [["now": .number(start)], [:]] as [JSONValue])
    func aResetAnswersWhatIsParked(_ body: JSONValue) async throws {
        try await HTTPBench.with({ $0.verifySignatures = false }) { bench in
            let answer = try await park(bench)
            _ = try await bench.control(.POST, "reset", body)
            #expect(try await answer.value.status == 201)
        }
    }

    @Test func phonesSayAndPickUpByRequest() async throws {
        try await HTTPBench.with { bench in
            _ = try await bench.control(.PUT, "phones/+14255550100", ["when_rung": "no_answer"])
            let dialed = try await bench.control(.POST, "phones/+14255550101/dial", ["to": "+14255550100"])
            let call = try #require(dialed.json?["call_id"]?.stringValue)
            #expect(try await bench.control(.POST, "phones/+14255550101/say", ["text": "Hello?"]).status == 409)
            #expect(try await bench.control(.POST, "phones/+14255550100/pick_up").status == 204)
            #expect(try await bench.control(.POST, "phones/+14255550100/pick_up").status == 409)
            _ = try await bench.control(.GET, "calls/\(call)/timeline?after=2&wait=10")
            #expect(try await bench.control(.GET, "phones/+14255550199").status == 404)
        }
    }

    @Test func whatTheControlAPIShowsIsReadBackWhole() async throws {
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                let (call, _) = try await bench.connectedCall(webhook)
                let standings = try await bench.emulator.read { core throws(ControlError) in
                    (try core.standing(ofCall: call), core.standing(ofPhone: CoreBench.caller))
                }
                let json = try #require(try await bench.control(.GET, "calls/\(call)").json)
                #expect(CallStanding(json: json) == standings.0)
                let phone = try #require(try await bench.control(.GET, "phones/\(CoreBench.caller)").json)
                #expect(PhoneStanding(json: phone) == standings.1)
                let entries = try await bench.emulator.timeline(of: call).entries
                let read = try await bench.control(.GET, "calls/\(call)/timeline").json?["entries"]?.arrayValue
                #expect(read?.compactMap { TimelineEntry(json: $0) } == entries)
            }
        }
    }
}
