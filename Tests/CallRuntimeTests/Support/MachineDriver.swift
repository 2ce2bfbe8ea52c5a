import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Drives one session by hand, in virtual time: feeds inputs, keeps records and effects, and answers requests when told.
final class MachineDriver {
    /// A request that left.
    struct Send: Equatable {
        var op: String
        /// Such as `play c1 Welcome.`
        var text: String
    }

    private(set) var machine: SessionMachine
    private(set) var records: [JournalRecord] = []
    private(set) var sends: [Send] = []
    private(set) var timers: [Int: Double] = [:]
    private(set) var logs: [FlowLogEntry] = []
    private(set) var ends: [EndRecord] = []
    /// What was asked of the own process, in words.
    private(set) var asked: [String] = []
    /// Server call ids of the session's calls.
    private(set) var calls: [String] = []
    /// How often the flow was paused for others.
    private(set) var pauses = 0
    /// Every effect in words: timers with their due time, log lines, requests.
    private var effects: [String] = []
    private(set) var now: Double
    let generation: FlowGeneration
    private let id = SessionID(partition: 7, random: (1, 2))
    private var nextEvent = 1
    private let begin: BeginRecord
    private let firstEvent: EventRecord

    static let prelude = #"flow { locale = "en-US", voice = "en-US-AvaNeural" } "#
    static let caller = "+14255550100"
    static let called = "+18005550199"

    /// A session of `lua`, which begins at once with an incoming call, or with a launch.
    /// - Parameter shared: the generation of another session, instead of one made of `lua`.
    init(
        _ lua: String, prelude: String = MachineDriver.prelude, modules: [String: String] = [:],
        limits: FlowLimits = FlowLimits(), to: String = called, launch: JSONValue? = nil,
        environment: FlowEnvironment = FlowEnvironment(), sharing shared: FlowGeneration? = nil,
        at time: Double = 1_000
    ) throws {
        now = time
        var environment = environment
        environment.limits = limits
        var files = modules.mapValues { Array($0.utf8) }
        files["test/main.lua"] = Array((prelude + lua).utf8)
        if let shared {
            environment = shared.environment
            generation = shared
        } else {
            let report = FlowLoader.load(FlowSources(files: files), environment: environment)
            try #require(report.problems.isEmpty, "\(report.problems)")
            generation = try #require(report.generation)
        }
        let patterns = PatternMatcher()
        if let launch {
            firstEvent = EventRecord(
                leg: nil, event: CallEvent(id: "launch", name: "Launch", data: launch.encoded), arrived: now,
                via: .launch)
        } else {
            firstEvent = EventRecord(
                leg: nil,
                event: CallEvent(id: "offer", name: "IncomingCall", data: Self.offerData(to: to).encoded),
                arrived: now, via: .grid)
        }
        let offer = generation.owner(of: Self.offerData(to: to), matching: patterns)
        begin = BeginRecord(
            intakeKey: "key", cause: launch == nil ? .incomingCall(hook: try #require(offer).hook) : .launch,
            flow: "test", generation: generation.id, level: flowLevel, luaRelease: FlowLua.release,
            environment: environment.hash, seed: 42)
        machine = try Self.machine(id, generation, attempts: CountedAttempts())
        keep(machine.begin(begin, event: firstEvent, at: now))
    }

    static func offerData(to: String = called, from: String = caller) -> JSONValue {
        [
            "to": ["kind": "phoneNumber", "rawId": .string("4:" + to), "phoneNumber": ["value": .string(to)]],
            "from": ["kind": "phoneNumber", "rawId": .string("4:" + from), "phoneNumber": ["value": .string(from)]],
            "incomingCallContext": "offer-token", "correlationId": "k1", "serverCallId": "s1",
            "callerDisplayName": "Ada",
        ]
    }

    static let context = SessionContext(
        prepare: { action, connection, _ in try FakeWire.prepare(action, callConnectionID: connection) },
        callbackAddress: { "https://test/\($0)/\($1)" })

    private static func machine(
        _ id: SessionID, _ generation: FlowGeneration, sliceUnits: Int? = nil, attempts: any AttemptSource
    ) throws -> SessionMachine {
        var environment = generation.environment
        if let sliceUnits { environment.limits.lua.sliceUnits = sliceUnits }
        return try SessionMachine(
            id: id, definition: try #require(generation.flows["test"]), environment: environment,
            seed: 42, context: context, patterns: PatternMatcher(), attempts: attempts)
    }

    // MARK: - Inputs

    /// An event at the callback address of the leg that `leg` opened.
    @discardableResult
    func event(
        _ name: String, context: String? = nil, leg: String? = "1", id: String? = nil, connection: String = "c1",
        call: String = "s1", _ fields: [(String, JSONValue)] = []
    ) -> Bool {
        var members: [(name: String, value: JSONValue)] = [
            ("callConnectionId", .string(connection)), ("serverCallId", .string(call)), ("correlationId", "k1"),
        ]
        if let context { members.append(("operationContext", .string(context))) }
        members += fields.map { (name: $0.0, value: $0.1) }
        let event = CallEvent(
            id: id ?? "e\(nextEvent)", name: name, data: JSONValue.object(JSONObject(members)).encoded)
        nextEvent += 1
        return take(event, leg: leg)
    }

    /// An event of Event Grid, which has no address of ours.
    @discardableResult
    func grid(_ name: String, subject: String, _ fields: [(String, JSONValue)]) -> Bool {
        let data = JSONObject(fields.map { (name: $0.0, value: $0.1) })
        let event = CallEvent(
            id: "g\(nextEvent)", name: name, subject: subject, data: JSONValue.object(data).encoded)
        nextEvent += 1
        return take(event, leg: nil, via: .grid)
    }

    /// An event with any payload.
    @discardableResult
    func take(_ event: CallEvent, leg: String? = "1", via: EventRecord.Way = .callback) -> Bool {
        let record = EventRecord(leg: leg.flatMap { OperationID($0) }, event: event, arrived: now, via: via)
        let before = records.count
        keep(machine.take(.event(record), at: now))
        guard records.count > before, case .event(let taken) = records[before].body else { return false }
        return !taken.isInert
    }

    /// The service's answer to a request.
    func answer(_ op: String, _ status: Int, _ body: JSONValue = [:], attempt: Int = 1) throws {
        let op = try #require(OperationID(op))
        let record = ResponseRecord(op: op, attempt: attempt, result: .answered(status: status, body: body.encoded))
        keep(machine.take(.response(record), at: now))
    }

    /// A request to the web, as its record has it.
    func webRequest(of op: String) -> WebRequest? {
        for case .request(let request) in records.map(\.body) where "\(request.op)" == op {
            return WebRequest(request.request)
        }
        return nil
    }

    /// The service's refusal.
    func refuse(_ op: String, _ status: Int, _ subCode: Int) throws {
        try answer(op, status, ["error": ["code": .string("\(subCode)"), "message": "no"]])
    }

    /// No answer.
    func fault(_ op: String, _ kind: SendFault.Kind) throws {
        let op = try #require(OperationID(op))
        let record = ResponseRecord(op: op, attempt: 1, result: .fault(SendFault(kind, "fault")))
        keep(machine.take(.response(record), at: now))
    }

    /// No answer, to no try, for as long as there are tries.
    func neverAnswers(_ op: String) throws {
        var answered = 0
        while sends.count(where: { $0.op == op }) > answered {
            answered += 1
            try fault(op, .unknown)
            advance(8)
        }
    }

    /// Another process takes the session up.
    func resume(grace: Double = 5) {
        let record = ResumeRecord(node: "test", epoch: 2, downSince: now, graceUntil: now + grace)
        keep(machine.take(.resume(record), at: now))
    }

    func stop() {
        keep(machine.take(.operatorCommand(OperatorRecord(who: "test", command: "stop")), at: now))
    }

    /// Lets time pass; timers fire in order of their due time.
    func advance(_ seconds: Double) {
        let until = now + seconds
        while let next = timers.filter({ $0.value <= until }).min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            timers[next.key] = nil
            now = max(now, next.value)
            keep(machine.take(.timer(TimerRecord(number: next.key, due: next.value)), at: now))
        }
        now = until
    }

    /// Time passes while no process has the session: no timer fires.
    func pass(_ seconds: Double) { now += seconds }

    /// A line of the caller ID is free.
    func grantLine(_ op: String) throws { try answer(op, 200, attempt: 0) }

    /// The answered call is connected: the response, then CallConnected.
    func connect() throws {
        try answer("1", 200, ["callConnectionId": "c1", "serverCallId": "s1"])
        event("CallConnected", context: "1.1")
    }

    /// Accepts a request and lets its event follow.
    func complete(_ op: String, _ event: String, _ fields: [(String, JSONValue)] = []) throws {
        try answer(op, 202)
        self.event(event, context: op + ".1", fields)
    }

    /// What a recognition hears.
    func press(_ op: String, _ tones: [String]) throws {
        try complete(
            op, "RecognizeCompleted",
            [
                ("recognitionType", "dtmf"),
                ("dtmfResult", ["tones": .array(tones.map { .string($0) })]),
            ])
    }

    func disconnect() {
        event("CallDisconnected", [("resultInformation", ["code": 200, "subCode": 7000, "message": "bye"])])
    }

    static func result(_ code: Int, _ subCode: Int) -> (String, JSONValue) {
        (
            "resultInformation",
            ["code": .integer(Int64(code)), "subCode": .integer(Int64(subCode)), "message": "why"]
        )
    }

    /// The session is rebuilt from its journal and goes on, as if it had left memory and come back.
    func rebuild() throws {
        let replay = try sessionReplay()
        #expect(try replay.step())
        machine.drop()
        machine = replay.goLive(attempts: CountedAttempts())
    }

    /// A replay of all that was recorded so far, as a process makes it that takes the session up.
    func sessionReplay(of changed: [JournalRecord]? = nil) throws -> SessionReplay {
        try SessionReplay(
            changed ?? records, session: id, definition: try #require(generation.flows["test"]),
            environment: generation.environment, context: Self.context, patterns: PatternMatcher())
    }

    // MARK: - What came out

    private func keep(_ begun: SessionSlice) {
        var slice = begun
        while !slice.isWhole {
            pauses += 1
            slice = machine.goOn()
        }
        records += slice.records
        effects += slice.effects.map(Self.words)
        for effect in slice.effects {
            switch effect {
            case .send(let op, _, let request, _):
                sends.append(Send(op: "\(op)", text: String(decoding: request.body, as: UTF8.self)))
            case .setTimer(let number, let due): timers[number] = due
            case .cancelTimer(let number): timers[number] = nil
            case .log(let entry): logs.append(entry)
            case .ended(let record): ends.append(record)
            case .launch(let op, let launch): asked.append("\(op) launch \(launch.flow) \(launch.params.text)")
            case .signal(let op, let session, let name, _): asked.append("\(op) signal \(session) \(name)")
            case .download(let op, let download):
                asked.append("\(op) download \(download.files.chunks.map(\.contentLocation))")
            case .deleteFiles(let op, let files):
                asked.append("\(op) delete \(files.chunks.map(\.deleteLocation))")
            case .takeLine(let op, let number, let phones):
                asked.append("\(op) take \(number)" + (phones > 1 ? " for \(phones)" : ""))
            case .freeLine(let op): asked.append("\(op) free")
            case .store(let op, let request, _): asked.append("\(op) store \(request.name) \(request.key)")
            case .web(let op, _, let request, _): asked.append("\(op) web \(request.method) \(request.path)")
            case .cutWeb(let op): asked.append("\(op) cut")
            case .joinedCall(let call): calls.append(call)
            }
        }
    }

    /// Lets a flow that was paused go on until its slice is whole.
    private static func whole(_ slice: SessionSlice, _ machine: SessionMachine) -> SessionSlice {
        var slice = slice
        while !slice.isWhole { slice = machine.goOn() }
        return slice
    }

    /// What the flow said with `log.info`, in order.
    var said: [String] { logs.filter { $0.level == "info" }.map(\.message) }

    /// Errors and warnings.
    var complaints: [String] { logs.filter { $0.level == "error" || $0.level == "warning" }.map(\.message) }

    /// The requests that left, such as `2 play c1 Welcome.`
    var sent: [String] { sends.map { "\($0.op) \($0.text)" } }

    var end: EndRecord? { ends.first }

    /// The state of the first leg.
    var state: String { machine.summary.first?.state ?? "none" }

    // MARK: - Rules that hold for every journal

    /// Checks the journal's form, and that a replay of its inputs gives it again.
    func verify(replays: Bool = true, _ location: SourceLocation = #_sourceLocation) throws {
        #expect(records.map(\.seq) == Array(1...max(1, records.count)), "no gaps", sourceLocation: location)
        guard case .begin? = records.first?.body else {
            Issue.record("a journal starts with begin", sourceLocation: location)
            return
        }
        for (left, right) in zip(records, records.dropFirst()) {
            #expect(left.at <= right.at, "time runs backwards at \(right.seq)", sourceLocation: location)
        }
        var requested: Set<OperationID> = []
        for record in records {
            switch record.body {
            case .request(let request): requested.insert(request.op)
            case .sent(let sent):
                #expect(requested.contains(sent.op), "sent before request", sourceLocation: location)
            case .end: #expect(record.seq == records.count, "end is last", sourceLocation: location)
            default: break
            }
        }
        #expect(ends.count <= 1, sourceLocation: location)
        guard replays, let fault = try replayFault() else { return }
        Issue.record("\(fault)", sourceLocation: location)
    }

    /// How a replay differs; nil when it does not.
    func replayFault() throws -> String? {
        let (replayed, replayedEffects) = try replay()
        for (old, new) in zip(records, replayed) where old != new {
            return "replay differs at \(old.seq): \(old.body) became \(new.body)"
        }
        if records.count != replayed.count { return "replay is longer or shorter" }
        for (old, new) in zip(effects, replayedEffects) where old != new {
            return "replay does something else outside: \(old) became \(new)"
        }
        if effects.count != replayedEffects.count { return "replay does more or less outside" }
        // And as a process does that takes the session up.
        let rebuilt = try sessionReplay()
        do throws(ReplayMismatch) {
            guard try rebuilt.step() else { return "the replay does not come to its end" }
        } catch {
            return "\(error)"
        }
        if rebuilt.machine.head != machine.head { return "a rebuilt session has another head" }
        let states = [machine, rebuilt.machine].map { machine in
            var state = SessionSnapshot(machine, call: nil)
            // Counted anew by an event that nothing takes, and a replay leaves those out.
            state.steps = 0
            return String(decoding: state.encoded, as: UTF8.self)
        }
        if states[0] != states[1] { return "a rebuilt session knows \(states[1]) instead of \(states[0])" }
        return rebuilt.machine.openTimers.map(\.number) == machine.openTimers.map(\.number)
            ? nil : "a rebuilt session has other timers"
    }

    private static func words(_ effect: SessionEffect) -> String {
        switch effect {
        case .send(let op, let attempt, let request, let send):
            "send \(op) \(attempt) \(String(decoding: request.body, as: UTF8.self)) \(send)"
        case .setTimer(let number, let due): "set \(number) \(due)"
        case .cancelTimer(let number): "cancel \(number)"
        case .log(let entry): "\(entry.level) \(entry.message) \(entry.fields) \(entry.place)"
        case .ended(let end): "ended \(end)"
        case .launch(let op, let launch): "launch \(op) \(launch)"
        case .signal(let op, let session, let name, let data): "signal \(op) \(session) \(name) \(data.text)"
        case .download(let op, let download): "download \(op) \(download)"
        case .deleteFiles(let op, let files): "delete files \(op) \(files)"
        case .takeLine(let op, let number, let phones): "take line \(op) \(number) \(phones)"
        case .freeLine(let op): "free line \(op)"
        case .store(let op, let request, let time): "store \(op) \(request) \(time)"
        case .web(let op, let attempt, let request, let limit): "web \(op) \(attempt) \(request) \(limit)"
        case .cutWeb(let op): "cut \(op)"
        case .joinedCall(let call): "joined \(call)"
        }
    }

    private func replay() throws -> ([JournalRecord], [String]) {
        // The replay pauses at each hundred instructions, which must change nothing.
        let machine = try Self.machine(id, generation, sliceUnits: 1, attempts: RecordedOutputs(records))
        let first = Self.whole(machine.begin(begin, event: firstEvent, at: records[0].at), machine)
        var (found, words) = (first.records, first.effects.map(Self.words))
        for record in records.dropFirst(2) where record.isInput {
            let slice: SessionSlice
            switch record.body {
            case .event(let event): slice = machine.take(.event(event), at: record.at)
            case .response(let response): slice = machine.take(.response(response), at: record.at)
            case .timer(let timer): slice = machine.take(.timer(timer), at: record.at)
            case .operatorCommand(let command): slice = machine.take(.operatorCommand(command), at: record.at)
            case .resume(let resume): slice = machine.take(.resume(resume), at: record.at)
            default: continue
            }
            let whole = Self.whole(slice, machine)
            found += whole.records
            words += whole.effects.map(Self.words)
        }
        return (found, words)
    }
}

/// Headers that differ from try to try, as live ones do.
struct CountedAttempts: AttemptSource {
    private var count = 0

    mutating func attempt(
        for operation: OperationID, number: Int, request: PreparedRequest, at: Double
    ) -> SendAttempt {
        count += 1
        return SendAttempt(repeatabilityID: request.takesRepeatability ? "live-\(count)" : nil, firstSent: at)
    }
}
