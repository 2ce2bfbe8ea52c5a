import CallModel
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import CallAutomation

@Suite struct ClientConnectionTests {
    @Test func theSecondRequestReusesTheConnection() async throws {
        try await ClientHarness.with(script: { _, _ in [.answer(202, "{}")] }) { harness in
            for _ in 1...20 { #expect(await harness.send(ClientHarness.play).status == 202) }
            #expect(harness.server.connections == 1)
        }
    }

    @Test func aHundredRequestsAtOnceShareTheConnectionsOfOneLoop() async throws {
        var configuration = ClientHarness.configuration
        configuration.maxConnections = 8
        try await ClientHarness.with(
            configuration, script: { _, request in [.answer(200, String(decoding: request.body, as: UTF8.self))] },
            { harness in
                let answers = await withTaskGroup(of: (Int, String?).self) { group in
                    for number in 1...100 {
                        group.addTask {
                            let request = PreparedRequest(method: "POST", path: "/p", body: Array("\(number)".utf8))
                            return (number, await harness.send(request).text)
                        }
                    }
                    return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                #expect(answers.count == 100)
                for (number, text) in answers { #expect(text == "\(number)") }
                #expect(harness.server.connections <= 8)
            })
    }

    @Test func eachShardHasItsOwnLoopAndConnections() async throws {
        let server = try await ScriptedServer.start { _, _ in [.answer(200)] }
        let loops = (0..<3).map { _ in MultiThreadedEventLoopGroup.singleton.next() }
        let client = try CallAutomationClient(
            endpoint: "http://127.0.0.1:\(server.port)",
            credential: .accessKey(try AccessKey(base64: ClientHarness.key)), eventLoops: loops,
            configuration: ClientHarness.configuration)
        for _ in 1...2 {
            for (shard, loop) in loops.enumerated() {
                #expect(await client.sendAndWait(ClientHarness.play, on: loop, shard: shard).status == 200)
            }
        }
        #expect(server.connections == 3)
        #expect(await client.sendAndWait(ClientHarness.play, on: loops[0], shard: 3).fault?.kind == .notSent)
        await client.shutdown()
        await server.stop()
    }

    @Test func aFullQueueRefuses() async throws {
        var configuration = ClientHarness.configuration
        configuration.maxWaiting = 1
        try await ClientHarness.with(configuration, script: { _, _ in [.answer(200)] }) { harness in
            let (client, loop) = (harness.client, harness.loop)
            let results = try await loop.flatSubmit {
                // In one turn of the loop, so that no connection can come between.
                let promises = (1...2).map { _ in loop.makePromise(of: SendResult.self) }
                for promise in promises {
                    client.send(
                        ClientHarness.play, attempt: SendAttempt(repeatabilityID: nil, firstSent: 0), on: 0,
                        completion: { promise.succeed($0) })
                }
                return EventLoopFuture.whenAllSucceed(promises.map(\.futureResult), on: loop)
            }.get()
            #expect(results[0].status == 200)
            #expect(results[1].fault == SendFault(.notSent, "too many requests wait for a connection to the service"))
        }
    }

    @Test func aConnectionThatTheServiceClosedBetweenRequestsIsReplaced() async throws {
        try await ClientHarness.with(
            script: { number, _ in number == 1 ? [.answer(202), .closeOutput] : [.answer(202)] },
            { harness in
                #expect(await harness.send(ClientHarness.play).status == 202)
                await harness.server.clientClosed()
                #expect(await harness.send(ClientHarness.play).status == 202)
                #expect(harness.server.connections == 2)
            })
    }

    @Test func aReusedConnectionCutBeforeTheAnswerIsUnknownForAPlayAndRepeatedForATransfer() async throws {
        let script: ScriptedServer.Script = { number, _ in number == 2 ? [.close] : [.answer(202)] }
        try await ClientHarness.with(script: script) { harness in
            #expect(await harness.send(ClientHarness.play).status == 202)
            #expect(await harness.send(ClientHarness.play).fault?.kind == .unknown)
            #expect(harness.server.requests.count == 2)
        }
        var slow = ClientHarness.configuration
        slow.retry = RetryPolicy(maxRetries: 3, baseDelay: 3_600)
        try await ClientHarness.with(slow, script: script) { harness in
            #expect(await harness.send(ClientHarness.play).status == 202)
            #expect(await harness.send(ClientHarness.transfer).status == 202)
            #expect(harness.server.requests.count == 3)
        }
    }

    @Test func connectionCloseIsHonoured() async throws {
        try await ClientHarness.with(script: { _, _ in [.answer(200, "a", headers: ["Connection: close"])] }) {
            harness in
            for _ in 1...2 { #expect(await harness.send(ClientHarness.play).text == "a") }
            #expect(harness.server.connections == 2)
        }
    }

    @Test func idleConnectionsAreClosed() async throws {
        var configuration = ClientHarness.configuration
        configuration.idleTimeout = 0.05
        try await ClientHarness.with(configuration, script: { _, _ in [.answer(200)] }) { harness in
            #expect(await harness.send(ClientHarness.play).status == 200)
            await harness.server.clientClosed()
            #expect(await harness.send(ClientHarness.play).status == 200)
            #expect(harness.server.connections == 2)
        }
    }

    @Test(arguments: [
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n",
            200, "abcde"
        ),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", 200, "a"),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""), ("HTTP/1.1 202 Accepted\r\ncontent-length:0\r\n\r\n", 202, ""),
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}", 404, "{}"),
    ])
    func answersOfEveryFramingAreReadAndTheConnectionKept(_ bytes: String, _ status: Int, _ body: String) async throws {
        try await ClientHarness.with(script: { _, _ in [.write(bytes)] }) { harness in
            for _ in 1...2 {
                #expect(await harness.send(ClientHarness.play) == .answered(status: status, body: Array(body.utf8)))
            }
            #expect(harness.server.connections == 1)
        }
    }

    @Test func anAnswerMayComeByteByByte() async throws {
        let bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        try await ClientHarness.with(script: { _, _ in bytes.map { .write(String($0)) } }) { harness in
            #expect(await harness.send(ClientHarness.play).text == "abc")
        }
    }

    @Test func anAnswerMayEndWithTheConnection() async throws {
        try await ClientHarness.with(script: { _, _ in [.write("HTTP/1.1 200 OK\r\n\r\nabc"), .close] }) { harness in
            #expect(await harness.send(ClientHarness.play).text == "abc")
        }
    }

    @Test func anAnswerThatIsTooLongIsGivenUpAndNotRepeated() async throws {
        var configuration = ClientHarness.configuration
        configuration.maxAnswerBytes = 10
        let chunk = "8\r\nabcdefgh\r\n"
        for bytes in [
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)",
        ] {
            try await ClientHarness.with(configuration, script: { _, _ in [.write(bytes)] }) { harness in
                let fault = await harness.send(ClientHarness.transfer).fault
                #expect(fault == SendFault(.unknown, "the answer is longer than 10 bytes"))
                #expect(harness.server.requests.count == 1)
                await harness.server.clientClosed()
            }
        }
    }

    @Test(arguments: ["nonsense\r\n\r\n", "HTTP/1.1 banana\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"])
    func whatIsNoHTTPIsUnknown(_ bytes: String) async throws {
        try await ClientHarness.with(script: { _, _ in [.write(bytes)] }) { harness in
            #expect(await harness.send(ClientHarness.play).fault?.kind == .unknown)
        }
    }

    @Test func aShutDownClientRefuses() async throws {
        try await ClientHarness.with(script: { _, _ in [.answer(200)] }) { harness in
            #expect(await harness.send(ClientHarness.play).status == 200)
            await harness.client.shutdown()
            await harness.server.clientClosed()
            #expect(await harness.send(ClientHarness.play).fault == SendFault(.notSent, "the client is shut down"))
            await harness.client.shutdown()
        }
    }

    @Test func completionsComeAfterSendReturned() async throws {
        try await ClientHarness.with(credential: .bearer { nil }, script: { _, _ in [.answer(200)] }) { harness in
            _ = await harness.send(ClientHarness.play)
            await harness.client.shutdown()
            let (client, loop) = (harness.client, harness.loop)
            let isLate = try await loop.flatSubmit {
                let promise = loop.makePromise(of: Bool.self)
                let hasReturned = NIOLoopBoundBox(false, eventLoop: loop)
                client.send(
                    ClientHarness.play, attempt: SendAttempt(repeatabilityID: nil, firstSent: 0), on: 0,
                    completion: { _ in promise.succeed(hasReturned.value) })
                hasReturned.value = true
                return promise.futureResult
            }.get()
            #expect(isLate)
        }
    }
}

@Suite struct ClientTLSTests {
    private func client(_ port: Int, _ loop: any EventLoop, trusting: NIOSSLTrustRoots) throws -> CallAutomationClient {
        var configuration = ClientHarness.configuration
        configuration.tls.trustRoots = trusting
        return try CallAutomationClient(
            endpoint: "https://localhost:\(port)", credential: .accessKey(try AccessKey(base64: ClientHarness.key)),
            eventLoops: [loop], configuration: configuration)
    }

    @Test func httpsWorksWithATrustedCertificateAndNothingIsSentWithAnother() async throws {
        let (certificate, key) = try TestCertificate.make()
        let settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        let server = try await ScriptedServer.start(tls: try NIOSSLContext(configuration: settings)) { _, _ in
            [.answer(200, "secret")]
        }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let trusting = try client(server.port, loop, trusting: .certificates([certificate]))
        for _ in 1...3 { #expect(await trusting.sendAndWait(ClientHarness.play, on: loop).text == "secret") }
        #expect(server.connections == 1)
        #expect(server.requests.first?.header("Host") == "localhost:\(server.port)")
        await trusting.shutdown()
        let careful = try client(server.port, loop, trusting: .default)
        #expect(await careful.sendAndWait(ClientHarness.play, on: loop).fault?.kind == .notSent)
        #expect(server.requests.count == 3)
        await careful.shutdown()
        await server.stop()
    }
}
