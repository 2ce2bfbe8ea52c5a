import CallJournal
import CallModel
import Testing

/// A journal with every kind of record and every choice inside them.
enum SampleRecords {
    static func all(of session: SessionID) -> [JournalRecord] {
        bodies.enumerated().map {
            JournalRecord(session: session, seq: $0 + 1, at: 1_700_000_000.25 + Double($0), body: $1)
        }
    }

    private static let bodies: [JournalRecord.Body] =
        [.begin(begin(.incomingCall(hook: 3)))] + events + answers + outputs + [
            .end(EndRecord(way: .failed, report: "ä"))
        ]

    static func begin(_ cause: BeginRecord.Cause) -> BeginRecord {
        BeginRecord(
            intakeKey: "grid:1", cause: cause, flow: "front desk", generation: "abc", level: 2,
            luaRelease: "Lua 5.4.4", environment: "def", seed: .max)
    }

    private static let events: [JournalRecord.Body] = [
        EventRecord.Way.callback, .grid, .asked, .stream, .signal, .launch,
    ].enumerated().map { index, way in
        let event = CallEvent(
            id: "id-\(index)", name: "PlayCompleted", source: "calling/callConnections/c", subject: "s",
            time: "2026-01-01T00:00:00Z", data: [0x7B, 0, 255, 0x7D])
        let leg = index == 0 ? nil : OperationID(index, isRuntime: index % 2 == 0)
        return .event(EventRecord(leg: leg, event: event, arrived: -0.0, via: way, isInert: index == 3))
    }

    private static let answers: [JournalRecord.Body] = [
        .response(
            ResponseRecord(op: OperationID(1), attempt: 2, result: .answered(status: 202, body: Array("{}".utf8)))),
        .response(ResponseRecord(op: OperationID(1), attempt: 2, result: .answered(status: 204, body: []))),
        .response(ResponseRecord(op: OperationID(2), attempt: 1, result: .fault(SendFault(.notSent, "refused")))),
        .response(ResponseRecord(op: OperationID(2), attempt: 1, result: .fault(SendFault(.unknown, "cut")))),
        .timer(TimerRecord(number: 300, due: 1_700_000_001)),
        .resume(ResumeRecord(node: "n", epoch: 7, downSince: 1, graceUntil: 6)),
        .operatorCommand(OperatorRecord(who: "me", command: "hangup", arguments: "{}")),
        .operatorCommand(.stopped(report: "a loop", steps: 2)),
    ]

    private static let outputs: [JournalRecord.Body] =
        [RepeatClass.id, .ask, .sameEffect, .audible, .outside].map { kind in
            .request(
                RequestRecord(
                    op: OperationID(5), leg: 1, action: "play", repeatClass: kind,
                    request: PreparedRequest(
                        method: "POST", path: "/calling/x:play?api=1", body: [1, 2, 3], takesRepeatability: kind == .id),
                    timeLimit: 30.5))
        } + [
            .sent(
                SentRecord(
                    op: OperationID(5), attempt: 1, context: "5.1 mine",
                    send: SendAttempt(repeatabilityID: "0000", firstSent: 12, timeLimit: 9))),
            .sent(
                SentRecord(
                    op: OperationID(5), attempt: 2, context: "5.2",
                    send: SendAttempt(repeatabilityID: nil, firstSent: 12))),
            .restart(
                RestartRecord(
                    handler: "again",
                    data: [
                        "whole": 1, "real": .number(1), "text": "ü",
                        "list": .array([.null, true, false, .integer(.min)]),
                        "none": .object([:]),
                    ], snapshot: [0x7B, 0, 255, 0x7D])),
            .restart(RestartRecord(handler: "", data: .null)),
        ]
}

extension JournalContract {
    func givesEveryKindOfRecordBackAsItWas() async throws {
        let records = SampleRecords.all(of: Self.first)
        #expect(await commit(write(Self.first, Array(records.prefix(5)))) == .durable)
        for record in records.dropFirst(5) { #expect(await commit(write(Self.first, [record])) == .durable) }
        #expect(try await journal.records(of: Self.first) == records)
        let begun = SampleRecords.begin(.gridEvent)
        let other = JournalRecord(session: Self.second, seq: 1, at: 1, body: .begin(begun))
        #expect(await commit(write(Self.second, [other])) == .durable)
        #expect(try await journal.openSessions().map(\.begin) == [begun])
    }
}
