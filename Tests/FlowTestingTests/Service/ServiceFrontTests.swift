import CallAutomation
import CallEmulator
import CallModel
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import FlowTesting

/// What the public URL leads to: phones of the tester, the server with the flows, or nothing.
struct ServiceFrontTests {
    /// A front with a phone, before a server that keeps what it gets.
    private struct Bench: Sendable {
        let front: ServiceFront
        let line: ServiceLine
        let handedOn: NIOLockedValueBox<[PlainRequest]>

        static func with(_ body: @Sendable (Bench) async throws -> Void) async throws {
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let loop = group.next()
            let key = try AccessKey(base64: EmulatorConfiguration.developmentAccessKey)
            var settings = ServiceSettings(endpoint: "http://127.0.0.1:9", credential: .accessKey(key))
            (settings.phones, settings.incomingSecret) = ([ServiceBench.phone], "s3cret")
            let handedOn = NIOLockedValueBox<[PlainRequest]>([])
            let server = try await PlainServer.start(on: group) { request, answer in
                handedOn.withLockedValue { $0.append(request) }
                answer(PlainAnswer(status: 202, headers: [("webhook-allowed-origin", "here"), ("server", "x")]))
            }
            let front = ServiceFront(settings, on: loop)
            let way = try ServiceWay(settings, publicURL: "https://calls.example.com/", on: loop)
            let time = LiveTime(loop: loop, clock: ShiftedClock(offset: 0))
            let line = ServiceLine(
                story: 7, loop: loop, time: time, way: way, drivable: settings.drivable,
                book: LiveBook(now: { time.now() }))
            try await loop.submit { try line.setPhone(ServiceBench.phone, whenRung: .noAnswer) }.get()
            front.open(way)
            front.serve(server.port)
            front.connect(line)
            let result: Result<Void, any Error>
            do { result = .success(try await body(Bench(front: front, line: line, handedOn: handedOn))) } catch {
                result = .failure(error)
            }
            await server.stop()
            await way.client.shutdown()
            await front.stop()
            try await group.shutdownGracefully()
            try result.get()
        }

        func send(_ method: HTTPMethod, _ uri: String, _ body: String = "") async -> PlainAnswer? {
            let headers: HTTPHeaders = ["content-type": "application/json", "aeg-event-type": "Notification", "x": "y"]
            let head = HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers)
            return await withCheckedContinuation { continuation in
                front.take(PlainRequest(head: head, body: Array(body.utf8))) { continuation.resume(returning: $0) }
            }
        }

        /// The calls of the line as they stand.
        func calls() async throws -> [ServiceCall] {
            let line = line
            return try await line.loop.submit { line.board.value.calls }.get()
        }
    }

    private func offer(_ to: String, _ id: String) -> String {
        """
        {"id": "\(id)", "topic": "t", "subject": "s", "eventType": "Microsoft.Communication.IncomingCall",
         "eventTime": "2026-03-02T13:59:30Z", "dataVersion": "1.0", "data": {"incomingCallContext": "offer-\(id)",
         "to": {"rawId": "4:\(to)"}, "from": {"rawId": "4:+14255550100"}, "correlationId": "c-\(id)"}}
        """
    }

    @Test func offersToPhonesAreTakenOutAndTheRestIsHandedOn() async throws {
        try await Bench.with { bench in
            let (mine, others) = (offer(ServiceBench.phone, "1"), offer(ServiceBench.desk, "2"))
            let uri = "/events/incoming?secret=s3cret"
            #expect(await bench.send(.POST, uri, "[\(mine)]")?.status == 200)
            #expect(bench.handedOn.withLockedValue { $0.isEmpty })
            #expect(await bench.send(.POST, uri, "[\(mine), \(others)]")?.status == 202)
            let request = try #require(bench.handedOn.withLockedValue { $0.first })
            #expect(request.head.uri == uri && request.head.headers.first(name: "aeg-event-type") == "Notification")
            #expect(request.head.headers.first(name: "x") == nil)
            let body = try JSONValue(parsing: request.body)
            #expect(body.arrayValue?.compactMap { $0["id"]?.stringValue } == ["2"])
            // The same offer rings once.
            let calls = try await bench.calls()
            #expect(calls.map { $0.legs.map(\.phone) } == [[ServiceBench.phone]] && calls[0].legs[0].isRung)
        }
    }

    @Test func withoutTheSecretNoPhoneRings() async throws {
        try await Bench.with { bench in
            let mine = offer(ServiceBench.phone, "1")
            #expect(await bench.send(.POST, "/events/incoming?secret=other", "[\(mine)]")?.status == 202)
            let calls = try await bench.calls()
            #expect(calls.isEmpty)
            #expect(bench.handedOn.withLockedValue { $0.count } == 1)
        }
    }

    @Test func handshakesAndHealthAreHandedOnAndOperatorsAreNot() async throws {
        try await Bench.with { bench in
            let handshake = await bench.send(.OPTIONS, "/events/incoming")
            #expect(handshake?.headers.contains { $0 == ("webhook-allowed-origin", "here") } == true)
            #expect(handshake?.headers.contains { $0.name == "server" } == false)
            #expect(await bench.send(.GET, "/health/ready")?.status == 202)
            for uri in ["/v1/sessions", "/", "/events", "/events/../v1/sessions", "//v1"] {
                #expect(await bench.send(.POST, uri)?.status == 404, "\(uri)")
            }
        }
    }

    @Test func onlyAddressesThatWereMadeHereReachAPhone() async throws {
        try await Bench.with { bench in
            let address = bench.line.way.address(7, 1)
            #expect(address.hasPrefix("https://calls.example.com/events/phones/"))
            let path = String(address.dropFirst("https://calls.example.com".count))
            #expect(await bench.send(.POST, path, "[]")?.status == 200)
            #expect(await bench.send(.POST, path, "nonsense")?.status == 400)
            #expect(await bench.send(.GET, path)?.status == 405)
            #expect(await bench.send(.POST, "/events/phones/guess/7/1", "[]")?.status == 403)
            #expect(bench.handedOn.withLockedValue { $0.isEmpty })
        }
    }
}
