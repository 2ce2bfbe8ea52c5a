import CallJournal
import CallModel
import FlowEngine

/// What one session may leave behind: in the journal and in the log. Everything is counted, nothing timed, so that a
/// replay stops where life did.
extension SessionMachine {
    /// Units for the host's part of a request, beside what its arguments and the journal cost: some 10 µs.
    static let unitsPerRequest = 100
    /// Bytes of an error's message that reports repeat.
    static let shownMessage = 4 << 10

    /// What a record counts: what others sent or the flow decided, and something for its frame.
    static func journalSize(_ body: JournalRecord.Body) -> Int {
        let frame = 64
        switch body {
        case .event(let record): return frame + record.event.data.count + record.event.id.utf8.count
        case .request(let record): return frame + record.request.path.utf8.count + record.request.body.count
        case .sent(let record): return frame + record.context.utf8.count
        case .response(let record):
            if case .answered(_, let body) = record.result { return frame + body.count }
            return frame
        case .operatorCommand(let record): return frame + record.arguments.utf8.count
        case .restart(let record): return frame + record.data.encoded.count + record.snapshot.count
        case .begin, .timer, .resume, .end: return frame
        }
    }

    /// Calls that one session may have had: each is looked at after every input.
    static let mostCalls = 1_000

    /// Whether another call may be opened; else the task is told.
    func hasRoomForCall(_ task: Int) -> Bool {
        if legs.count < Self.mostCalls { return true }
        instance?.answer(task, .mistake("more than \(Self.mostCalls) calls in one session; launch others for more"))
        return false
    }

    /// Stops the flow when its records have grown beyond the limit.
    func stopIfJournalIsFull() {
        guard journalBytes > limits.journalBytes, instance != nil else { return }
        let limit = FlowLimits.settings.first { $0.name == "journal" }?.value(in: limits) ?? ""
        stop("more than \(limit) of journal in one session (limit 'journal')" + lastPlace)
    }

    /// Lets the flow pay for the filters that an event was compared with; false when they cost more than an input may.
    func chargeFilters(_ units: Int) -> Bool {
        instance?.charge(units)
        guard units > limits.lua.instructions else { return true }
        stop("the filters of its waits take too long to compare with an event" + lastPlace)
        return false
    }

    /// Where the flow worked last, for a report.
    var lastPlace: String {
        guard let place = instance?.lastPlace, !place.isEmpty else { return "" }
        return " (\(place))"
    }

    /// Reports an error that ended a handler. The flow's log may be used up by then, so that errors have as much of
    /// their own; whoever fails without end gets no further.
    func reportFailure(_ error: FlowFailure) {
        let most = max(limits.logBytes, 64 << 10)
        guard failureBytes <= most else { return }
        let message = Self.shortened(error.message)
        let traceback = error.traceback.map(Self.shortened)
        failureBytes += message.utf8.count + (traceback?.utf8.count ?? 0) + 64
        let place = error.file.map { "\($0):\(error.line ?? 0)" } ?? ""
        report(message, fields: traceback.map { [("traceback", $0)] } ?? [], place: place)
        if failureBytes > most {
            report(
                "so many errors were reported that the session's further ones are not", level: "warning", place: place)
        }
    }

    /// The beginning of a text that may be as long as a flow likes.
    static func shortened(_ text: String) -> String {
        guard text.utf8.count > shownMessage else { return text }
        let beginning = String(decoding: text.utf8.prefix(shownMessage), as: UTF8.self)
        return "\(beginning)… (\(text.utf8.count) bytes)"
    }
}
