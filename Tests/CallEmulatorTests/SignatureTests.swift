import CallAutomation
import CallModel
import Testing

@testable import CallEmulator

@Suite struct SignatureTests {
    private static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let now = 1_773_309_600.0
    private static let host = "127.0.0.1:8765"

    private func core(_ configure: (inout EmulatorConfiguration) -> Void = { _ in }) throws -> EmulatorCore {
        var configuration = EmulatorConfiguration()
        configuration.accessKey = Self.key
        configure(&configuration)
        return try EmulatorCore(configuration: configuration, startingAt: Self.now, makeID: { "id" })
    }

    /// A request signed over `target`, sent to `sent`.
    private func signed(
        _ method: String = "GET", _ target: String = "/calling/callConnections/abc?api-version=2026-03-12",
        sent: String? = nil, host: String = Self.host, body: String = "", at time: Double = Self.now
    ) throws -> ServiceRequest {
        let date = HTTPDate.format(time)
        let hash = AccessKey.contentHash(Array(body.utf8))
        let text = AccessKey.stringToSign(
            method: method, pathAndQuery: target, date: date, host: host, contentHash: hash)
        let signature = try AccessKey(base64: Self.key).signature(of: text)
        return ServiceRequest(
            method: method, target: sent ?? target,
            headers: [
                "Host": Self.host, "x-ms-date": date, "x-ms-content-sha256": hash,
                "Authorization": "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=\(signature)",
            ], body: Array(body.utf8))
    }

    @Test func theVectorOfTheOfficialClientIsAccepted() throws {
        var core = try core()
        let request = ServiceRequest(
            method: "DELETE", target: "/calling/callConnections/abc?api-version=2026-03-12",
            headers: [
                "Host": Self.host, "x-ms-date": "Thu, 12 Mar 2026 10:00:00 GMT",
                "x-ms-content-sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "Authorization": "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256"
                    + "&Signature=eZx/cYOQH4oZTVdlE3KfVJftoYZDsaUQJIJAHV3Y0I4=",
            ])
        #expect(core.serve(request, at: Self.now).status == 404)
    }

    @Test func quirksOfTheOfficialClientsAreAccepted() throws {
        var core = try core()
        #expect(core.serve(try signed(host: Self.host + "/"), at: Self.now).status == 404)
        let query = "?api-version=2026-03-12"
        let strict = "/calling/callConnections/abc/participants/4%3A%2B15550100" + query
        let loose = "/calling/callConnections/abc/participants/4:%2B15550100" + query
        let plain = "/calling/callConnections/abc/participants/4:+15550100" + query
        #expect(core.serve(try signed("GET", strict, sent: loose), at: Self.now).status == 404)
        #expect(core.serve(try signed("GET", plain, sent: strict), at: Self.now).status == 404)
        let action = "/calling/recordings/rid%2F%3D%2B:pause" + query
        let sent = "/calling/recordings/rid%2F=+:pause" + query
        #expect(core.serve(try signed("POST", action, sent: sent), at: Self.now).status == 404)
    }

    @Test func anythingWrongIsUnauthorized() throws {
        var core = try core()
        var altered = try signed("POST", "/calling/callConnections:answer?api-version=2026-03-12", body: "{}")
        altered.body = Array("{ }".utf8)
        var wrongHash = altered
        wrongHash.headers["x-ms-content-sha256"] = AccessKey.contentHash(altered.body)
        var requests = [
            altered, wrongHash, try signed(at: Self.now - 901), try signed(at: Self.now + 901),
            try signed(host: "other.test"), try signed(sent: "/calling/callConnections/def?api-version=2026-03-12"),
        ]
        for name in ["authorization", "x-ms-date", "x-ms-content-sha256", "host"] {
            var request = try signed()
            request.headers[name] = nil
            requests.append(request)
        }
        var method = try signed()
        method.method = "DELETE"
        requests.append(method)
        for text in ["HMAC-SHA256 x", "Basic x", "Bearer x", "HMAC-SHA256 SignedHeaders=host&Signature=x"] {
            var request = try signed()
            request.headers["authorization"] = text
            requests.append(request)
        }
        for request in requests {
            let response = core.serve(request, at: Self.now)
            #expect(response.status == 401)
            #expect(["7509", "7501"].contains(response.body?["error"]?["code"]?.stringValue))
        }
        #expect(core.serve(try signed(at: Self.now - 899), at: Self.now).status == 404)
    }

    @Test func configuredTokensAreAccepted() throws {
        var core = try core { $0.bearerTokens = ["secret"] }
        var request = try signed()
        request.headers["authorization"] = "Bearer secret"
        #expect(core.serve(request, at: Self.now).status == 404)
    }

    @Test func aKeyThatIsNoneIsAnError() {
        #expect(throws: AccessKey.Fault.self) { try core { $0.accessKey = "not base64!" } }
    }
}
