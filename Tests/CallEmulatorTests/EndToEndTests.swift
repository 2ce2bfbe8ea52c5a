import CallModel
import NIOHTTP1
import Testing

@testable import CallEmulator

@Suite struct EndToEndTests {
    @Test func aMenuChoiceTransfersTheCallerOverHTTP() async throws {
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                let (call, connection) = try await bench.connectedCall(webhook, press: ["1"])
                let recognize = try await bench.service(
                    .POST, "callConnections/\(connection):recognize",
                    [
                        "recognizeInputType": "dtmf",
                        "playPrompt": ["kind": "text", "text": ["text": "For sales press 1."]],
                        "recognizeOptions": [
                            "targetParticipant": ["rawId": .string("4:" + CoreBench.caller)],
                            "interruptPrompt": true, "dtmfOptions": ["maxTonesToCollect": 1],
                        ],
                    ])
                #expect(recognize.status == 202 && recognize.bytes.isEmpty)
                let recognized = try await webhook.event("RecognizeCompleted")
                #expect(recognized.event?["data"]?["dtmfResult"]?["tones"] == ["one"])
                #expect(recognized.headers.first(name: "content-type") == "application/json; charset=utf-8")
                #expect(recognized.json?.arrayValue?.count == 1)
                let transfer = try await bench.service(
                    .POST, "callConnections/\(connection):transferToParticipant",
                    ["targetParticipant": ["phoneNumber": ["value": .string(CoreBench.target)]]])
                #expect(transfer.status == 202)
                _ = try await webhook.event("CallDisconnected")
                let names = await webhook.received.filter { $0.uri == "/calls" }.compactMap(\.eventName)
                #expect(
                    names == [
                        "CallConnected", "ParticipantsUpdated", "RecognizeCompleted", "CallTransferAccepted",
                        "CallDisconnected",
                    ])
                #expect(try await bench.wholeTimeline(call).last == "transferred")
                let state = try await bench.control(.GET, "calls/\(call)")
                #expect(state.json?["ended"]?["how"] == "transferred")
            }
        }
    }

    @Test func theApplicationEndsTheCallOfASilentCaller() async throws {
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                let (call, connection) = try await bench.connectedCall(webhook)
                let play: JSONValue = ["playSources": [["kind": "text", "text": ["text": "Good bye"]]]]
                #expect(try await bench.service(.POST, "callConnections/\(connection):play", play).status == 202)
                _ = try await webhook.event("PlayCompleted")
                let end = try await bench.service(.POST, "callConnections/\(connection):terminate")
                #expect(end.status == 204)
                _ = try await webhook.event("CallDisconnected")
                #expect(
                    try await bench.wholeTimeline(call) == [
                        "incoming_call", "answered", "connected", "play_started", "play_completed", "hung_up",
                        "disconnected",
                    ])
                let gone = try await bench.service(.GET, "callConnections/\(connection)")
                #expect(gone.status == 404)
                #expect(gone.headers.first(name: "content-type") == "application/json; charset=utf-8")
            }
        }
    }

    @Test func unsignedRequestsAndLargeBodiesAreRefused() async throws {
        try await HTTPBench.with { bench in
            let target = "/calling/callConnections/x?api-version=2026-03-12"
            let unsigned = try await bench.send(.GET, target)
            #expect(unsigned.status == 401)
            let body = [UInt8](repeating: 0x20, count: ServiceRequest.bodyLimit + 1)
            let large = try await bench.send(.POST, target, body)
            #expect(large.status == 413)
        }
    }

    @Test func aCallbackIsTriedThreeTimesWithTheSameID() async throws {
        let answer: Webhook.Answer = { received, count in
            if received.uri == "/calls", received.eventName == "CallConnected" {
                return (count < 4 ? .serviceUnavailable : .ok, [:], "")
            }
            return Webhook.friendly(received, count)
        }
        try await Webhook.with(answer: answer) { webhook in
            try await HTTPBench.with { bench in
                _ = try await bench.connectedCall(webhook)
                _ = try await webhook.event("ParticipantsUpdated")
                let tries = await webhook.received.filter { $0.eventName == "CallConnected" }
                #expect(tries.count == 3)
                #expect(Set(tries.compactMap { $0.event?["id"]?.stringValue }).count == 1)
            }
        }
    }

    @Test func anAddressThatIsDeadHoldsUpNothingElse() async throws {
        let answer: Webhook.Answer = { received, count in
            received.uri == "/elsewhere" ? (.serviceUnavailable, [:], "") : Webhook.friendly(received, count)
        }
        try await Webhook.with(answer: answer) { webhook in
            // The second try is never due while the test runs.
            try await HTTPBench.with({ $0.callbackRetryDelay = 86_400 }) { bench in
                let (_, connection) = try await bench.connectedCall(webhook)
                let play = try await bench.service(
                    .POST, "callConnections/\(connection):play",
                    [
                        "playSources": [["kind": "file", "file": ["uri": "https://example.com/a.wav"]]],
                        "operationCallbackUri": .string(webhook.url + "/elsewhere"),
                    ])
                #expect(play.status == 202)
                _ = try await webhook.event("PlayStarted")
                _ = try await bench.control(.POST, "phones/\(CoreBench.caller)/hang_up", [:])
                _ = try await webhook.event("CallDisconnected")
            }
        }
    }

    @Test func aLostCallbackStandsInTheTimeline() async throws {
        let answer: Webhook.Answer = { received, count in
            received.uri == "/calls" ? (.notFound, [:], "") : Webhook.friendly(received, count)
        }
        try await Webhook.with(answer: answer) { webhook in
            try await HTTPBench.with { bench in
                let (call, _) = try await bench.connectedCall(webhook)
                var seen = 0
                var failed: JSONValue?
                while failed == nil, seen < 20 {
                    let page = try await bench.control(.GET, "calls/\(call)/timeline?after=\(seen)&wait=10")
                    let entries = page.json?["entries"]?.arrayValue ?? []
                    seen += max(1, entries.count)
                    failed = entries.first { $0["kind"] == "callback_failed" }
                }
                #expect(failed?["event"] == "CallConnected")
                #expect(failed?["text"]?.stringValue?.contains("404") == true)
            }
        }
    }

    @Test(arguments: GridSubscription.Schema.allCases)
    func theHandshakeIsDoneAndEventsComeInTheSchemaAskedFor(schema: GridSubscription.Schema) async throws {
        try await Webhook.with { webhook in
            try await HTTPBench.with { bench in
                let status = try await bench.control(
                    .POST, "subscriptions",
                    ["endpoint": .string(webhook.url + "/grid"), "schema": .string(schema.rawValue)])
                #expect(status.status == 201 && status.json?["validated"] == true)
                let dialed = try await bench.control(
                    .POST, "phones/+14255550100/dial", ["to": .string(CoreBench.service)])
                #expect(dialed.status == 201)
                let event = try await webhook.event("IncomingCall")
                #expect(event.event?["data"]?["correlationId"] == dialed.json?["correlation_id"])
                #expect((event.json?.arrayValue != nil) == (schema == .eventGrid))
                let notification = event.headers.first(name: "aeg-event-type")
                #expect(notification == (schema == .eventGrid ? "Notification" : nil))
            }
        }
    }

    @Test func aFailedHandshakeIsReportedAndNotFatal() async throws {
        let answer: Webhook.Answer = { _, _ in (.accepted, [:], "") }
        try await Webhook.with(answer: answer) { webhook in
            try await HTTPBench.with { bench in
                let status = try await bench.control(
                    .POST, "subscriptions", ["endpoint": .string(webhook.url)])
                #expect(status.json?["validated"] == false)
                #expect(status.json?["problem"]?.stringValue?.contains("202") == true)
                _ = try await bench.control(.POST, "phones/+14255550100/dial", ["to": .string(CoreBench.service)])
                _ = try await webhook.event("IncomingCall")
            }
        }
    }
}
