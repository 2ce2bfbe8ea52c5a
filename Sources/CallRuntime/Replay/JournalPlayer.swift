import CallJournal
import CallModel
import FlowEngine

/// Replays journals beside the runtime: one step by step for a person, or all of them before an upgrade. Nothing is
/// sent, and nothing is written.
public struct JournalPlayer: Sendable {
    /// A record that was replayed.
    public struct Step: Sendable, Equatable {
        /// The record's number.
        public var seq: Int
        /// Seconds since the session began.
        public var elapsed: Double
        /// As timelines name it.
        public var kind: String
        /// What happened, in words.
        public var text: String
        /// The flow's line that decided it, such as `reception/main.lua:12`; nil when none did.
        public var place: String?
    }

    /// What came of a replay.
    public enum Verdict: Sendable, Equatable {
        /// All records that a flow led to come out as they are in the journal: so many, from the beginning or behind the
        /// restart with the number `since`.
        case replays(records: Int, since: Int = 0)
        /// The same, up to where the runtime stopped the flow; what follows was decided without one.
        case replaysUntilStop(records: Int, report: String)
        /// The flow went another way.
        case mismatch(ReplayMismatch)
        /// It could not be tried: its generation is gone, or this binary does not know its level.
        case impossible(String)
        /// Something personal was taken out of it, so it cannot be expected to replay.
        case redacted
    }

    private let journal: any CallJournal
    private let generation: @Sendable (String, String) async throws -> FlowGeneration
    private let prepare: @Sendable (CallAction, String?, String) throws -> PreparedRequest

    /// A player over a store.
    /// - Parameters:
    ///   - generation: finds a generation by its id and the hash of its environment.
    ///   - prepare: makes the exact request of an action, on a connection, in a version of the service's interface.
    public init(
        _ journal: any CallJournal,
        generation: @escaping @Sendable (_ id: String, _ environment: String) async throws -> FlowGeneration,
        prepare:
            @escaping @Sendable (
                CallAction, _ connection: String?, _ apiVersion: String
            ) throws -> PreparedRequest
    ) {
        self.journal = journal
        self.generation = generation
        self.prepare = prepare
    }

    /// Replays a session, from its last restart on if it had one; nil when it is not known.
    /// - Parameters:
    ///   - until: the last record that is replayed; the slice that it is in is replayed whole.
    ///   - isFull: whether steps tell phone numbers, keys and speech.
    ///   - onStep: called for every record, once the replay has said the same.
    public func play(
        _ id: SessionID, until: Int = .max, isFull: Bool = false, onStep: (Step) -> Void = { _ in }
    ) async throws(JournalFault) -> Verdict? {
        let all = try await journal.records(of: id)
        guard case .begin(let begin)? = all.first?.body else { return nil }
        guard supportedLevels.contains(begin.level) else {
            return .impossible("it was begun at another level: \(unsupported(level: begin.level))")
        }
        let stop = Self.stop(in: all)
        let records = Array(all.prefix(stop?.index ?? all.count))
        let replay: SessionReplay
        do {
            let generation = try await generation(begin.generation, begin.environment)
            guard let definition = generation.flows[begin.flow] else {
                return .impossible("its generation has no flow '\(begin.flow)'")
            }
            let environment = generation.environment
            let context = SessionContext(
                prepare: prepare,
                callbackAddress: { "https://replay.invalid/events/calls/\($0)/\($1)/replay" })
            replay = try SessionReplay(
                records, until: until, session: id, definition: definition, environment: environment, context: context,
                patterns: PatternMatcher())
        } catch {
            return .impossible("\(error)")
        }
        defer { replay.machine.drop() }
        var words = TimelineWords(isFull: isFull)
        var told = replay.position
        // What came before is not told, but what follows may speak of it.
        for index in records.indices.prefix(told) {
            let next = index + 1 < all.count ? all[index + 1] : nil
            let line = step(records[index], next: next, since: all[0].at, &words, replay)
            if index == told - 1 { onStep(line) }
        }
        let first = told
        var isDone = false
        do throws(ReplayMismatch) {
            while !isDone, told < records.count ? records[told].seq <= until : true {
                isDone = try replay.step(inputs: 1)
                while told < replay.position {
                    let next = told + 1 < all.count ? all[told + 1] : nil
                    onStep(step(records[told], next: next, since: all[0].at, &words, replay))
                    told += 1
                }
            }
        } catch {
            return records.contains(where: \.looksRedacted) ? .redacted : .mismatch(error)
        }
        if let stop, told == records.count { return .replaysUntilStop(records: told - first, report: stop.report) }
        return .replays(records: told - first, since: replay.restartedAt ?? 0)
    }

    private func step(
        _ record: JournalRecord, next: JournalRecord?, since began: Double, _ words: inout TimelineWords,
        _ replay: SessionReplay
    ) -> Step {
        let text = words.line(record, next: next).text
        return Step(
            seq: record.seq, elapsed: record.at - began, kind: record.body.kind,
            text: words.isFull ? text : NumberRedaction.redacted(text), place: replay.place(of: record))
    }

    /// Where the runtime took a session from its flow because it could not be rebuilt: the index of the first record that
    /// no flow led to. A stop in the middle of a slice replays.
    private static func stop(in records: [JournalRecord]) -> (index: Int, report: String)? {
        for (index, record) in records.enumerated() {
            guard case .operatorCommand(let command) = record.body, let stop = command.stop, stop.steps == nil else {
                continue
            }
            return (index, stop.report)
        }
        return nil
    }
}
