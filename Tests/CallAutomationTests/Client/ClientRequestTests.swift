import CallModel
import Testing

@testable import CallAutomation

@Suite struct ClientRequestTests {
    private func expectSigned(_ request: Received) throws {
        let key = try AccessKey(base64: ClientHarness.key)
        let hash = try #require(request.header("x-ms-content-sha256"))
        #expect(hash == AccessKey.contentHash(request.body))
        let text = AccessKey.stringToSign(
            method: request.head.method.rawValue, pathAndQuery: request.head.uri,
            date: try #require(request.header("x-ms-date")), host: try #require(request.header("Host")),
            contentHash: hash)
        let authorization = try #require(request.header("Authorization"))
        let start = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
        #expect(authorization.hasPrefix(start))
        #expect(key.isValid(String(authorization.dropFirst(start.count)), of: text))
    }

    @Test func aRequestWithABodyCarriesEverythingThatTheServiceWants() async throws {
        try await ClientHarness.with(script: { _, _ in [.answer(202, "{}")] }) { harness in
            #expect(await harness.send(ClientHarness.transfer) == .answered(status: 202, body: Array("{}".utf8)))
            let request = try #require(harness.server.requests.first)
            try expectSigned(request)
            #expect(request.head.method == .POST && request.head.uri == ClientHarness.transfer.path)
            #expect(request.body == ClientHarness.transfer.body)
            #expect(request.header("Host") == "127.0.0.1:\(harness.server.port)")
            #expect(request.header("x-ms-date") == "Thu, 12 Mar 2026 10:00:00 GMT")
            #expect(request.header("Repeatability-Request-ID") == ClientHarness.id)
            #expect(request.header("Repeatability-First-Sent") == "Thu, 12 Mar 2026 09:59:50 GMT")
            #expect(request.header("x-ms-client-request-id") == ClientHarness.id)
            #expect(request.header("Content-Type") == "application/json")
            #expect(request.header("Content-Length") == "7")
            #expect(request.header("User-Agent") == "hookswitch/0.1")
        }
    }

    @Test func aRequestWithoutABodySaysSoAndHasNoType() async throws {
        try await ClientHarness.with(script: { _, _ in [.write("HTTP/1.1 204 No Content\r\n\r\n")] }) { harness in
            for request in [ClientHarness.hangUp, ClientHarness.cancel] {
                #expect(await harness.send(request) == .answered(status: 204, body: []))
            }
            for request in harness.server.requests {
                try expectSigned(request)
                #expect(request.header("Content-Length") == "0" && request.header("Content-Type") == nil)
                #expect(request.header("Repeatability-Request-ID") == nil)
                #expect(request.header("x-ms-client-request-id")?.count == 36)
            }
        }
    }

    @Test func aBearerTokenTakesThePlaceOfTheSignature() async throws {
        try await ClientHarness.with(credential: .bearer { "abc.def" }, script: { _, _ in [.answer(200)] }) { harness in
            #expect(await harness.send(ClientHarness.play).status == 200)
            let request = try #require(harness.server.requests.first)
            #expect(request.header("Authorization") == "Bearer abc.def")
            #expect(request.header("x-ms-date") == nil)
        }
    }

    @Test func withoutATokenNothingIsSent() async throws {
        for token in [nil, "a\r\nX: y", ""] {
            try await ClientHarness.with(credential: .bearer { token }, script: { _, _ in [.answer(200)] }) { harness in
                #expect(await harness.send(ClientHarness.play).fault?.kind == .notSent)
                #expect(harness.server.requests.isEmpty)
            }
        }
    }

    @Test func aPathThatWouldBreakOutOfItsLineIsNotSent() async throws {
        try await ClientHarness.with(script: { _, _ in [.answer(200)] }) { harness in
            for path in ["/a b", "/a\r\nX: y", ""] {
                let result = await harness.send(PreparedRequest(method: "POST", path: path))
                #expect(result.fault?.kind == .notSent)
            }
            #expect(harness.server.requests.isEmpty)
        }
    }

    @Test func theClientPreparesWithItsVersion() throws {
        var configuration = ClientConfiguration()
        configuration.apiVersion = "2023-10-15"
        let client = try CallAutomationClient(
            endpoint: "http://127.0.0.1:1", credential: .bearer { nil }, eventLoops: [], configuration: configuration)
        #expect(
            try client.prepare(.hangUp(forEveryone: false), callConnectionID: "a").path
                == "/calling/callConnections/a?api-version=2023-10-15")
    }
}
