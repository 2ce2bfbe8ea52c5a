import Testing

@testable import FlowEngine

struct WebAddressTests {
    @Test(arguments: [
        "https://example.com", "https://example.com/", "https://a.b-c.example.com:8443/x/y?z=%20&w#f",
        "HTTPS://Example.COM",
        "http://127.0.0.1:9000/events", "http://localhost/x",
    ])
    func absoluteAddressesAreUsable(text: String) {
        #expect(WebAddress.isUsable(text))
    }

    @Test(arguments: [
        "", "example.com", "/events", "https:/example.com", "https://", "https:///x", "ftp://example.com",
        "http://example.com", "http://127.0.0.1.example.com", "http://localhost@example.com",
        "https://user:pw@example.com",
        "https://example.com:0", "https://example.com:+80", "https://example.com:", "https://example.com:70000",
        "https://example.com:x", "https://exa mple.com",
        "https://example..com", "https://.com", "https://example.com/a b", "https://example.com/\n",
        "https://exämple.com",
        "wss://example.com", "javascript:alert(1)", "https://example.com\\@evil",
    ])
    func othersAreNot(text: String) {
        #expect(!WebAddress.isUsable(text))
    }
}
