import CallJournal
import CallModel
import Testing

@testable import CallServer

@Suite(.timeLimit(.minutes(1))) struct IncomingWebhookTests {
    private let flow = [
        "a/main.lua": """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", { to = "+18005550199" }, function(call) call:answer() end)
        """
    ]

    @Test func anIncomingCallIsAnsweredByItsFlow() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 200)
            let requests = await edge.requests(1)
            #expect(requests.first?.path.contains("callConnections:answer") == true)
        }
    }

    @Test func aRepeatedIncomingCallStartsOneSession() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            for _ in 0..<3 {
                #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 200)
            }
            #expect(try await edge.runtime.journal.sessions(limit: 10).count == 1)
        }
    }

    @Test func aCallThatNoFlowWantsRingsOn() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let answer = try await edge.post("/events/incoming", TestEdge.incoming(id: "1", to: "+18005550111"))
            #expect(answer.status == 200)
            #expect(try await edge.runtime.journal.sessions(limit: 10).isEmpty)
        }
    }

    @Test func bothHandshakesAreAnswered() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let validation: JSONValue = [
                [
                    "id": "v", "topic": "t", "subject": "", "eventTime": "2026-03-12T10:00:00Z", "dataVersion": "2",
                    "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
                    "data": ["validationCode": "code-1", "validationUrl": "https://example.test"],
                ]
            ]
            let grid = try await edge.post(
                "/events/incoming", validation, headers: [("aeg-event-type", "SubscriptionValidation")])
            #expect(grid.status == 200)
            #expect(grid.body == #"{"validationResponse":"code-1"}"#)
            let options = try await edge.send(
                "OPTIONS", "/events/incoming", headers: [("WebHook-Request-Origin", "eventgrid.azure.net")])
            #expect(options.status == 200)
            #expect(options.header("WebHook-Allowed-Origin") == "eventgrid.azure.net")
            #expect(options.header("WebHook-Allowed-Rate") == "*")
        }
    }

    @Test(arguments: [
        "", "{", "nonsense", "[1]", "[{}]", #"[{"id":"1"}]"#, #"{"a":1}"#, "null", "[[]]",
        #"[{"id":"1","eventType":"Microsoft.Communication.IncomingCall","data":{}}]"#,
    ])
    func garbageGetsAClearRefusal(_ body: String) async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let answer = try await edge.send(
                "POST", "/events/incoming", Array(body.utf8), headers: [("Content-Type", "application/json")])
            #expect((400..<500).contains(answer.status), "\(body): \(answer.status)")
            #expect(answer.body.contains("message"))
            #expect(try await edge.send("GET", "/health/live").status == 200)
        }
    }

    @Test func aBodyCutShortIsRefusedAtEveryLength() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let whole = TestEdge.incoming(id: "cut").encoded
            for length in stride(from: 1, to: whole.count - 1, by: 37) {
                let answer = try await edge.send(
                    "POST", "/events/incoming", Array(whole.prefix(length)),
                    headers: [("Content-Type", "application/json")])
                #expect(answer.status == 400)
            }
            #expect(try await edge.runtime.journal.sessions(limit: 1).isEmpty)
        }
    }

    @Test func aHugeBodyIsRefusedAndTheServerGoesOn() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            // The server may close the connection before all of it has been sent.
            let huge = [UInt8](repeating: 0x20, count: 50 << 20)
            let status = try? await edge.send("POST", "/events/incoming", huge).status
            #expect(status == nil || status == 413)
            #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 200)
        }
    }

    @Test func anIncomingCallWithoutAnOfferIsRefused() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let answer = try await edge.post("/events/incoming", TestEdge.incoming(id: "1", context: nil))
            #expect(answer.status == 400)
            #expect(answer.body.contains("incomingCallContext"))
        }
    }

    @Test func theSecretOfTheAddressMustFit() async throws {
        try await TestEdge.with(flow, configuration: { $0.incomingSecret = "s3 cret" }) {
            (edge: TestEdge) async throws in
            #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 401)
            #expect(try await edge.post("/events/incoming?secret=x", TestEdge.incoming(id: "1")).status == 401)
            #expect(try await edge.post("/events/incoming?secret=s3%20cret", TestEdge.incoming(id: "1")).status == 200)
        }
    }

    @Test func withoutFlowsAWebhookIsHeldAndThenGets504() async throws {
        try await TestEdge.with([:], configuration: { $0.holdSeconds = 0.1 }) { (edge: TestEdge) async throws in
            let answer = try await edge.post("/events/incoming", TestEdge.incoming(id: "1"))
            #expect(answer.status == 504)
            #expect(answer.body.contains("no flows are loaded"))
        }
    }

    @Test func otherEventsOfEventGridAreAccepted() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let event: JSONValue = [
                "id": "1", "source": "/x", "type": "Microsoft.Communication.SomethingNew", "specversion": "1.0",
                "time": "2026-03-12T10:00:00Z", "data": [:],
            ]
            let answer = try await edge.send(
                "POST", "/events/incoming", event.encoded, headers: [("Content-Type", "application/cloudevents+json")])
            #expect(answer.status == 200)
        }
    }

    @Test func otherMethodsAreRefused() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            #expect(try await edge.send("PUT", "/events/incoming").status == 405)
            #expect(try await edge.send("OPTIONS", "/events/incoming").status == 400)
        }
    }
}
