import CallJournal
import CallModel
import NIOCore
import NIOPosix
import Testing

@testable import CallServer

@Suite(.timeLimit(.minutes(1))) struct CallbackWebhookTests {
    private let flow = [
        "a/main.lua": """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          call:play { text = "hello" }
          call:hang_up()
        end)
        """
    ]

    /// Starts a call and returns its callback path.
    private func started(_ edge: TestEdge) async throws -> String {
        #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 200)
        return try await edge.callbackPath()
    }

    @Test func eventsDriveTheFlowFromActionToAction() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let path = try await started(edge)
            #expect(
                try await edge.post(path, TestEdge.callback("CallConnected", id: "a", context: "1.1")).status == 200)
            let play = await edge.requests(2)[1]
            #expect(play.path.contains("/c-1:play"))
            #expect(
                try await edge.post(path, TestEdge.callback("PlayCompleted", id: "b", context: "2.1")).status == 200)
            let hangUp = await edge.requests(3)[2]
            #expect(hangUp.method == "DELETE")
            #expect(try await edge.post(path, TestEdge.callback("CallDisconnected", id: "c")).status == 200)
            // The session is over; what is late is accepted all the same.
            #expect(try await edge.post(path, TestEdge.callback("ParticipantsUpdated", id: "d")).status == 200)
        }
    }

    @Test func aRepeatedEventActsOnce() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let path = try await started(edge)
            for _ in 0..<3 {
                let event = TestEdge.callback("CallConnected", id: "same", context: "1.1")
                #expect(try await edge.post(path, event).status == 200)
            }
            _ = await edge.requests(2)
            #expect(edge.sender.sent.withLock { $0.count } == 2)
        }
    }

    @Test func singleAndBinaryModeAreUnderstood() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let path = try await started(edge)
            let single = TestEdge.callback("CallConnected", id: "a", context: "1.1")[0] ?? .null
            let first = try await edge.send(
                "POST", path, single.encoded, headers: [("Content-Type", "application/cloudevents+json")])
            #expect(first.status == 200)
            _ = await edge.requests(2)
            let data: JSONValue = ["callConnectionId": "c-1", "operationContext": "2.1"]
            let second = try await edge.send(
                "POST", path, data.encoded,
                headers: [
                    ("Content-Type", "application/json"), ("ce-id", "b"), ("ce-specversion", "1.0"),
                    ("ce-type", "Microsoft.Communication.PlayCompleted"),
                    ("ce-source", "calling/callConnections/c-1"),
                ])
            #expect(second.status == 200)
            #expect(await edge.requests(3).count == 3)
        }
    }

    @Test func strangersAreRefusedWhateverTheySend() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let path = try await started(edge)
            let event = TestEdge.callback("CallConnected", id: "a", context: "1.1")
            let words = path.split(separator: "/").map(String.init)
            let (session, token) = (words[2], words[4])
            let other = String(session.dropLast(2)) + (session.hasSuffix("00") ? "11" : "00")
            for bad in [
                "/events/calls/\(session)/1/wrong", "/events/calls/\(session)/2/\(token)",
                "/events/calls/\(other)/1/\(token)", "/events/calls/nonsense/1/\(token)",
                "/events/calls/\(session)/x/\(token)",
            ] {
                #expect(try await edge.post(bad, event).status == 403, "\(bad)")
                #expect(try await edge.send("POST", bad, Array("{".utf8)).status == 403)
            }
            #expect(try await edge.post("/events/calls/a/b", event).status == 404)
            #expect(edge.sender.sent.withLock { $0.count } == 1)
        }
    }

    @Test func anUnknownSessionWithARightTokenIsNotFound() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let id = SessionID(partition: 9, random: (1, 2))
            let address = edge.runtime.addresses.address(id, OperationID(1)).dropFirst("http://edge".count)
            let answer = try await edge.post(String(address), TestEdge.callback("CallConnected", id: "a"))
            #expect(answer.status == 404)
            #expect(answer.body.contains("no such session"))
        }
    }

    @Test func garbageAtARightAddressIsRefusedAndTheCallGoesOn() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let path = try await started(edge)
            for body in [
                "", "{", "[{}]", "[1,2]", #"[{"id":"x","type":"t"}]"#, "\u{0}", String(repeating: "[", count: 5_000),
            ] {
                let answer = try await edge.send(
                    "POST", path, Array(body.utf8), headers: [("Content-Type", "application/json")])
                #expect(answer.status == 400, "\(body.prefix(20)): \(answer.status)")
            }
            let wrongType = try await edge.send("POST", path, [1], headers: [("Content-Type", "text/html")])
            #expect(wrongType.status == 415)
            let unknown = TestEdge.callback("SomethingOfTheFuture", id: "u")
            #expect(try await edge.post(path, unknown).status == 200)
            #expect(
                try await edge.post(path, TestEdge.callback("CallConnected", id: "a", context: "1.1")).status == 200)
            #expect(await edge.requests(2).count == 2)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let path = try await started(edge)
            func post(_ id: String) -> String {
                let body = TestEdge.callback("ParticipantsUpdated", id: id).text
                return "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            }
            let live = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
            let last = "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let answers = try await RawConnection.exchange(edge.url, post("p1") + live + post("p2") + post("p3") + last)
            let statuses = answers.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
            #expect(statuses == ["200", "200", "200", "200", "404"])
            #expect(answers.contains(#"{"status":"live"}"#))
        }
    }
}

/// Text in, text out, over one connection that the server closes.
enum RawConnection {
    static func exchange(_ url: String, _ text: String) async throws -> String {
        let port = Int(url.split(separator: ":").last ?? "") ?? 0
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var answers = ""
            for try await buffer in inbound { answers += String(buffer: buffer) }
            return answers
        }
    }
}
