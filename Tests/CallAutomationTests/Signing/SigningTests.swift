import Testing

@testable import CallAutomation

@Suite struct SigningTests {
    private let keyText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let create =
        "{\"targets\":[{\"rawId\":\"4:+15550100\",\"phoneNumber\":{\"value\":\"+15550100\"}}],"
        + "\"callbackUri\":\"https://example.test/cb\"}"

    struct Vector: Sendable {
        var method: String
        var path: String
        var body: String
        var hash: String
        var signature: String
    }

    static let vectors = [
        Vector(
            method: "POST", path: "/calling/callConnections", body: create,
            hash: "amKp4pTB8q5clENTbUKk8nL7gJzkitNvtRvUtXsGz5U=",
            signature: "8BXHb/aeiEUOvFy4SJfrdqbN4muYbTJlfJPrFfZBqD4="),
        Vector(
            method: "DELETE", path: "/calling/callConnections/abc", body: "",
            hash: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            signature: "eZx/cYOQH4oZTVdlE3KfVJftoYZDsaUQJIJAHV3Y0I4="),
        Vector(
            method: "GET", path: "/calling/callConnections/abc/participants/4%3A%2B15550100", body: "",
            hash: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            signature: "dw5y711A7iPsw0n7e/inEgbOm9NBEZg39LHxCj99hsU="),
    ]

    @Test(arguments: vectors)
    func theOfficialClientsSignaturesAreMet(_ vector: Vector) throws {
        let key = try AccessKey(base64: keyText)
        let hash = AccessKey.contentHash(Array(vector.body.utf8))
        #expect(hash == vector.hash)
        let text = AccessKey.stringToSign(
            method: vector.method, pathAndQuery: vector.path + "?api-version=2026-03-12",
            date: "Thu, 12 Mar 2026 10:00:00 GMT", host: "127.0.0.1:8765", contentHash: hash)
        #expect(key.signature(of: text) == vector.signature)
        #expect(key.isValid(vector.signature, of: text))
        #expect(!key.isValid(vector.signature, of: text + " "))
        #expect(!key.isValid("***", of: text))
    }

    @Test(arguments: ["", "not base64!", "AAE"])
    func whatIsNoKeyIsRefusedWithoutShowingIt(_ text: String) throws {
        let fault = try #require(throws: AccessKey.Fault.self) { try AccessKey(base64: text) }
        #expect(text.isEmpty || !fault.description.contains(text))
    }

    @Test func aConnectionStringIsReadInAnyOrderAndCase() throws {
        for text in [
            "endpoint=https://me.communication.azure.com/;accesskey=\(keyText)",
            "AccessKey=\(keyText);Endpoint=https://me.communication.azure.com",
            "endpoint=https://me.communication.azure.com///;accesskey=\(keyText);",
        ] {
            let read = try ConnectionString(text)
            #expect(read.endpoint == "https://me.communication.azure.com")
            #expect(read.accessKey.signature(of: "a") == (try AccessKey(base64: keyText).signature(of: "a")))
        }
    }

    @Test(arguments: [
        ("", "endpoint"), ("accesskey=AAEC", "endpoint"), ("endpoint=https://a.test", "accesskey"),
        ("endpoint=ftp://a.test;accesskey=AAEC", "endpoint"), ("endpoint=a.test;accesskey=AAEC", "endpoint"),
        ("endpoint=https://a.test;accesskey=*", "Base64"),
    ])
    func aFaultyConnectionStringSaysWhatIsMissing(_ text: String, _ word: String) throws {
        let fault = try #require(throws: AccessKey.Fault.self) { try ConnectionString(text) }
        #expect(fault.description.contains(word))
    }

    @Test(arguments: [
        (0.0, "Thu, 01 Jan 1970 00:00:00 GMT"), (1_773_309_600.9, "Thu, 12 Mar 2026 10:00:00 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ])
    func datesAreWrittenAndReadAsHTTPHasThem(_ seconds: Double, _ text: String) {
        #expect(HTTPDate.format(seconds) == text)
        #expect(HTTPDate.parse(text) == seconds.rounded(.down))
    }

    @Test(arguments: [
        "", "now", "Thu, 12 Mar 2026 10:00:00", "Thu, 12 Foo 2026 10:00:00 GMT", "Thu, 32 Mar 2026 10:00:00 GMT",
        "Thu, 12 Mar 2026 24:00:00 GMT",
    ])
    func whatIsNoDateIsNil(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }
}
