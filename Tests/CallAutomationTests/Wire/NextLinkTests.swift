import CallModel
import Testing

@testable import CallAutomation

@Suite struct NextLinkTests {
    private func path(_ link: String, endpoint: String? = "https://contoso.communication.azure.com") throws -> String {
        try ActionRequest.prepare(
            .listParticipants(page: link), callConnectionID: "a", endpoint: endpoint.map { try ServiceEndpoint($0) }
        ).path
    }

    private static let list = "/calling/callConnections/a/participants"

    @Test(arguments: [
        ("\(list)?skip=2", "\(list)?skip=2&api-version=2026-03-12"),
        ("\(list)?api-version=2023-03-06&skip=2", "\(list)?skip=2&api-version=2026-03-12"),
        ("\(list)?API-Version=x", "\(list)?api-version=2026-03-12"),
        ("\(list)", "\(list)?api-version=2026-03-12"),
        ("?skip=2", "\(list)?skip=2&api-version=2026-03-12"),
        ("participants?skip=2", "\(list)?skip=2&api-version=2026-03-12"),
        ("https://contoso.communication.azure.com\(list)?t=a%2Fb", "\(list)?t=a%2Fb&api-version=2026-03-12"),
        ("https://CONTOSO.communication.azure.com:443/p/q?a=b#c", "/p/q?a=b&api-version=2026-03-12"),
        ("//contoso.communication.azure.com/p?a=http://x", "/p?a=http://x&api-version=2026-03-12"),
    ])
    func linksAreReducedToPathAndQueryWithOurVersion(_ link: String, _ wanted: String) throws {
        #expect(try path(link) == wanted)
    }

    @Test func aLinkWithAPortIsOursWhenThePortIs() throws {
        #expect(try path("http://127.0.0.1:80/p", endpoint: "http://127.0.0.1") == "/p?api-version=2026-03-12")
        #expect(try path("http://[::1]:81/p", endpoint: "http://[::1]:81") == "/p?api-version=2026-03-12")
    }

    @Test(arguments: [
        "https://evil.test/p", "http://contoso.communication.azure.com/p", "//evil.test/p",
        "https://contoso.communication.azure.com:444/p", "https://contoso.communication.azure.com.evil.test/p",
        "https://contoso.communication.azure.com@evil.test/p", "https://user@contoso.communication.azure.com/p",
        "https:///p", "ftp://contoso.communication.azure.com/p",
    ])
    func aLinkToAnotherHostIsAMistake(_ link: String) throws {
        let fault = try #require(throws: RequestFault.self) { try path(link) }
        #expect(fault.description.contains("leads to another host"))
    }

    @Test func withoutAnEndpointNoAbsoluteLinkIsOurs() throws {
        #expect(throws: RequestFault.self) { try path("https://contoso.communication.azure.com/p", endpoint: nil) }
        #expect(try path("/p", endpoint: nil) == "/p?api-version=2026-03-12")
    }

    @Test(arguments: ["", "/a b", "/a\r\nX: y", "/é", "mailto:a", "/../admin", "a/../../b", "/./p"])
    func whatIsNoAddressIsAMistake(_ link: String) throws {
        let fault = try #require(throws: RequestFault.self) { try path(link) }
        #expect(fault.description.contains("is no address"))
    }

    @Test func theClientKnowsItsEndpoint() throws {
        let client = try CallAutomationClient(
            endpoint: "http://127.0.0.1:1", credential: .bearer { nil }, eventLoops: [])
        let ours = CallAction.listParticipants(page: "http://127.0.0.1:1/p?a=b")
        #expect(try client.prepare(ours, callConnectionID: "a").path == "/p?a=b&api-version=2026-03-12")
        #expect(throws: RequestFault.self) {
            try client.prepare(.listParticipants(page: "http://127.0.0.2:1/p"), callConnectionID: "a")
        }
    }
}
