import Foundation
import Testing

@testable import CallAutomation

@Suite struct ServiceEndpointTests {
    @Test(arguments: [
        ("https://me.communication.azure.com", true, "me.communication.azure.com", 443, "me.communication.azure.com"),
        ("https://me.test:8443/", true, "me.test", 8443, "me.test:8443"),
        ("http://127.0.0.1:8765", false, "127.0.0.1", 8765, "127.0.0.1:8765"),
        ("http://localhost", false, "localhost", 80, "localhost"),
        ("http://[::1]:80", false, "::1", 80, "[::1]:80"),
    ])
    func addressesAreTakenApart(_ text: String, _ isSecure: Bool, _ host: String, _ port: Int, _ authority: String)
        throws
    {
        let endpoint = try ServiceEndpoint(text)
        #expect(endpoint.isSecure == isSecure && endpoint.host == host && endpoint.port == port)
        #expect(endpoint.authority == authority)
    }

    @Test(arguments: [
        "", "me.test", "ftp://me.test", "https://", "https://me.test/path", "https://u@me.test", "https://a?b",
    ])
    func otherTextsAreRefusedWithTheirWords(_ text: String) throws {
        let fault = try #require(throws: ServiceEndpoint.Fault.self) { try ServiceEndpoint(text) }
        #expect(fault.description.contains("'\(text)'"))
    }

    @Test func ourBase64IsFoundationsBase64() {
        for length in 0...70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ length) }
            var text: [UInt8] = []
            bytes.withUnsafeBytes { Base64.append($0, to: &text) }
            #expect(String(decoding: text, as: UTF8.self) == Data(bytes).base64EncodedString())
        }
    }

    @Test func requestIDsAreUUIDsOfVersion4() throws {
        let ids = (0..<200).map { _ in RequestID.random() }
        #expect(Set(ids).count == 200)
        for id in ids {
            #expect(UUID(uuidString: id) != nil && id == id.lowercased())
            let letters = Array(id)
            #expect(letters[14] == "4" && "89ab".contains(letters[19]))
        }
    }

    @Test func serviceErrorsAreReadInFull() {
        let body =
            #"{"error":{"code":"8523","message":"bad","target":"playTo","details":[{"code":"a","message":"more"}]}}"#
        let error = ServiceError(status: 400, body: Array(body.utf8))
        #expect(error.status == 400 && error.code == "8523" && error.subCode == 8523)
        #expect(error.target == "playTo" && error.details == ["more"] && error.remedy != nil)
        #expect(error.description.hasPrefix("the service answered 400 / 8523; bad; more; target: playTo; "))
        #expect(ServiceError(status: 418, body: []).description == "the service answered 418")
    }
}
