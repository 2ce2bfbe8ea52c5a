import CallModel

/// One record of a session's journal. Inputs are all that a flow can learn, outputs what it decided; replaying the
/// inputs must give the outputs again (durable-calls, "the rules").
public struct JournalRecord: Sendable, Equatable {
    /// The session it belongs to.
    public var session: SessionID
    /// Counted from 1, without gaps.
    public var seq: Int
    /// Seconds since 1970; never runs backwards inside a session.
    public var at: Double
    /// What it says.
    public var body: Body

    /// A record with its place.
    public init(session: SessionID, seq: Int, at: Double, body: Body) {
        self.session = session
        self.seq = seq
        self.at = at
        self.body = body
    }

    /// The closed list of record kinds. What is not in it cannot reach Lua.
    public enum Body: Sendable, Equatable {
        case begin(BeginRecord)
        case event(EventRecord)
        case response(ResponseRecord)
        case timer(TimerRecord)
        case resume(ResumeRecord)
        case operatorCommand(OperatorRecord)
        case request(RequestRecord)
        case sent(SentRecord)
        case restart(RestartRecord)
        case end(EndRecord)
    }

    /// Whether a replay feeds the record to the flow; the others are compared with what the flow decides.
    public var isInput: Bool {
        switch body {
        case .begin, .event, .response, .timer, .resume: true
        case .operatorCommand(let command): !command.isStop
        case .request, .sent, .restart, .end: false
        }
    }
}

/// How a session began, with all that its slices may read beside their inputs.
public struct BeginRecord: Sendable, Equatable {
    /// What caused the session.
    public enum Cause: Sendable, Equatable {
        /// An incoming call, given to the flow's hook with this number.
        case incomingCall(hook: Int)
        case launch
        /// An event of Event Grid about a call that runs elsewhere.
        case gridEvent
    }

    /// Unique for 25 hours: the Event Grid id, or the launch key.
    public var intakeKey: String
    /// What caused the session.
    public var cause: Cause
    /// The flow that runs.
    public var flow: String
    /// The hash of the generation's sources.
    public var generation: String
    /// The number of all that replay sees of the binary.
    public var level: Int
    /// The release of Lua, such as `Lua 5.4.4`.
    public var luaRelease: String
    /// The hash of configuration, policies and limits.
    public var environment: String
    /// The seed of the world's random numbers.
    public var seed: UInt64

    /// A beginning from its parts.
    public init(
        intakeKey: String, cause: Cause, flow: String, generation: String, level: Int, luaRelease: String,
        environment: String, seed: UInt64
    ) {
        self.intakeKey = intakeKey
        self.cause = cause
        self.flow = flow
        self.generation = generation
        self.level = level
        self.luaRelease = luaRelease
        self.environment = environment
        self.seed = seed
    }
}

/// Something that happened outside: an event of the service, a launch or a signal.
public struct EventRecord: Sendable, Equatable {
    /// How the event reached us.
    public enum Way: String, Sendable {
        case callback, grid, asked, stream, signal, launch
    }

    /// The operation that opened the event's leg; nil for Event Grid, launches and signals.
    public var leg: OperationID?
    /// What happened.
    public var event: CallEvent
    /// Seconds since 1970.
    public var arrived: Double
    /// How it reached us.
    public var via: Way
    /// Nothing took it: on the timeline, not replayed.
    public var isInert = false

    /// An event with its way.
    public init(leg: OperationID?, event: CallEvent, arrived: Double, via: Way, isInert: Bool = false) {
        self.leg = leg
        self.event = event
        self.arrived = arrived
        self.via = via
        self.isInert = isInert
    }
}

/// What came of one try of a request.
public struct ResponseRecord: Sendable, Equatable {
    /// The operation.
    public var op: OperationID
    /// Which try, from 1.
    public var attempt: Int
    /// What came back.
    public var result: SendResult

    /// An answer or a fault.
    public init(op: OperationID, attempt: Int, result: SendResult) {
        self.op = op
        self.attempt = attempt
        self.result = result
    }
}

/// A timer that fired.
public struct TimerRecord: Sendable, Equatable {
    /// Numbered as decided.
    public var number: Int
    /// Seconds since 1970.
    public var due: Double

    /// A timer by number.
    public init(number: Int, due: Double) {
        self.number = number
        self.due = due
    }
}

/// A process took the session up again.
public struct ResumeRecord: Sendable, Equatable {
    /// Which process.
    public var node: String
    /// Counted up with every taking-over.
    public var epoch: Int
    /// Seconds since 1970; when the session was last alive.
    public var downSince: Double
    /// Seconds since 1970; until then only sleeps fire.
    public var graceUntil: Double

    /// A taking-up.
    public init(node: String, epoch: Int, downSince: Double, graceUntil: Double) {
        self.node = node
        self.epoch = epoch
        self.downSince = downSince
        self.graceUntil = graceUntil
    }
}

/// Somebody intervened.
public struct OperatorRecord: Sendable, Equatable {
    /// Who gave the command.
    public var who: String
    /// Such as `stop`.
    public var command: String
    /// As given, as text.
    public var arguments: String

    /// A command with its author.
    public init(who: String, command: String, arguments: String = "") {
        self.who = who
        self.command = command
        self.arguments = arguments
    }
}

extension OperatorRecord {
    /// The runtime stopped the flow: in the middle of a slice for a spent budget or a limit, or between two slices because
    /// the session cannot be rebuilt. `arguments` is a JSON object: `report`, and `steps`, how many steps of the slice
    /// were done; null between slices.
    public static func stopped(report: String, steps: Int?) -> OperatorRecord {
        let arguments: JSONValue = ["report": .string(report), "steps": steps.map { .integer(Int64($0)) }]
        return OperatorRecord(
            who: "runtime", command: "stopped", arguments: String(decoding: arguments.encoded, as: UTF8.self))
    }

    /// Whether it is such a stop: decided by the runtime, so no input.
    public var isStop: Bool { who == "runtime" && command == "stopped" }

    /// What a stop says; `steps` is nil for one between two slices.
    public var stop: (report: String, steps: Int?)? {
        guard isStop, let value = try? JSONValue(parsing: Array(arguments.utf8)) else { return nil }
        return (value["report"]?.stringValue ?? "", value["steps"]?.intValue)
    }
}

/// A request that the flow decided on.
public struct RequestRecord: Sendable, Equatable {
    /// The operation.
    public var op: OperationID
    /// The leg's number inside the session.
    public var leg: Int
    /// The action's name.
    public var action: String
    /// How the operation may be repeated.
    public var repeatClass: RepeatClass
    /// The exact request.
    public var request: PreparedRequest
    /// Seconds.
    public var timeLimit: Double

    /// A decision with its exact bytes.
    public init(
        op: OperationID, leg: Int, action: String, repeatClass: RepeatClass, request: PreparedRequest,
        timeLimit: Double
    ) {
        self.op = op
        self.leg = leg
        self.action = action
        self.repeatClass = repeatClass
        self.request = request
        self.timeLimit = timeLimit
    }
}

/// One try of sending a request; durable before the request leaves.
public struct SentRecord: Sendable, Equatable {
    /// The operation.
    public var op: OperationID
    /// Which try, from 1.
    public var attempt: Int
    /// The operation context that went over the wire.
    public var context: String
    /// The headers of the try.
    public var send: SendAttempt

    /// A try with its headers.
    public init(op: OperationID, attempt: Int, context: String, send: SendAttempt) {
        self.op = op
        self.attempt = attempt
        self.context = context
        self.send = send
    }
}

/// All coroutines end and a new world begins here.
public struct RestartRecord: Sendable, Equatable {
    /// The handler that goes on.
    public var handler: String
    /// What it is given.
    public var data: JSONValue
    /// What the runtime knows of the session beside its flow, in a form of its own: a replay can start from it. Empty
    /// when there is none.
    public var snapshot: [UInt8]

    /// A restart with its data.
    public init(handler: String, data: JSONValue, snapshot: [UInt8] = []) {
        self.handler = handler
        self.data = data
        self.snapshot = snapshot
    }
}

/// How a session ended; nothing follows.
public struct EndRecord: Sendable, Equatable {
    /// The three ways.
    public enum Way: String, Sendable {
        case finished, failed, stopped
    }

    /// How it ended.
    public var way: Way
    /// Empty for `finished`; else reason and line.
    public var report: String

    /// An end with its report.
    public init(way: Way, report: String = "") {
        self.way = way
        self.report = report
    }
}
