import CallModel
import Testing

struct WebRequestTests {
    @Test func aRequestIsTheSameBehindTheJournal() {
        let request = WebRequest(
            method: "POST", url: "https://a/x?y",
            headers: [
                .init("Accept", .text("x")), .init("X-Key", .secret("K")), .init("A", .bearer(.secret("T"))),
                .init("B", .bearer(.text("open"))), .init("C", .basic(user: "u", password: .secret("P"))),
            ], body: "b\u{0}\"", maxBytes: 7, redirects: 1, idempotencyKey: "i")
        #expect(WebRequest(request.prepared) == request)
        #expect(WebRequest.shown(request.prepared) == "POST a")
        #expect(WebRequest(PreparedRequest(method: "GET", path: "/x")) == nil)
    }

    @Test(
        arguments: [
            ("GET", nil, RepeatClass.sameEffect), ("PUT", nil, .sameEffect), ("DELETE", nil, .sameEffect),
            ("POST", nil, .outside), ("PATCH", nil, .outside), ("POST", "key", .sameEffect),
        ] as [(String, String?, RepeatClass)])
    func onlyWhatHasTheSameEffectIsRepeated(method: String, key: String?, wanted: RepeatClass) {
        #expect(WebRequest(method: method, url: "https://a/", idempotencyKey: key).repeatClass == wanted)
    }

    @Test func anAnswerIsTheSameBehindTheJournal() {
        let response = WebResponse(
            status: 404, headers: [("X-B", "2"), ("x-b", "3"), ("Content-Type", "application/problem+json; x")],
            body: "b", url: "https://b/")
        guard case .answered(let status, let body) = response.result else {
            Issue.record("no answer")
            return
        }
        #expect(WebResponse(status: status, body: body) == response)
        #expect(response.header("x-b") == "2, 3")
        #expect(response.isJSON)
    }
}
