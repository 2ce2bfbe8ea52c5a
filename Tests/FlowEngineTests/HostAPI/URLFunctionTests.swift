import Testing

@testable import FlowEngine

struct URLFunctionTests {
    @Test(
        arguments: [
            ("url.encode 'a b&c/ü~'", "a%20b%26c%2F%C3%BC~"), ("url.decode '%C3%BC+a%20b'", "ü+a b"),
            ("url.query { b = 'x y', a = 1, c = true }", "a=1&b=x%20y&c=true"), ("#url.query {}", "0"),
            ("url.parse('https://Example.com/a%20b?x=1+2&x=3&y').host", "example.com"),
            ("url.parse('https://example.com').port", "443"), ("url.parse('http://example.com:81/').port", "81"),
            ("url.parse('https://example.com').path", "/"), ("url.parse('https://example.com/a%20b?q').path", "/a b"),
            ("json.encode(url.parse('https://example.com/?x=1+2&x=%33&y').query)", #"{"x":"3","y":""}"#),
            ("select(2, url.decode '%2').reason", "malformed"), ("select(2, url.decode '%FF').reason", "malformed"),
            ("select(2, url.parse 'ftp://example.com').message", "begins with neither https nor http"),
            ("select(2, url.parse 'https://example.com/%zz').reason", "malformed"),
        ])
    func anAddressIsWrittenAndTakenApart(code: String, text: String) throws {
        let driver = try InstanceDriver.handling("log.info(\(code))")
        #expect(
            driver.said.first?.contains(text) == true && driver.said.count == 1, "\(driver.failures) \(driver.said)")
    }

    @Test(arguments: [
        ("url.encode()", "'text' is missing"), ("url.query { 'a' }", "'values' must have a name for each value"),
        ("url.query { a = {} }", "'values.a' must be"), ("url.encode(('\\u{1}'):rep(200000))", "600000 bytes"),
    ])
    func aMistakeIsRaised(code: String, sentence: String) throws {
        let driver = try InstanceDriver.handling(code)
        #expect(driver.failures.first?.message.contains(sentence) == true, "\(driver.failures)")
    }
}
