import CallModel
import NIOConcurrencyHelpers
import NIOSSL
import Testing

@testable import FlowWeb

struct FlowWebClientTests {
    @Test func aRequestIsSentAsItIsGiven() async throws {
        let server = try await RawServer.start { _ in [RawServer.answer(201, "héllo", "X-A: 1", "X-A: 2")] }
        let client = Asking.local(secrets: ["CRM": "t0ken", "PW": "geheim"])
        let request = WebRequest(
            method: "POST", url: "http://a.test:\(server.port)/x?y=1",
            headers: [
                .init("X-Kept", .text("As Is")), .init("Authorization", .bearer(.secret("CRM"))),
                .init("X-Key", .secret("PW")),
            ], body: #"{"a":1}"#)
        let response = try await Asking.response(client, request)
        #expect(
            response
                == WebResponse(
                    status: 201, headers: [("content-length", "6"), ("x-a", "1, 2")], body: "héllo"))
        let sent = try #require(server.requests.first)
        #expect(sent.hasPrefix("POST /x?y=1 HTTP/1.1\r\n"))
        for line in [
            "X-Kept: As Is", "Authorization: Bearer t0ken", "X-Key: geheim", "host: a.test:\(server.port)",
            "User-Agent: hookswitch",
        ] { #expect(sent.lowercased().contains(line.lowercased() + "\r\n"), "\(line) in \(sent)") }
        #expect(sent.hasSuffix("\r\n\r\n" + #"{"a":1}"#))
        await client.shutdown()
        await server.stop()
    }

    @Test func aSecretNeverComesBack() async throws {
        let server = try await RawServer.start { request in
            [RawServer.answer(200, "you said: \(request)", "X-Echo: geheim")]
        }
        let client = Asking.local(secrets: ["PW": "geheim"])
        let basic = WebRequest(
            method: "GET", url: "http://a.test:\(server.port)/",
            headers: [.init("Authorization", .basic(user: "me", password: .secret("PW"))), .init("X", .secret("PW"))])
        let response = try await Asking.response(client, basic)
        #expect(response.header("x-echo") == "[secret PW]")
        #expect(!response.body.contains("geheim"))
        #expect(!response.body.contains("bWU6Z2VoZWlt"))
        #expect(response.body.contains("Basic [secret PW]"))
        #expect(server.requests[0].contains("Basic bWU6Z2VoZWlt"))
        let missing = try await Asking.fault(
            client, WebRequest(method: "GET", url: basic.url, headers: [.init("X", .secret("OTHER"))]))
        #expect(missing == SendFault(.notSent, "the secret OTHER is not set on this node", reason: .notSent))
        await client.shutdown()
        await server.stop()
    }

    // MARK: - Addresses

    @Test func noAddressThatIsNotPublicIsConnectedTo() async throws {
        let server = try await RawServer.start { _ in [RawServer.answer(200)] }
        let hosts = [
            "evil.test": ["8.8.8.8", "127.0.0.1"], "meta.test": ["169.254.169.254"],
            "mapped.test": ["::ffff:127.0.0.1"],
        ]
        let client = FlowWebClient(policy: WebPolicy(), resolver: FixedResolver(hosts: hosts))
        for host in hosts.keys.sorted() {
            let fault = try await Asking.fault(
                client, WebRequest(method: "GET", url: "http://\(host):\(server.port)/"))
            #expect(fault.kind == .notSent)
            #expect(fault.reason == .refusedAddress, "\(fault)")
        }
        let real = FlowWebClient(policy: WebPolicy())
        for host in ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.0.0.1", "[::ffff:127.0.0.1]"] {
            let fault = try await Asking.fault(real, WebRequest(method: "GET", url: "http://\(host):\(server.port)/"))
            #expect(fault.reason == .refusedAddress || fault.reason == .unreachable, "\(host): \(fault)")
        }
        #expect(server.requests.isEmpty)
        await client.shutdown()
        await server.stop()
    }

    @Test func onlyAllowedHostsAreAskedAlsoAfterRedirects() async throws {
        let server = try await RawServer.start { _ in [RawServer.answer(302, "", "Location: //b.test:\(9)/")] }
        let policy = WebPolicy(
            allowedHosts: [HostPattern("a.test")].compactMap { $0 },
            privateBlocks: [IPBlock("127.0.0.0/8")].compactMap { $0 })
        let client = FlowWebClient(
            policy: policy, resolver: FixedResolver(hosts: ["a.test": ["127.0.0.1"], "b.test": ["127.0.0.1"]]))
        let fault = try await Asking.fault(client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/"))
        #expect(fault.reason == .refusedAddress)
        #expect(fault.message == "the host b.test may not be asked (--http-allow)")
        await client.shutdown()
        await server.stop()
    }

    @Test func nobodyThereIsNotSent() async throws {
        let closed = try ClosedPort()
        let client = Asking.local()
        let fault = try await Asking.fault(client, WebRequest(method: "POST", url: "http://a.test:\(closed.port)/"))
        #expect(fault.kind == .notSent)
        #expect(fault.reason == .unreachable, "\(fault)")
        let unknown = try await Asking.fault(client, WebRequest(method: "GET", url: "http://c.test/"))
        #expect(unknown == SendFault(.notSent, "no address is known for c.test", reason: .unreachable))
        await client.shutdown()
    }

    @Test func theNextAddressIsTriedWhenNobodyListens() async throws {
        let server = try await RawServer.start { _ in [RawServer.answer(200, "here")] }
        let client = Asking.local(["a.test": ["127.0.0.2", "127.0.0.1"]])
        let response = try await Asking.response(
            client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/"))
        #expect(response.body == "here")
        await client.shutdown()
        await server.stop()
    }

    /// The system would not find these names: whoever connects goes by what was looked at.
    @Test(arguments: ["a.test.", "under_score.test", "A.B-c.test", "0x7f.example"])
    func aNameIsNotLookedUpASecondTime(host: String) async throws {
        let server = try await RawServer.start { _ in [RawServer.answer(200, "here")] }
        let client = Asking.local([host.lowercased(): ["127.0.0.1"]])
        let response = try await Asking.response(
            client, WebRequest(method: "GET", url: "http://\(host):\(server.port)/"))
        #expect(response.body == "here")
        await client.shutdown()
        await server.stop()
    }

    // MARK: - Redirects

    @Test func redirectsAreFollowedAndCredentialsStayWithTheirServer() async throws {
        let second = try await RawServer.start { _ in [RawServer.answer(200, "end")] }
        let port = second.port
        let first = try await RawServer.start { request in
            request.hasPrefix("GET /start")
                ? [RawServer.answer(307, "", "Location: next?q=1")]
                : [RawServer.answer(302, "", "Location: http://b.test:\(port)/far")]
        }
        let client = Asking.local(secrets: ["K": "geheim"])
        let request = WebRequest(
            method: "GET", url: "http://a.test:\(first.port)/start",
            headers: [
                .init("Authorization", .text("mine")), .init("X-Key", .secret("K")),
                .init("Accept", .text("text/plain")),
            ])
        let response = try await Asking.response(client, request)
        #expect(response.body == "end")
        #expect(response.url == "http://b.test:\(port)/far")
        #expect(first.requests.count == 2)
        #expect(first.requests[1].hasPrefix("GET /next?q=1 "))
        #expect(first.requests[1].contains("geheim"))
        let far = try #require(second.requests.first)
        #expect(far.contains("text/plain"))
        #expect(!far.contains("geheim") && !far.contains("mine"))
        await client.shutdown()
        await first.stop()
        await second.stop()
    }

    @Test func redirectsComeToAnEnd() async throws {
        let server = try await RawServer.start { _ in [RawServer.answer(302, "", "Location: /again")] }
        let client = Asking.local()
        let url = "http://a.test:\(server.port)/"
        let fault = try await Asking.fault(client, WebRequest(method: "GET", url: url, redirects: 3))
        #expect(fault.message == "more than 3 redirects")
        #expect(server.requests.count == 4)
        let plain = try await Asking.response(client, WebRequest(method: "GET", url: url, redirects: 0))
        #expect(plain.status == 302)
        #expect(plain.header("location") == "/again")
        await client.shutdown()
        await server.stop()
    }

    @Test func aPostThatIsSentOnMayHaveRun() async throws {
        let closed = try ClosedPort()
        let port = closed.port
        defer { withExtendedLifetime(closed) {} }
        let server = try await RawServer.start { _ in
            [RawServer.answer(303, "", "Location: http://b.test:\(port)/")]
        }
        let client = Asking.local()
        let fault = try await Asking.fault(
            client, WebRequest(method: "POST", url: "http://a.test:\(server.port)/", body: "x"))
        #expect(fault.kind == .unknown)
        await client.shutdown()
        await server.stop()
    }

    // MARK: - Bad servers

    @Test(arguments: [
        ["HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"],
        ["HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"],
    ])
    func anAnswerThatSaysItIsTooLongIsNotRead(parts: [String]) async throws {
        let server = try await RawServer.start { _ in parts.map { .write($0) } }
        let client = Asking.local()
        let fault = try await Asking.fault(
            client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/", maxBytes: 1_000))
        #expect(fault.reason == .tooLarge)
        await server.clientClosed()
        await client.shutdown()
        await server.stop()
    }

    @Test func anEndlessAnswerIsCut() async throws {
        let server = try await RawServer.start { _ in
            [
                .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                .endless("400\r\n" + String(repeating: "x", count: 1_024) + "\r\n"),
            ]
        }
        let client = Asking.local()
        let fault = try await Asking.fault(client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/"))
        #expect(fault == SendFault(.unknown, "the answer has more than 262144 bytes", reason: .tooLarge))
        await server.clientClosed()
        await client.shutdown()
        await server.stop()
    }

    @Test func endlessHeadersAreCut() async throws {
        let server = try await RawServer.start { _ in
            [.write("HTTP/1.1 200 OK\r\n"), .endless("X-More: " + String(repeating: "y", count: 1_000) + "\r\n")]
        }
        let client = Asking.local()
        let fault = try await Asking.fault(client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/"))
        #expect(fault.kind == .unknown)
        #expect(fault.reason == .malformed || fault.reason == .tooLarge, "\(fault)")
        await server.clientClosed()
        await client.shutdown()
        await server.stop()
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "no http at all\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    ])
    func aServerThatLiesIsAnUnknownOutcome(text: String) async throws {
        let server = try await RawServer.start { _ in [.write(text), .close] }
        let client = Asking.local()
        let fault = try await Asking.fault(client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/"))
        #expect(fault.kind == .unknown, "\(fault)")
        #expect(fault.reason == nil || fault.reason == .malformed, "\(fault)")
        await client.shutdown()
        await server.stop()
    }

    @Test func aSlowServerIsCutAtTheLimit() async throws {
        let server = try await RawServer.start { _ in [.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")] }
        let client = Asking.local()
        let fault = try await Asking.fault(
            client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/"), timeLimit: 0.2)
        #expect(fault == SendFault(.unknown, "no answer within 0.2 s", reason: .timeout))
        await server.clientClosed()
        await client.shutdown()
        await server.stop()
    }

    @Test func whatIsCutIsNotHeardOfAndIsClosed() async throws {
        let server = try await RawServer.start { _ in [.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")] }
        let client = Asking.local()
        let told = NIOLockedValueBox(0)
        let exchange = client.send(
            WebRequest(method: "GET", url: "http://a.test:\(server.port)/").prepared, timeLimit: 60
        ) { _ in told.withLockedValue { $0 += 1 } }
        while server.requests.isEmpty { await Task.yield() }
        exchange.cut()
        await server.clientClosed()
        #expect(told.withLockedValue { $0 } == 0)
        await client.shutdown()
        await server.stop()
    }

    @Test func bytesThatAreNoTextAreReplacedOrRefused() async throws {
        let server = try await RawServer.start { request in
            let count = request.hasPrefix("GET /many") ? 200_000 : 3
            return [
                .write("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n"),
                .bytes(Array(repeating: 0xFF, count: count)),
            ]
        }
        let client = Asking.local()
        let few = try await Asking.response(client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/"))
        #expect(few.body == "\u{FFFD}\u{FFFD}\u{FFFD}")
        let many = try await Asking.fault(client, WebRequest(method: "GET", url: "http://a.test:\(server.port)/many"))
        #expect(many.reason == .tooLarge)
        await client.shutdown()
        await server.stop()
    }

    // MARK: - TLS

    @Test func theCertificateIsThatOfTheHostThatWasAsked() async throws {
        let (certificate, key) = try TestCertificate.make()
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)], privateKey: .privateKey(key)))
        let server = try await RawServer.start(tls: context) { _ in [RawServer.answer(200, "sealed")] }
        let hosts = ["localhost": ["127.0.0.1"], "a.test": ["127.0.0.1"]]
        let policy = WebPolicy(privateBlocks: [IPBlock("127.0.0.0/8")].compactMap { $0 })
        let client = FlowWebClient(
            policy: policy, resolver: FixedResolver(hosts: hosts), trustRoots: .certificates([certificate]))
        func url(_ host: String) -> String { "https://\(host):\(server.port)/" }
        #expect(try await Asking.response(client, WebRequest(method: "GET", url: url("localhost"))).body == "sealed")
        let other = try await Asking.fault(client, WebRequest(method: "POST", url: url("a.test")))
        #expect(other.kind == .notSent && other.reason == .unreachable, "\(other)")
        let strict = FlowWebClient(policy: policy, resolver: FixedResolver(hosts: hosts))
        let untrusted = try await Asking.fault(strict, WebRequest(method: "POST", url: url("localhost")))
        #expect(untrusted.kind == .notSent && untrusted.reason == .unreachable, "\(untrusted)")
        #expect(server.requests.count == 1)
        await client.shutdown()
        await strict.shutdown()
        await server.stop()
    }
}
