import CallJournal
import CallModel
import FlowEngine

/// One session as a pure state machine: an input goes in, records and effects come out. It does no I/O, reads no clock
/// and draws nothing, so that a replay of its inputs is the same run.
///
/// One input is one slice: it settles what waits for it, then serves `wait_for`, then starts hooks in order of
/// registration, then runs tasks until none can (durable-calls, "Scheduling").
public final class SessionMachine {
    /// The session's name.
    public let id: SessionID
    /// The flow that it runs.
    public let flow: String
    let context: SessionContext
    let limits: FlowLimits
    /// What a new world is made of; nil once the session was stopped and has none.
    let source: WorldSource?
    let patterns: PatternMatcher
    var attempts: any AttemptSource
    /// Of the requests: the one that the session was begun with, whatever the process has now.
    let apiVersion: String
    /// Nil once the session was stopped.
    var instance: FlowInstance?
    var legs: [Int: Leg] = [:]
    /// The legs by the operation that opened them.
    var openers: [OperationID: Int] = [:]
    var operations = OperationTable()
    var timers = TimerTable()
    var eventWaits: [EventWait] = []
    /// Events that are kept for loops, by number.
    var queues: [Int: EventQueue] = [:]
    /// Recordings by the operation that began them.
    var recordings: [OperationID: SessionRecording] = [:]
    /// What was asked of the own process and has no answer yet.
    var outside: [OperationID: OutsideRequest] = [:]
    /// What was asked of the web and has no outcome yet.
    var web: [OperationID: WebOperation] = [:]
    var slice = SessionSlice()
    /// The time of the current input; never runs backwards.
    public internal(set) var at = 0.0
    /// The last record's number.
    public internal(set) var seq = 0
    /// Whether the session is over.
    public private(set) var hasEnded = false
    var nextOperation = 1
    var nextRuntimeOperation = 1
    /// Since the beginning, or since the last restart.
    var inputs = 0
    var logBytes = 0
    var journalBytes = 0
    var failureBytes = 0
    /// Whether an error ended a handler and nothing has made up for it.
    var hasFailed = false
    /// The first error that ended a handler.
    var failure: String?
    /// Set by a stop: what the end record will say once the calls are hung up.
    var stopReport: String?
    /// What is done with the calls of a stopped session.
    var onStopped = FlowSettings.OnStopped.hangUp
    /// Steps of the flow in this slice: a stop says how many were done, since a replay has other budgets.
    var steps = 0
    /// In a replay: the stop that the slice came to.
    var recordedStop: (report: String, steps: Int)?

    /// A `wait_for` that is open.
    struct EventWait {
        var task: Int
        var name: String
        var filter: EventFilter
    }

    /// What the worlds of a session are made of.
    struct WorldSource {
        var id: SessionID
        var definition: FlowDefinition
        var environment: FlowEnvironment
        /// As the beginning has it.
        var seed: UInt64

        /// A world.
        /// - Parameter restart: the number of the record that says so; 0 for the first world.
        func world(restart: Int) throws(FlowProblem) -> FlowInstance {
            let instance = try FlowInstance(definition, environment: environment, seed: Self.seed(seed, restart))
            instance.session = (id.text, definition.name)
            return instance
        }

        /// The seed of a session's random numbers after a restart (SplitMix64): another one each time, and always the same.
        private static func seed(_ seed: UInt64, _ restart: Int) -> UInt64 {
            guard restart > 0 else { return seed }
            var mixed = seed &+ UInt64(restart) &* 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// A session that was stopped: no world, only its calls, which are to be ended.
    /// - Parameter session: as the journal has it.
    public init(
        stopped session: OpenSession, settings: FlowSettings = FlowSettings(),
        apiVersion: String = ServiceVersion.newest, context: SessionContext,
        patterns: PatternMatcher, attempts: any AttemptSource
    ) {
        self.apiVersion = apiVersion
        id = session.id
        flow = session.begin.flow
        self.context = context
        self.patterns = patterns
        self.attempts = attempts
        limits = FlowLimits()
        source = nil
        onStopped = settings.onStopped
        restore(session)
    }

    /// A session with a world of its own, ready for its beginning or for a restart that its journal has.
    /// - Parameter restart: the number of the restart's record; 0 for the beginning.
    /// - Throws: when the flow's top level fails, which a checked generation cannot but for the environment.
    public init(
        id: SessionID, definition: FlowDefinition, environment: FlowEnvironment, seed: UInt64, restart: Int = 0,
        context: SessionContext, patterns: PatternMatcher, attempts: any AttemptSource
    ) throws(FlowProblem) {
        self.id = id
        flow = definition.name
        self.context = context
        self.patterns = patterns
        self.attempts = attempts
        limits = environment.limits
        apiVersion = environment.apiVersion
        let source = WorldSource(id: id, definition: definition, environment: environment, seed: seed)
        self.source = source
        instance = try source.world(restart: restart)
    }

    /// The first slice: an incoming call or a launch, with the event that caused it.
    /// - Parameter data: the event's payload, when it has been parsed already.
    public func begin(
        _ begin: BeginRecord, event: EventRecord, data: JSONValue? = nil, at time: Double
    ) -> SessionSlice {
        at = time
        startSlice()
        emit(.begin(begin))
        emit(.event(event))
        instance?.beginInput(at: at)
        switch begin.cause {
        case .incomingCall(let hook): offer(event, data: data, hook: hook)
        case .launch, .gridEvent: startHooks(event.event.name, event.event, call: nil)
        }
        return finishSlice()
    }

    /// Goes on with the input that is being worked on, when its slice was not whole.
    public func goOn() -> SessionSlice { finishSlice() }

    /// Takes one input, when the last one's slice is whole. After the end nothing more comes out.
    public func take(_ input: SessionInput, at time: Double) -> SessionSlice {
        startSlice()
        guard !hasEnded else { return slice }
        at = max(at, time)
        instance?.beginInput(at: at)
        switch input {
        case .event(var record):
            emit(.event(record))
            guard !record.isInert, handle(record) else {
                // Nothing changed, so that a replay can leave it out: it only takes its number.
                journalBytes -= Self.journalSize(slice.records[0].body)
                record.isInert = true
                slice.records[0].body = .event(record)
                return slice
            }
        case .response(let record):
            emit(.response(record))
            handle(record)
        case .timer(let record):
            guard let timer = timers.fire(record.number) else { return slice }
            emit(.timer(record))
            handle(timer)
        case .resume(let record):
            emit(.resume(record))
            resume(record)
        case .operatorCommand(let record):
            emit(.operatorCommand(record))
            guard record.command == "stop" else { break }
            stop(
                "\(record.who) stopped the session" + (record.arguments.isEmpty ? "" : ": " + record.arguments),
                isRecorded: true)
        }
        inputs += 1
        if inputs > limits.inputs {
            stop("more than \(limits.inputs) inputs; a loop over short sleeps does this" + lastPlace)
        }
        return finishSlice()
    }

    /// Passes over a record that changed nothing; it only takes its number.
    func skip(_ record: JournalRecord) {
        at = max(at, record.at)
        seq = record.seq
    }

    /// What the session is about, for lists: state of each leg.
    public var summary: [(number: Int, state: String, connection: String?)] {
        legs.values.sorted { $0.number < $1.number }.map { ($0.number, $0.state.rawValue, $0.callConnectionID) }
    }

    /// Gives the world's memory back.
    public func drop() {
        instance?.drop()
        instance = nil
    }

    // MARK: - The slice

    /// Runs the tasks, then looks whether a call was left alone and whether the session is over.
    func finishSlice() -> SessionSlice {
        stopIfJournalIsFull()
        guard runTasks() else { return SessionSlice(isWhole: false) }
        watchForNeglect()
        endIfDone()
        return slice
    }

    /// Runs the tasks; false when one was paused.
    private func runTasks() -> Bool {
        while true {
            if stopReport == nil, let recordedStop, steps == recordedStop.steps {
                stop(recordedStop.report)
            }
            guard let step = instance?.next() else { return true }
            switch step {
            case .paused, .stopped: break
            default: steps += 1
            }
            switch step {
            case .asks(let task, let request): serve(request, for: task)
            case .abandoned(let task): abandon(task)
            case .ended(_, let call, let error):
                if let error { failed(error, call: call) }
            case .log(let entry): log(entry)
            case .paused: return false
            case .stopped(let stop): self.stop(recordedStop?.report ?? stop.description)
            }
            stopIfJournalIsFull()
        }
    }

    func startSlice() {
        slice = SessionSlice()
        steps = 0
    }

    /// An uncaught error of a handler or a spawned task.
    private func failed(_ error: FlowFailure, call: Int?) {
        hasFailed = true
        failure = failure ?? Self.shortened(error.message)
        reportFailure(error)
        guard !error.isOfErrorHandler else { return }
        let data: JSONValue = [
            "message": .string(error.message), "file": error.file.map { .string($0) },
            "line": error.line.map { .integer(Int64($0)) }, "traceback": error.traceback.map { .string($0) },
        ]
        startHooks("FlowError", CallEvent(id: "error-\(seq)", name: "FlowError", data: data.encoded), call: call)
    }

    /// Writes what the runtime itself has to say: the limit of the flow's log does not hold it back.
    func report(
        _ message: String, fields: [(name: String, value: String)] = [], level: String = "error", place: String
    ) {
        slice.effects.append(.log(FlowLogEntry(level: level, message: message, fields: fields, place: place)))
    }

    private func log(_ entry: FlowLogEntry) {
        guard logBytes <= limits.logBytes else { return }
        logBytes += entry.message.utf8.count + entry.fields.reduce(64) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        slice.effects.append(.log(entry))
        if logBytes > limits.logBytes {
            slice.effects.append(
                .log(
                    FlowLogEntry(
                        level: "warning", message: "the session has used up its log; nothing more is written",
                        fields: [], place: entry.place)))
        }
    }

    /// Starts the hooks that want an event.
    @discardableResult
    func startHooks(_ name: String, _ event: CallEvent, call: Int?, only hook: Int? = nil) -> Bool {
        guard let instance, instance.hasHook(for: name) else { return false }
        let wanted = instance.hooks(for: event, owner: hook, patterns: patterns)
        for index in wanted {
            do {
                try instance.startHook(index, call: call, event: event)
            } catch {
                stop(error.description)
                return true
            }
        }
        return !wanted.isEmpty
    }

    func emit(_ body: JournalRecord.Body) {
        seq += 1
        journalBytes += Self.journalSize(body)
        slice.records.append(JournalRecord(session: id, seq: seq, at: at, body: body))
    }

    // MARK: - Ends

    /// Stops the flow and ends its calls: a spent budget, an operator, a limit.
    /// - Parameters:
    ///   - isRecorded: whether an input says so already.
    ///   - isBetweenSlices: whether there is no flow to stop, since the session could not be rebuilt.
    func stop(_ report: String, isRecorded: Bool = false, isBetweenSlices: Bool = false) {
        guard stopReport == nil else { return }
        stopReport = report
        if let instance { onStopped = instance.flowSettings.onStopped }
        if !isRecorded {
            emit(.operatorCommand(.stopped(report: report, steps: isBetweenSlices ? nil : steps)))
        }
        self.report("the session is stopped: \(report)", place: flow)
        instance?.drop()
        instance = nil
        eventWaits = []
        queues = [:]
        outside = [:]
        cutAllWeb()
        for number in timers.removeAll(where: \.isOfFlow) { slice.effects.append(.cancelTimer(number: number)) }
        for number in legs.keys.sorted() { endStopped(number) }
    }

    func endIfDone() {
        guard !hasEnded else { return }
        let openTasks = instance?.openTasks ?? 0
        let inFlight = legs.values.contains { $0.inFlight != nil || !$0.queue.isEmpty }
        let isQuiet = openTasks == 0 && !inFlight && !legs.values.contains { $0.isLive } && !awaitsFiles
        if isQuiet {
            end(
                stopReport.map { EndRecord(way: .stopped, report: $0) }
                    ?? EndRecord(way: hasFailed ? .failed : .finished, report: failure ?? ""))
        } else if !legs.isEmpty, !legs.values.contains(where: { $0.isLive || $0.state == .offered }) {
            // Only tasks are left: they may go on for a while after the last call.
            if !timers.contains(.linger), let instance {
                setTimer(.linger, after: instance.flowSettings.linger)
            }
        } else {
            // Another call has come up since the last one ended.
            cancelTimer(for: .linger)
        }
    }

    func end(_ record: EndRecord) {
        guard !hasEnded else { return }
        hasEnded = true
        cutAllWeb()
        emit(.end(record))
        for number in timers.removeAll() { slice.effects.append(.cancelTimer(number: number)) }
        for number in legs.keys.sorted() { freeLine(of: number) }
        slice.effects.append(.ended(record))
        drop()
    }

    // MARK: - Timers

    @discardableResult
    func setTimer(_ purpose: TimerTable.Purpose, after seconds: Double) -> Int {
        cancelTimer(for: purpose)
        let number = timers.add(purpose, due: at + seconds)
        slice.effects.append(.setTimer(number: number, due: at + seconds))
        return number
    }

    func cancelTimer(_ number: Int?) {
        guard let number, timers.fire(number) != nil else { return }
        slice.effects.append(.cancelTimer(number: number))
    }

    func cancelTimer(for purpose: TimerTable.Purpose) {
        if let number = timers.remove(purpose) { slice.effects.append(.cancelTimer(number: number)) }
    }
}
