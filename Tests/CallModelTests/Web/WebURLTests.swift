import CallModel
import Testing

struct WebURLTests {
    @Test func anAddressHasItsParts() throws {
        let url = try WebURL("HTTPS://Api.Example.com:8443/a/b?c=d#e")
        #expect((url.scheme, url.host, url.port, url.target) == ("https", "api.example.com", 8_443, "/a/b?c=d"))
        #expect(url.text == "https://api.example.com:8443/a/b?c=d")
        #expect(try WebURL("http://x").text == "http://x/")
        #expect(try WebURL("http://x?y").target == "/?y")
        #expect(try WebURL("http://[2001:DB8::1]:80/").host == "2001:db8::1")
        #expect(try WebURL("http://[2001:DB8::1]:80/").authority == "[2001:db8::1]:80")
        #expect(try WebURL("https://x").effectivePort == 443)
    }

    @Test(arguments: [
        "", "example.com", "ftp://x/", "https://", "https:///x", "https://a b/", "https://user@x/", "https://a:b@x/",
        "https://x:0/", "https://x:65536/", "https://x:/", "https://x:8a/", "https://a..b/", "https://[x]/",
        "https://[::1/", "https://[::1]x/", "https://a:1:2/", "https://a/\u{e9}", "https://a\\b/", "https://a/\r\nX: y",
        "https://a%2eb/", "https://-/\n", "javascript://x/",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(throws: WebURL.Fault.self) { try WebURL(text) }
    }

    @Test(
        arguments: [
            ("https://other/x", "https://other/x"), ("//other:1/x", "https://other:1/x"), ("/x", "https://a:8/x"),
            ("x", "https://a:8/b/x"), ("?q", "https://a:8/b/c?q"),
        ])
    func aLocationLeadsOn(location: String, to: String) throws {
        #expect(try WebURL("https://a:8/b/c?d").resolving(location).text == to)
    }

    @Test func anOriginIsSchemeHostAndPort() throws {
        let url = try WebURL("https://a/x")
        #expect(url.hasSameOrigin(as: try WebURL("https://A:443/y")))
        for other in ["http://a/x", "https://a:444/x", "https://b/x"] {
            #expect(!url.hasSameOrigin(as: try WebURL(other)), "\(other)")
        }
    }

    @Test func aPatternNamesAHostOrAllBelowOne() throws {
        let below = try #require(HostPattern("*.Example.com"))
        #expect(below.matches("a.example.com") && below.matches("a.b.example.com") && below.matches("a.example.com."))
        #expect(
            !below.matches("example.com") && !below.matches("badexample.com") && !below.matches("a.example.com.evil"))
        #expect(HostPattern("crm.internal")?.matches("crm.internal") == true)
        #expect(HostPattern("crm.internal")?.matches("x.crm.internal") == false)
        for wrong in ["", "*", "a.*", "https://x", "x/y", "x:80", "a b"] {
            #expect(HostPattern(wrong) == nil, "\(wrong)")
        }
    }
}
