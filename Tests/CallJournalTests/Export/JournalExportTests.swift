import CallJournal
import CallModel
import Foundation
import Testing

@Suite struct JournalExportTests {
    private let session = SessionID(partition: 7, random: (1, 2))

    private func record(_ body: JournalRecord.Body) -> String {
        JournalExport.record(JournalRecord(session: session, seq: 4, at: 12.5, body: body)).text
    }

    @Test func everyKindHasItsOwnFields() throws {
        #expect(
            record(.begin(SampleRecords.begin(.incomingCall(hook: 3))))
                == #"{"seq":4,"at":12.5,"kind":"begin","intake_key":"grid:1","cause":"incoming_call","hook":3,"#
                + #""flow":"front desk","generation":"abc","level":2,"lua_release":"Lua 5.4.4","environment":"def","#
                + #""seed":"18446744073709551615"}"#)
        let event = CallEvent(
            id: "e", name: "PlayCompleted", source: "s", subject: "t", time: "z", data: Array("{}".utf8))
        #expect(
            record(.event(EventRecord(leg: OperationID(1, isRuntime: true), event: event, arrived: 12, via: .asked)))
                == #"{"seq":4,"at":12.5,"kind":"event","leg":"r1","id":"e","name":"PlayCompleted","source":"s","#
                + #""subject":"t","time":"z","via":"asked","arrived":12.0,"inert":false,"data":{}}"#)
        #expect(
            record(
                .response(
                    ResponseRecord(
                        op: OperationID(1), attempt: 2, result: .answered(status: 200, body: Array("no".utf8)))))
                == #"{"seq":4,"at":12.5,"kind":"response","op":"1","attempt":2,"status":200,"body":"no"}"#)
        #expect(
            record(
                .response(ResponseRecord(op: OperationID(1), attempt: 2, result: .fault(SendFault(.unknown, "cut")))))
                == #"{"seq":4,"at":12.5,"kind":"response","op":"1","attempt":2,"#
                + #""fault":{"kind":"unknown","message":"cut"}}"#)
        #expect(
            record(
                .sent(
                    SentRecord(
                        op: OperationID(5), attempt: 1, context: "5.1",
                        send: SendAttempt(repeatabilityID: nil, firstSent: 12, timeLimit: 9))))
                == #"{"seq":4,"at":12.5,"kind":"sent","op":"5","attempt":1,"context":"5.1","first_sent":12.0,"#
                + #""time_limit":9.0}"#)
        #expect(
            record(.restart(RestartRecord(handler: "h", data: ["a": 1], snapshot: Array("{\"b\":2}".utf8))))
                == #"{"seq":4,"at":12.5,"kind":"restart","handler":"h","data":{"a":1},"snapshot":{"b":2}}"#)
        #expect(
            record(.resume(ResumeRecord(node: "n", epoch: 7, downSince: 1, graceUntil: 6)))
                == #"{"seq":4,"at":12.5,"kind":"resume","node":"n","epoch":7,"down_since":1.0,"grace_until":6.0}"#)
    }

    @Test func aRequestTellsItsExactBodyByHash() {
        let request = RequestRecord(
            op: OperationID(3), leg: 1, action: "play", repeatClass: .audible,
            request: PreparedRequest(method: "POST", path: "/p", body: Array("abc".utf8)), timeLimit: 30)
        #expect(
            record(.request(request))
                == #"{"seq":4,"at":12.5,"kind":"request","op":"3","leg":1,"action":"play","class":"audible","#
                + #""method":"POST","path":"/p","body":"abc","body_sha256":"#
                + #""ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","time_limit":30.0}"#)
    }

    @Test func aSessionIsOneObjectWithItsUnreadEventsAndItsEnd() throws {
        let records = SampleRecords.all(of: session)
        let unread = EventRecord(leg: nil, event: CallEvent(id: "late", name: "Signal"), arrived: 5, via: .signal)
        let export = try #require(
            JournalExport.session(records, unread: [Arrival(session: session, record: unread)]))
        #expect(
            export.objectValue?.members.map(\.name) == [
                "session", "flow", "generation", "level", "began", "end", "unread", "records",
            ])
        #expect(export["end"]?["way"]?.stringValue == "failed")
        #expect(export["unread"]?[0]?["id"]?.stringValue == "late")
        #expect(export["records"]?.arrayValue?.count == records.count)
        #expect(Set(export["records"]?.arrayValue?.compactMap { $0["kind"]?.stringValue } ?? []).count == 10)
        let open = try #require(JournalExport.session(Array(records.dropLast())))
        #expect(open.text.contains(#""end":null,"unread":[],"#))
        #expect(JournalExport.session([]) == nil)
    }

    @Test func aRedactedExportHidesNumbersKeysAndSpeech() {
        let export: JSONValue = [
            "path": "/participants/4%3A%2B14255550123?x=1", "from": ["rawId": "4:+14255550123"],
            "data": ["dtmfResult": ["tones": ["one"]], "speechResult": ["speech": "my secret", "confidence": 0.5]],
        ]
        #expect(
            ExportRedaction.redacted(export).text
                == #"{"path":"/participants/4%3A+1425…23?x=1","from":{"rawId":"4:+1425…23"},"#
                + #""data":{"dtmfResult":{"tones":"redacted"},"speechResult":{"speech":"redacted","confidence":0.5}}}"#)
    }
}
