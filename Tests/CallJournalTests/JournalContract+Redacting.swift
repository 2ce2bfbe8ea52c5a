import CallJournal
import CallModel
import Testing

// What finished sessions are listed by, and what is taken out of them.
extension JournalContract {
    static let redacting: [Check] = [
        Check("lists what a query asks for") { try await $0.listsWhatAQueryAsksFor() },
        Check("redacts ended sessions once, and no open one") { try await $0.redactsEndedSessionsOnce() },
        Check("redacts events that nobody took") { try await $0.redactsEventsThatNobodyTook() },
    ]

    func listsWhatAQueryAsksFor() async throws {
        let ids = (0..<6).map { SessionID(partition: UInt8($0), random: (UInt64($0), 5)) }
        for (index, id) in ids.enumerated() {
            var beginning = SampleRecords.begin(.launch)
            beginning.flow = index % 2 == 0 ? "even" : "odd"
            let begin = JournalRecord(session: id, seq: 1, at: 1_000, body: .begin(beginning))
            #expect(await commit(write(id, [begin])) == .durable)
            if index < 4 { #expect(await commit(write(id, [end(2, id, at: 1_500)])) == .durable) }
        }
        func found(_ query: SessionQuery) async throws -> [SessionID] {
            try await journal.sessions(matching: query).map(\.id)
        }
        #expect(try await found(SessionQuery()) == ids.reversed())
        #expect(try await found(SessionQuery(flow: "odd")) == [ids[5], ids[3], ids[1]])
        #expect(try await found(SessionQuery(isOpen: true)) == [ids[5], ids[4]])
        #expect(try await found(SessionQuery(flow: "even", isOpen: false)) == [ids[2], ids[0]])
        #expect(try await found(SessionQuery(after: ids[3], limit: 2)) == [ids[2], ids[1]])
        #expect(try await found(SessionQuery(after: Self.third)).isEmpty)
        let ends = try await journal.sessions(matching: SessionQuery(limit: 3)).map(\.ended)
        #expect(ends == [nil, nil, 1_500])
    }

    private func pressed(_ session: SessionID, _ seq: Int, _ id: String) -> JournalRecord {
        JournalRecord(session: session, seq: seq, at: 1_001, body: .event(pressed(id)))
    }

    private func pressed(_ id: String) -> EventRecord {
        let event = CallEvent(
            id: id, name: "RecognizeCompleted", subject: "caller/4:+14255550123",
            data: Array(#"{"dtmfResult":{"tones":["one"]},"operationContext":"2.1"}"#.utf8))
        return EventRecord(leg: OperationID(1), event: event, arrived: 1_001, via: .callback)
    }

    private static let tonesGone = #"{"dtmfResult":{"tones":"redacted"},"operationContext":"2.1"}"#

    func redactsEndedSessionsOnce() async throws {
        let redaction = FieldRedaction(fields: ["tones"])
        let ids = (0..<10).map { SessionID(partition: UInt8($0), random: (UInt64($0), 6)) }
        for (index, id) in ids.enumerated() {
            #expect(await commit(write(id, [begin(1, id), pressed(id, 2, "e")], eventIDs: ["e"])) == .durable)
            if index < 9 { #expect(await commit(write(id, [end(3, id, at: 1_500)])) == .durable) }
        }
        var counts: [Int] = []
        for _ in 0..<4 { counts.append(try await journal.rewriteFinished(limit: 6, with: redaction)) }
        #expect(counts == [6, 3, 0, 0])
        for id in ids.dropLast() {
            let records = try await journal.records(of: id)
            #expect(records.map(\.seq) == [1, 2, 3])
            guard case .event(let taken)? = records.dropFirst().first?.body else { return #expect(Bool(false)) }
            #expect(String(decoding: taken.event.data, as: UTF8.self) == Self.tonesGone)
            #expect(taken.event.subject == "caller/4:+1425…23")
        }
        #expect(try await journal.records(of: ids[9])[1] == pressed(ids[9], 2, "e"))
        #expect(try await journal.openSessions().map(\.id) == [ids[9]])
        // What ends later has its turn later.
        #expect(await commit(write(ids[9], [end(3, ids[9], at: 1_600)])) == .durable)
        #expect(try await journal.rewriteFinished(limit: 6, with: redaction) == 1)
    }

    func redactsEventsThatNobodyTook() async throws {
        let arrival = Arrival(session: Self.first, record: pressed("late"))
        #expect(await commit(write(Self.first, [begin(1)])) == .durable)
        #expect(await commit(JournalWrite(session: Self.first, eventIDs: ["late"], arrivals: [arrival])) == .durable)
        #expect(await commit(write(Self.first, [end(2, Self.first, at: 1_500)])) == .durable)
        #expect(try await journal.rewriteFinished(limit: 6, with: FieldRedaction(fields: ["tones"])) == 1)
        let data = try await journal.arrivals(of: Self.first).map {
            String(decoding: $0.record.event.data, as: UTF8.self)
        }
        #expect(data == [Self.tonesGone])
    }
}
