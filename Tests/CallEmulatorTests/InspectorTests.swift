import CallModel
import NIOHTTP1
import Testing

@testable import CallEmulator

/// Faults over real sockets, and what the control API tells of them.
@Suite struct InspectorTests {
    private static let create: JSONValue = [
        "targets": [["rawId": "4:+14255550100"]], "callbackUri": "http://127.0.0.1:9/cb",
        "sourceCallerIdNumber": ["value": .string(CoreBench.service)],
    ]

    private func put(_ faults: JSONValue, _ bench: HTTPBench) async throws {
        #expect(try await bench.control(.PUT, "faults", ["faults": faults, "seed": 7]).status == 200)
    }

    @Test func faultsAreReadAndChangedAtRunTime() async throws {
        try await HTTPBench.with { bench in
            #expect(try await bench.control(.GET, "faults").json == ["seed": 0, "faults": [:]])
            try await put(["error_503": ["retry_after": 2, "times": 1]], bench)
            let refused = try await bench.service(.POST, "callConnections", Self.create)
            #expect(refused.status == 503 && refused.headers.first(name: "retry-after") == "2")
            #expect(try await bench.service(.POST, "callConnections", Self.create).status == 201)
            let known = try await bench.control(.GET, "faults").json
            #expect(known?["seed"] == 7 && known?["faults"]?["error_503"]?["retry_after"] == 2)
            let wrong = try await bench.control(.PUT, "faults", ["faults": ["dely": true]])
            #expect(wrong.status == 400)
            #expect(wrong.json?["error"]?["message"]?.stringValue?.contains("did you mean 'delay'?") == true)
            #expect(try await bench.control(.PUT, "faults", ["delay": true]).status == 400)
            #expect(try await bench.control(.PUT, "faults", ["faults": [:], "seed": -1]).status == 400)
        }
    }

    @Test func aConnectionIsCutBeforeTheRequestOrAfterIt() async throws {
        try await HTTPBench.with { bench in
            for (name, calls) in [("cut_before", 0), ("cut_after", 1)] {
                try await put([name: true] as JSONValue, bench)
                await #expect(throws: (any Error).self, "\(name)") {
                    try await bench.service(.POST, "callConnections", Self.create)
                }
                let known = try await bench.control(.GET, "calls").json?["calls"]?.arrayValue
                #expect(known?.count == calls, "\(name)")
            }
        }
    }

    @Test func aMalformedAnswerArrivesWithItsStatus() async throws {
        try await HTTPBench.with { bench in
            try await put(["malformed": true], bench)
            let answer = try await bench.service(.POST, "callConnections", Self.create)
            #expect(answer.status == 201 && answer.json == nil && !answer.bytes.isEmpty)
        }
    }

    @Test func anEventBeatsTheAnswerThatItFollowsFrom() async throws {
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                try await put(["early": ["seconds": 30], "list_first": true], bench)
                let body: JSONValue = [
                    "targets": [["rawId": "4:+14255550100"]], "callbackUri": .string(webhook.url + "/calls"),
                    "sourceCallerIdNumber": ["value": .string(CoreBench.service)],
                ]
                let answer = try await bench.service(.POST, "callConnections", body)
                #expect(answer.status == 201)
                // It was there before the answer was.
                let names = await webhook.received.compactMap(\.eventName)
                #expect(names.first == "ParticipantsUpdated")
            }
        }
    }

    @Test func requestsAreListedWithWhatBecameOfThem() async throws {
        try await HTTPBench.with { bench in
            try await put(["too_many": ["times": 1, "only": ["CreateCall"]]], bench)
            _ = try await bench.service(.POST, "callConnections", Self.create)
            _ = try await bench.service(.POST, "callConnections", Self.create)
            _ = try await bench.send(.GET, "/calling/callConnections/x?api-version=2026-03-12")
            let list = try await bench.control(.GET, "requests").json?["requests"]?.arrayValue ?? []
            #expect(list.compactMap { $0["status"]?.intValue } == [401, 201, 429])
            #expect(list.first?["code"] == "7509" && list.first?["operation"] == "GetCall")
            #expect(list.last?["operation"] == "CreateCall" && list.last?["faults"] == ["too_many"])
            #expect(list.compactMap { $0["decision"]?.stringValue } == ["refused", "executed", "refused"])
            #expect(list[1]["call_connection_id"]?.stringValue != nil)
            let last = try await bench.control(.GET, "requests?limit=1").json?["requests"]?.arrayValue
            #expect(last?.count == 1 && last?.first?["status"] == 401)
            #expect(try await bench.control(.GET, "requests?limit=x").status == 400)
        }
    }

    @Test func deliveriesAreListedAndSentOnceMore() async throws {
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                let (_, connection) = try await bench.connectedCall(webhook)
                _ = try await webhook.event("ParticipantsUpdated")
                let list = try await bench.control(.GET, "deliveries").json?["deliveries"]?.arrayValue ?? []
                let connected = try #require(list.first { $0["name"] == "CallConnected" })
                #expect(connected["state"] == "delivered" && connected["source"] == "callback")
                #expect(connected["call_connection_id"]?.stringValue == connection)
                #expect(connected["tries"]?[0]?["status"] == 200 && connected["next_try_at"] == nil)
                #expect(list.contains { $0["name"] == "IncomingCall" && $0["source"] == "grid" })
                let again = try await bench.control(
                    .POST, "deliveries/\(connected["id"]?.intValue ?? 0)/redeliver", [:])
                #expect(again.status == 202)
                let id = connected["event"]?.stringValue
                _ = try await webhook.first(count: 2) { $0.event?["id"]?.stringValue == id }
                #expect(try await bench.control(.POST, "deliveries/999/redeliver", [:]).status == 404)
                #expect(try await bench.control(.POST, "deliveries/x/redeliver", [:]).status == 404)
            }
        }
    }

    @Test func aDeliveryThatFailedTellsWhenItIsTriedAgain() async throws {
        let answer: Webhook.Answer = { received, count in
            received.uri == "/calls" ? (.serviceUnavailable, [:], "") : Webhook.friendly(received, count)
        }
        try await Webhook.with(answer: answer) { webhook in
            try await HTTPBench.with({ $0.callbackRetryDelay = 86_400 }) { bench in
                _ = try await bench.connectedCall(webhook)
                var waiting: JSONValue?
                // The try is counted a moment after the webhook has answered it.
                while waiting == nil {
                    let list = try await bench.control(.GET, "deliveries").json?["deliveries"]?.arrayValue ?? []
                    waiting = list.first { $0["name"] == "CallConnected" && $0["next_try_at"] != nil }
                }
                #expect(waiting?["state"] == "waiting" && waiting?["tries"]?[0]?["status"] == 503)
            }
        }
    }
}
