import CallJournal
import CallModel
import FlowEngine

/// Rebuilds a session from its journal: its inputs run through a fresh machine, sending is off, and everything the
/// machine decides must be what the journal says. It begins at the last restart, if there was one: what came before is
/// only numbered.
public final class SessionReplay {
    /// Ready to go on when `step` has returned true.
    public let machine: SessionMachine
    private let records: [JournalRecord]
    /// The index of the next record.
    private var next = 0
    /// The restart that it begins with, until that is replayed.
    private var start: ReplayStart.Restart?

    /// The number of the restart that it begins with; nil when it begins at the beginning.
    public let restartedAt: Int?
    /// How many inputs it takes.
    let cost: Int

    /// A replay that has done nothing yet.
    /// - Parameters:
    ///   - records: the whole journal, from `begin`.
    ///   - last: it begins at a restart before this record.
    /// - Throws: `FlowProblem` when the flow's top level fails.
    public init(
        _ records: [JournalRecord], until last: Int = .max, session: SessionID, definition: FlowDefinition,
        environment: FlowEnvironment,
        context: SessionContext, patterns: PatternMatcher
    ) throws(FlowProblem) {
        self.records = records
        var seed: UInt64 = 0
        if case .begin(let begin)? = records.first?.body { seed = begin.seed }
        let start = ReplayStart(records, until: last)
        self.start = start.restart
        restartedAt = start.restart?.record.seq
        cost = start.cost
        next = start.next
        machine = try SessionMachine(
            id: session, definition: definition, environment: environment, seed: seed,
            restart: restartedAt ?? 0, context: context, patterns: patterns,
            attempts: RecordedOutputs(records[start.next...]))
        machine.instance?.isReplayed(true)
    }

    /// How many records are replayed, or were passed over for a restart.
    public var position: Int { next }

    /// Replays up to `inputs` inputs.
    /// - Returns: whether all records are replayed.
    public func step(inputs: Int = .max) throws(ReplayMismatch) -> Bool {
        var left = inputs
        while start != nil || next < records.count, left > 0 {
            try replayInput()
            left -= 1
        }
        return start == nil && next == records.count
    }

    /// From now on the machine lives: what it sends is drawn from `attempts`.
    public func goLive(attempts: any AttemptSource) -> SessionMachine {
        machine.attempts = attempts
        machine.recordedStop = nil
        machine.instance?.isReplayed(false)
        return machine
    }

    private func replayInput() throws(ReplayMismatch) {
        if let start {
            self.start = nil
            machine.recordedStop = stop(after: next - 1)
            return try compare(machine.goOn(from: start.record, start.restart, start.snapshot))
        }
        let record = records[next]
        let slice: SessionSlice
        machine.recordedStop = stop(after: next)
        switch record.body {
        case .begin(let begin):
            guard next + 1 < records.count, case .event(let event) = records[next + 1].body else {
                throw ReplayMismatch(step: 2, expected: "nothing", got: "the event that began the session")
            }
            slice = machine.begin(begin, event: event, at: record.at)
        case .event(let event) where event.isInert:
            machine.skip(record)
            next += 1
            return
        case .event(let event): slice = machine.take(.event(event), at: record.at)
        case .response(let response): slice = machine.take(.response(response), at: record.at)
        case .timer(let timer): slice = machine.take(.timer(timer), at: record.at)
        case .resume(let resume): slice = machine.take(.resume(resume), at: record.at)
        case .operatorCommand(let command): slice = machine.take(.operatorCommand(command), at: record.at)
        case .request, .sent, .restart, .end:
            throw ReplayMismatch(step: record.seq, expected: JournalWords.of(record.body), got: "nothing")
        }
        let before = next
        try compare(slice)
        if next == before {
            throw ReplayMismatch(step: record.seq, expected: JournalWords.of(record.body), got: "nothing")
        }
    }

    /// Holds what a slice led to against the journal.
    private func compare(_ begun: SessionSlice) throws(ReplayMismatch) {
        var slice = begun
        while !slice.isWhole { slice = machine.goOn() }
        for got in slice.records {
            guard next < records.count else {
                throw ReplayMismatch(
                    step: got.seq, expected: "nothing", got: JournalWords.of(got.body), place: place(of: got))
            }
            let expected = records[next]
            guard got == expected || Self.saysTheSame(got.body, expected.body) else {
                var mismatch = ReplayMismatch(
                    step: expected.seq, expected: JournalWords.of(expected.body), got: JournalWords.of(got.body),
                    place: place(of: got))
                if case .request(let old) = expected.body, case .request(let new) = got.body,
                    let difference = BodyDifference.first(old.request.body, new.request.body)
                {
                    mismatch.member = difference.place
                    mismatch.values = (difference.old, difference.new)
                }
                if case .restart(let old) = expected.body, case .restart(let new) = got.body,
                    let difference = BodyDifference.first(old.snapshot, new.snapshot)
                {
                    mismatch.member = difference.place
                    mismatch.values = (difference.old, difference.new)
                }
                throw mismatch
            }
            next += 1
        }
    }

    /// A snapshot in a form that is not written any more differs, and says nothing.
    private static func saysTheSame(_ got: JournalRecord.Body, _ expected: JournalRecord.Body) -> Bool {
        guard case .restart(let new) = got, case .restart(let old) = expected else { return false }
        return new.handler == old.handler && new.data == old.data && SessionSnapshot(old.snapshot) == nil
    }

    /// The stop that the slice of the input at `index` came to; nil when it came to none.
    private func stop(after index: Int) -> (report: String, steps: Int)? {
        for record in records[(index + 1)...] {
            if case .operatorCommand(let command) = record.body, let stop = command.stop {
                return stop.steps.map { (stop.report, $0) }
            }
            // The event of the beginning belongs to its slice.
            if record.isInput, record.seq != 2 { return nil }
        }
        return nil
    }

    /// The flow's line that decided a record.
    func place(of record: JournalRecord) -> String? {
        switch record.body {
        case .request(let request): machine.operations[request.op]?.place ?? machine.web[request.op]?.place
        case .sent(let sent): machine.operations[sent.op]?.place ?? machine.web[sent.op]?.place
        default: nil
        }
    }
}
