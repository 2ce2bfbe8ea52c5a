import CallEmulator
import CallJournal
import CallModel
import CallRuntime
import NIOConcurrencyHelpers

/// The line of one story in real time, on a server that serves others beside it. What would disturb these it cannot do.
final class LiveStage: SpecStage {
    private let story: Int
    let phones: any PhoneLine
    private let time: any StageTime
    private let runtime: CallRuntime
    private let book: LiveBook
    let start: Double
    let keyGap: Double
    private let spoken: @Sendable (String) -> Double
    /// Launches and signals that were asked for, by their keys.
    private let asked = NIOLockedValueBox<[String: Answer]>([:])

    private enum Answer {
        case waiting
        case told(SessionID?, DeliveryOutcome)
    }

    init(
        story: Int, line: any PhoneLine, time: any StageTime, runtime: CallRuntime, book: LiveBook, keyGap: Double,
        spoken: @escaping @Sendable (String) -> Double = { _ in 0 }
    ) {
        (self.story, phones, self.time, self.runtime, self.book) = (story, line, time, runtime, book)
        (start, self.keyGap, self.spoken) = (time.now(), keyGap, spoken)
    }

    var now: Double { time.now() }

    func seconds(speaking text: String) -> Double { spoken(text) }

    // MARK: - The runtime

    func launch(_ flow: String, _ params: JSONValue, key: String) throws -> SessionID? {
        let answer = ask(key) { [runtime, story] told in
            runtime.launch(flow: flow, parameters: params, key: StoryName.key(story, key)) { told($0, $1) }
        }
        guard case .told(let session, let outcome) = answer else { return nil }
        switch outcome {
        case .accepted, .duplicate: return session
        default: throw StageFault("the flow '\(flow)' cannot be launched: \(outcome.answer.problem ?? "\(outcome)")")
        }
    }

    func signal(_ session: SessionID, _ name: String, _ data: JSONValue, key: String) throws -> Bool {
        let answer = ask(key) { [runtime, story] told in
            runtime.signal(session, name: name, data: data, key: StoryName.key(story, key)) { told(session, $0) }
        }
        guard case .told(_, let outcome) = answer else { return false }
        switch outcome {
        case .accepted, .duplicate: return true
        default: throw StageFault("the signal '\(name)' was not taken: \(outcome.answer.problem ?? "\(outcome)")")
        }
    }

    /// Asks the runtime once for each key, and again after it was busy.
    private func ask(
        _ key: String, _ body: (@escaping @Sendable (SessionID?, DeliveryOutcome) -> Void) -> Void
    ) -> Answer {
        if let known = asked.withLockedValue({ $0[key] }) { return known }
        asked.withLockedValue { $0[key] = .waiting }
        body { [asked, book, story] session, outcome in
            asked.withLockedValue { asked in
                if case .busy = outcome { asked[key] = nil } else { asked[key] = .told(session, outcome) }
            }
            book.tell(story)
        }
        return .waiting
    }

    func sessions() -> [SessionID] { book.sessions(of: story) }
    func records(of session: SessionID) -> [JournalRecord] { book.records(of: session) }
    /// Sessions live on threads of their own.
    func waitingPlaces(of session: SessionID) -> [String] { [] }
    var logEntries: [SpecLogEntry] { book.logs(of: story) }

    // MARK: - What would disturb others

    func setFaults(_ settings: FaultSettings) throws { throw StageFault.faults }
    func crash(_ plan: CrashPlan) throws { throw StageFault.kills }
    func kill(down: Double?) throws { throw StageFault.kills }

    func begin(_ trouble: MachineTrouble) throws { throw StageFault.troubles }
}
