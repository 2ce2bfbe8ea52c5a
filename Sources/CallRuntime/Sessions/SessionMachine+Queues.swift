import CallModel
import FlowEngine

/// Events that are kept for a loop, so that none is lost between two of its turns.
struct EventQueue {
    let number: Int
    /// The leg's number.
    let call: Int
    let name: String
    let filter: EventFilter
    /// The operation whose events they are; nil for all of the call.
    var operation: OperationID?
    /// Seconds that a turn waits; nil for as long as the call goes on.
    var timeout: Double?
    var kept: [CallEvent] = []
    /// The task of the loop.
    var task: Int?
    /// Why nothing comes any more.
    var failure: ActionFailure?
    var isOver = false

    /// More than this many events that nobody takes are a mistake.
    static let limit = 1_000
}

extension SessionMachine {
    /// How many loops a session may go through at a time.
    private static let mostQueues = 64

    /// Keeps the events of a call from now on.
    func openEvents(_ number: Int, _ name: String, _ filter: EventFilter, for task: Int) {
        open(EventQueue(number: queues.count + 1, call: number, name: name, filter: filter), for: task)
    }

    /// Keeps the keys of somebody from now on, and asks the service to tell them.
    func openTones(_ number: Int, _ action: ContinuousDTMFAction, _ timeout: Double?, _ place: String, for task: Int) {
        guard let leg = legs[number] else {
            instance?.answer(task, .callEnded)
            return
        }
        switch ActionLegality.verdict(.startContinuousDTMF, in: leg.state, isOffer: leg.isOffer) {
        case .mistake(let sentence): instance?.answer(task, .mistake(sentence))
        case .ended, .done: instance?.answer(task, .callEnded)
        case .allowed:
            guard hasRoomForOperation(task) else { return }
            let start = CallAction.startContinuousDTMF(action)
            var queue = EventQueue(
                number: queues.count + 1, call: number, name: "ContinuousDtmfRecognitionToneReceived",
                filter: EventFilter())
            queue.timeout = timeout
            let id = decide(start, leg: number, purpose: .flow, timeLimit: start.defaultTimeLimit, place: place)
            // Only a failure is heard of: it ends the loop.
            operations.update(id) { $0.isAwaited = false }
            queue.operation = id
            open(queue, for: task)
        }
    }

    private func open(_ queue: EventQueue, for task: Int) {
        guard queues.values.count(where: { !$0.isOver }) < Self.mostQueues else {
            instance?.answer(
                task, .mistake("more than \(Self.mostQueues) loops over events are open in this session"))
            return
        }
        queues[queue.number] = queue
        if legs[queue.call].map({ $0.hasEnded || $0.state == .disconnected }) ?? true {
            queues[queue.number]?.isOver = true
        }
        instance?.answer(task, .queue(queue.number))
    }

    /// A loop wants its next event.
    func nextEvent(_ number: Int, _ timeout: Double?, for task: Int) {
        guard let queue = queues[number] else {
            instance?.answer(task, .mistake("these events are of another run of the flow"))
            return
        }
        guard queue.task == nil else {
            instance?.answer(task, .mistake("another task waits for these events already"))
            return
        }
        if let event = queue.kept.first {
            queues[number]?.kept.removeFirst()
            instance?.answer(task, queue.outcome(event))
        } else if queue.isOver {
            instance?.answer(task, queue.failure.map { .failure($0) } ?? .over)
        } else {
            queues[number]?.task = task
            if let seconds = timeout ?? queue.timeout { setTimer(.queue(task: task), after: seconds) }
        }
    }

    /// Gives an event to the loops that want it; false when none does.
    func serveQueues(_ event: CallEvent, on number: Int?) -> Bool {
        guard let number, queues.values.contains(where: { $0.call == number && !$0.isOver }) else { return false }
        var (data, taken) = (JSONValue?.none, false)
        let before = patterns.work
        for key in queues.keys.sorted() {
            guard let queue = queues[key], queue.call == number, !queue.isOver,
                queue.name == event.name || queue.name == "*"
            else { continue }
            if let operation = queue.operation {
                let context = event.scannedKeys().operationContext.flatMap { OperationContext(wire: $0) }
                guard context?.operation == operation else { continue }
            }
            if !queue.filter.conditions.isEmpty {
                let parsed = data ?? event.payloadForFilters
                data = parsed
                guard queue.filter.matches(parsed, patterns: patterns) else { continue }
            }
            taken = true
            if let task = queue.task {
                queues[key]?.task = nil
                cancelTimer(for: .queue(task: task))
                instance?.settle(task, queue.outcome(event))
            } else if queue.kept.count < EventQueue.limit {
                queues[key]?.kept.append(event)
            } else {
                stop("a loop over \(queue.name) leaves more than \(EventQueue.limit) of them waiting")
                return true
            }
        }
        _ = chargeFilters(patterns.work - before)
        return taken
    }

    /// Nothing comes any more: the loops of a call end when they have gone through what was kept.
    func endQueues(of number: Int) {
        for key in queues.keys.sorted() where queues[key]?.call == number { endQueue(key, nil) }
    }

    /// An operation that a loop's events come from has failed.
    func endQueues(of operation: OperationID, _ failure: ActionFailure) {
        for key in queues.keys.sorted() where queues[key]?.operation == operation { endQueue(key, failure) }
    }

    private func endQueue(_ number: Int, _ failure: ActionFailure?) {
        guard let queue = queues[number], !queue.isOver else { return }
        queues[number]?.isOver = true
        queues[number]?.failure = failure
        guard let task = queue.task else { return }
        queues[number]?.task = nil
        cancelTimer(for: .queue(task: task))
        instance?.settle(task, failure.map { .failure($0) } ?? .over)
    }

    /// Nobody waits for the next event any more.
    func endQueueWait(of task: Int) {
        cancelTimer(for: .queue(task: task))
        for key in queues.keys where queues[key]?.task == task { queues[key]?.task = nil }
    }
}

extension EventQueue {
    /// What a loop is given: the event, or the key.
    fileprivate func outcome(_ event: CallEvent) -> FlowOutcome {
        guard operation != nil else { return .event(event) }
        let tone = (try? event.parsedData())?["tone"]?.stringValue.flatMap { Tone(rawValue: $0) }
        return .text(tone.map { String($0.key) } ?? "")
    }
}
