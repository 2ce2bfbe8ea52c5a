import CallJournal
import CallModel
import Testing

@Suite struct FieldRedactionTests {
    private let session = SessionID(partition: 7, random: (1, 2))
    private let other = SessionID(partition: 7, random: (1, 3))
    private let data = #"{"to":{"rawId":"4:+14255550123"},"list":[{"tones":["one","two"]}],"from":null,"note":"x"}"#

    private func event(_ redaction: FieldRedaction, _ data: String) -> (record: JournalRecord, data: JSONValue) {
        let event = CallEvent(id: "e", name: "IncomingCall", data: Array(data.utf8))
        let record = redaction.redacted(
            JournalRecord(
                session: session, seq: 1, at: 1,
                body: .event(EventRecord(leg: nil, event: event, arrived: 1, via: .grid))))
        guard case .event(let redacted) = record.body else { return (record, .null) }
        return (record, (try? redacted.event.parsedData()) ?? .null)
    }

    @Test func namedMembersGoWhereverTheyStand() {
        let found = event(FieldRedaction(fields: ["to", "tones", "from"]), data)
        #expect(found.data.text == #"{"to":"redacted","list":[{"tones":"redacted"}],"from":null,"note":"x"}"#)
        #expect(found.record.looksRedacted)
        let untouched = event(FieldRedaction(fields: ["speech"]), data)
        #expect(untouched.data == (try? JSONValue(parsing: data)))
        #expect(!untouched.record.looksRedacted)
    }

    @Test func withAKeyTheyAreSealedAndOnlyThatKeyOpensThem() throws {
        let key = try JournalKey(bytes: Array(0..<32))
        let sealed = event(FieldRedaction(fields: ["to", "tones"], key: key), data)
        #expect(!sealed.data.text.contains("4255550123"))
        #expect(!sealed.data.text.contains("\"one\""))
        #expect(sealed.record.looksRedacted)
        #expect(FieldSeal(key: key).unsealed(sealed.data, of: session) == (try JSONValue(parsing: data)))
        // Neither another key opens them, nor do they pass for another session's.
        let wrong = FieldSeal(key: try JournalKey(bytes: Array(1..<33)))
        #expect(wrong.unsealed(sealed.data, of: session) == sealed.data)
        #expect(FieldSeal(key: key).unsealed(sealed.data, of: other) == sealed.data)
    }

    @Test func doingItTwiceChangesNothingMore() throws {
        for key in [nil, try JournalKey(bytes: Array(0..<32))] {
            let redaction = FieldRedaction(fields: ["to", "tones"], key: key)
            let once = event(redaction, data).record
            #expect(redaction.redacted(once) == once)
        }
    }

    @Test func numbersGoWhereThereIsNoJSON() {
        let redaction = FieldRedaction(fields: [])
        func redacted(_ body: JournalRecord.Body) -> JournalRecord.Body {
            redaction.redacted(JournalRecord(session: session, seq: 1, at: 1, body: body)).body
        }
        let request = RequestRecord(
            op: OperationID(1), leg: 1, action: "get_participant", repeatClass: .sameEffect,
            request: PreparedRequest(method: "GET", path: "/participants/4:%2B14255550123"), timeLimit: 1)
        guard case .request(let hidden) = redacted(.request(request)) else { return #expect(Bool(false)) }
        #expect(hidden.request.path == "/participants/4:+1425…23")
        #expect(
            redacted(.end(EndRecord(way: .failed, report: "no +14255550123")))
                == .end(EndRecord(way: .failed, report: "no +1425…23")))
        let restart = RestartRecord(handler: "h", data: ["round": 1], snapshot: Array("{}".utf8))
        #expect(redacted(.restart(restart)) == .restart(RestartRecord(handler: "h", data: ["round": 1])))
        #expect(redacted(.timer(TimerRecord(number: 1, due: 2))) == .timer(TimerRecord(number: 1, due: 2)))
    }
}

/// What flows ask of the web: a document inside a document, and an address with a query.
@Suite struct WebRedactionTests {
    @Test func bodiesOfFlowsAreLookedInto() throws {
        let session = SessionID(partition: 1, random: (1, 1))
        let redaction = FieldRedaction(fields: ["name"])
        let request = WebRequest(
            method: "POST", url: "https://a.test/x?phone=14255550123", body: #"{"name":"Ada","n":1}"#)
        let asked = redaction.redacted(
            JournalRecord(
                session: session, seq: 1, at: 1,
                body: .request(
                    RequestRecord(
                        op: OperationID(1), leg: 0, action: "http", repeatClass: .outside, request: request.prepared,
                        timeLimit: 10))))
        guard case .request(let record) = asked.body else { return }
        #expect(record.request.path == "https://a.test/x?redacted")
        #expect(WebRequest(record.request)?.body == #"{"name":"redacted","n":1}"#)
        #expect(asked.looksRedacted)
        #expect(redaction.redacted(asked) == asked)
        let response = WebResponse(status: 200, body: #"[{"name":"Ada"}]"#)
        let answered = redaction.redacted(
            JournalRecord(
                session: session, seq: 2, at: 1,
                body: .response(ResponseRecord(op: OperationID(1), attempt: 1, result: response.result))))
        guard case .response(let told) = answered.body, case .answered(let status, let body) = told.result else {
            return
        }
        #expect(WebResponse(status: status, body: body)?.body == #"[{"name":"redacted"}]"#)
        #expect(answered.looksRedacted)
    }
}
