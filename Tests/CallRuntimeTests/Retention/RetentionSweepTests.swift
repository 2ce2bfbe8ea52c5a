import CallJournal
import CallModel
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import CallRuntime

/// What a sweep takes out of the store, and what it leaves.
struct RetentionSweepTests {
    private let journal = MemoryJournal()
    private let clock = TestClock()
    private let collections = NIOLockedValueBox(0)

    private func sweep(_ change: (inout RetentionSettings) -> Void = { _ in }) -> RetentionSweep {
        var settings = RetentionSettings()
        settings.keepFinished = 60
        settings.collectInterval = 1_000
        change(&settings)
        return RetentionSweep(
            journal, settings: settings, clock: clock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { [collections] in
            collections.withLockedValue { $0 += 1 }
            return 2
        }
    }

    /// Writes sessions that began now; they have ended at once, or are open.
    private func sessions(_ numbers: ClosedRange<Int>, ended: Bool = true) {
        for number in numbers {
            let id = SessionID(partition: 1, random: (UInt64(number), 1))
            let begin = BeginRecord(
                intakeKey: "k\(number)", cause: .launch, flow: "f", generation: "g", level: 1, luaRelease: "Lua 5.4.4",
                environment: "e", seed: 1)
            let event = EventRecord(
                leg: nil, event: CallEvent(id: "e\(number)", name: "Launch", data: Array(#"{"tones":"1"}"#.utf8)),
                arrived: clock.now(), via: .launch)
            var bodies: [JournalRecord.Body] = [.begin(begin), .event(event)]
            if ended { bodies.append(.end(EndRecord(way: .finished))) }
            let records = bodies.enumerated().map {
                JournalRecord(session: id, seq: $0 + 1, at: clock.now(), body: $1)
            }
            journal.commit(JournalWrite(session: id, records: records), on: 0) { #expect($0 == .durable) }
        }
    }

    @Test func whatHasEndedGoesWhenItsTimeIsOverAndWhatIsOpenStays() async throws {
        sessions(1...3)
        sessions(4...4, ended: false)
        let sweep = sweep()
        try await clock.advance(59)
        #expect(try await sweep.once() == RetentionSweep.Report())
        sessions(5...5)
        try await clock.advance(2)
        let report = try await sweep.once()
        #expect(report.removed == 3 && report.generations == 2)
        #expect(try await journal.sessions(limit: 10).count == 2)
        #expect(try await journal.openSessions().count == 1)
    }

    @Test func smallStepsRemoveEverythingAllTheSame() async throws {
        sessions(1...23)
        let sweep = sweep { $0.step = 5 }
        try await clock.advance(61)
        #expect(try await sweep.once().removed == 23)
        #expect(try await journal.sessions(limit: 100).isEmpty)
    }

    @Test func generationsAreCollectedAfterRemovalsAndOnceInALongTime() async throws {
        let sweep = sweep()
        #expect(try await sweep.once().generations == 0)
        #expect(collections.withLockedValue { $0 } == 0)
        try await clock.advance(1_001)
        #expect(try await sweep.once().generations == 2)
        _ = try await sweep.once()
        #expect(collections.withLockedValue { $0 } == 1)
    }

    @Test func whatStaysIsRedactedOnceAndWhatIsOpenNever() async throws {
        sessions(1...3)
        sessions(4...4, ended: false)
        let sweep = sweep {
            $0.redaction = FieldRedaction(fields: ["tones"])
            $0.step = 2
        }
        #expect(try await sweep.once().redacted == 3)
        #expect(try await sweep.once() == RetentionSweep.Report())
        for session in try await journal.sessions(limit: 10) {
            guard case .event(let event) = try await journal.records(of: session.id)[1].body else {
                Issue.record("the second record is no event")
                continue
            }
            let text = String(decoding: event.event.data, as: UTF8.self)
            #expect(text == (session.end == nil ? #"{"tones":"1"}"# : #"{"tones":"redacted"}"#))
        }
    }
}
