import CallModel
import LuaEngine

/// What a task asks of its session. The session answers each with a wait or a value.
public enum FlowRequest: Sendable {
    /// An action on a call. `call` is the leg's number.
    case act(call: Int, FlowAction)
    /// An action that opens a call of its own: `create_call` or `connect_call`. Its outcome is the call.
    case open(FlowAction)
    /// Starts another session; its outcome is the session's id.
    case launch(FlowLaunch)
    /// Wakes another session.
    case signal(session: String, name: String, data: JSONValue)
    /// Asks a server of the web; the outcome is its answer, whatever it says.
    case web(FlowWebRequest)
    /// Does something with the store.
    case store(StoreRequest)
    /// Ends every task of the session and goes on in a new world, with the `Restart` hooks.
    case restart(handler: String, data: JSONValue)
    /// The outcome of an operation that was started with `wait = false` or `loop = true`.
    case awaitOperation(OperationID, timeout: Double?)
    /// The end of such an operation. The service knows nothing finer than all media of the call.
    case cancelOperation(OperationID)
    /// The events of a call from now on, for a loop.
    case openEvents(call: Int, name: String, filter: EventFilter)
    /// The keys of somebody in a call from now on, for a loop. The timeout is for each key, in seconds.
    case openTones(call: Int, ContinuousDTMFAction, timeout: Double?, place: String)
    /// The next of them.
    case nextEvent(queue: Int, timeout: Double?)
    /// The files of a recording, once the service has them.
    case download(recording: OperationID, timeout: Double)
    /// Their end at the service.
    case deleteFile(recording: OperationID, timeout: Double)
    case sleep(Double)
    /// The next event of a name (or `*`) that fits.
    case awaitEvent(name: String, filter: EventFilter, timeout: Double?)
    /// A time limit for the block that the task runs with `within`; it is reported by `deadlineReached`.
    case deadline(Double)
}

/// A request of a flow to the web.
public struct FlowWebRequest: Sendable {
    /// What is sent, but for the key that the session gives it.
    public var request: WebRequest
    /// Seconds for the whole of it.
    public var timeLimit: Double
    /// Where the flow asks, such as `reception/main.lua:12`.
    public var place: String
}

/// Another session that a flow starts.
public struct FlowLaunch: Sendable, Equatable, Codable {
    /// The flow that runs there.
    public var flow: String
    /// What its `Launch` hooks get as `event.params`.
    public var params: JSONValue
    /// Launching twice with one key starts one session; nil makes one of this session and operation.
    public var key: String?

    /// A launch of a flow.
    public init(flow: String, params: JSONValue, key: String? = nil) {
        self.flow = flow
        self.params = params
        self.key = key
    }
}

/// An action with what only the runtime needs to know of it.
public struct FlowAction: Sendable {
    /// Offer, callback address and operation context are filled in by the session.
    public var action: CallAction
    /// Whether the task waits for the outcome.
    public var waits: Bool
    /// Seconds; nil takes the default of the action and its options.
    public var timeout: Double?
    /// The flow's own operation context.
    public var context: String?
    /// What is done when nobody knows whether it was heard; nil takes the flow's word.
    public var onUnknown: OnUnknown?
    /// Where the flow asks, such as `reception/main.lua:12`.
    public var place: String
}

/// What a call looks like to a flow.
public struct CallView: Sendable, Equatable, Codable {
    /// The caller.
    public var from: CommunicationIdentifier?
    /// Who was called; nil in a group call.
    public var to: CommunicationIdentifier?
    /// Who is at the other end of a call of two: the caller of an incoming call, the callee of an outgoing one. Listened
    /// to when an action names nobody.
    public var otherParty: CommunicationIdentifier?
    /// As the offer names the caller.
    public var callerDisplayName: String?
    /// The trace id of the whole call.
    public var correlationID: String?
    /// The service's id of the whole call.
    public var serverCallID: String?
    /// Nil until the service has told it.
    public var callConnectionID: String?
    /// `offered`, `answering`, `creating`, `connecting`, `connected`, `transferring`, `disconnecting` or `disconnected`.
    public var state: String
    /// How text is spoken in this call; `call:use` changes it.
    public var voice = Voice()

    /// A call in a state.
    public init(state: String) {
        self.state = state
    }

    /// The caller of a call that came in; nil for calls that the flow opened.
    var incomingCaller: CommunicationIdentifier? {
        // A group call of the flow's own has neither a callee nor another party.
        let cameIn = otherParty.map { $0 == from } ?? (to != nil)
        return cameIn ? from : nil
    }
}

/// What happened while the tasks of a slice ran.
public enum FlowStep: Sendable {
    /// The task waits until the session answers.
    case asks(task: Int, FlowRequest)
    /// The session may forget what the task waited for.
    case abandoned(task: Int)
    /// A handler or spawned task ended; `error` is nil unless it failed by a mistake of the flow.
    case ended(task: Int, call: Int?, error: FlowFailure?)
    case log(FlowLogEntry)
    /// A task has worked for a slice and would work on: other sessions of the loop come first. Until it has gone on,
    /// the session takes no input.
    case paused
    /// The world is over: a budget was spent. Nothing of it may be touched again.
    case stopped(FlowProblem)
}

/// A mistake of a flow that nothing in it caught.
public struct FlowFailure: Error, Sendable, Equatable {
    /// With file and line before it where Lua gave them.
    public var message: String
    /// Relative to the flows folder.
    public var file: String?
    /// Counted from 1.
    public var line: Int?
    /// The calls that led there.
    public var traceback: String?
    /// Whether a `FlowError` handler made it, or a task of one: it starts no further handlers.
    public var isOfErrorHandler = false
}

/// A line that the flow wrote with `log`.
public struct FlowLogEntry: Sendable, Equatable {
    /// `debug`, `info`, `warning` or `error`.
    public var level: String
    /// What the flow says.
    public var message: String
    /// Field names and values, as text.
    public var fields: [(name: String, value: String)]
    /// Where it stands in the flow.
    public var place: String

    /// A line from its parts.
    public init(level: String, message: String, fields: [(name: String, value: String)] = [], place: String) {
        self.level = level
        self.message = message
        self.fields = fields
        self.place = place
    }

    /// Equal when level, words, fields and place are.
    public static func == (left: FlowLogEntry, right: FlowLogEntry) -> Bool {
        left.level == right.level && left.message == right.message && left.place == right.place
            && left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
    }
}

/// What a task gets when its wait is over.
public enum FlowOutcome: Sendable, Codable {
    /// The wait is over.
    case nothing
    /// `true`: it worked.
    case success
    /// `nil, err`.
    case failure(ActionFailure)
    /// An event, as a table.
    case event(CallEvent)
    /// What a recognition heard.
    case recognition(CallEvent)
    /// Raised: the call that the task waited for has ended.
    case callEnded
    /// A mistake of the flow, raised at its line with this sentence.
    case mistake(String)
    /// An operation that goes on, as an object with `wait` and `cancel`.
    case operation(OperationID)
    /// The call that `create_call` or `connect_call` opened, by its leg's number.
    case call(Int)
    /// The recording that `start_recording` began, by its operation.
    case recording(OperationID)
    /// The events that a loop goes through, by the number of their queue.
    case queue(Int)
    /// A loop is over: nothing comes any more.
    case over
    /// What the service answered, in the contract's own spelling.
    case value(JSONValue)
    /// The events of all who were moved.
    case events([CallEvent])
    /// Accepted; the events go to the operation's own callback address, so that nobody waits for them here.
    case notAwaited(JSONValue)
    /// A text, such as the id of a session.
    case text(String)
    /// JSON of the flow's own: its names stay as they are.
    case plain(JSONValue)
    /// What a server of the web answered.
    case webResponse(status: Int, body: [UInt8])

    var resume: LuaResume {
        switch self {
        case .nothing: .values([])
        case .success: .values([.boolean(true)])
        case .failure(let failure): .values([.nil, Marshalling.failure(failure)])
        case .event(let event): .values([Marshalling.event(event)])
        case .recognition(let event): .values([Marshalling.recognition(event)])
        case .callEnded: .raise(Marshalling.callEnded)
        case .mistake(let sentence): .raise(LuaRaise(sentence))
        case .operation(let id): .values([.object(LuaObject(class: HostAPI.operationClass, id: Int64(id.number)))])
        case .call(let leg): .values([.object(LuaObject(class: HostAPI.callClass, id: Int64(leg)))])
        case .recording(let id):
            .values([.object(LuaObject(class: HostAPI.recordingClass, id: Int64(id.number)))])
        case .queue(let number): .values([.object(LuaObject(class: HostAPI.eventsClass, id: Int64(number)))])
        case .over: .values([.nil])
        case .value(let json): .values([Marshalling.value(json, field: "")])
        case .events(let events): .values([.list(events.map(Marshalling.event))])
        case .notAwaited(let json): .values([Marshalling.notAwaited(json)])
        case .text(let text): .values([.string(text)])
        case .plain(let json): .values([FlowJSON.lua(json)])
        case .webResponse(let status, let body): .values([Marshalling.webResponse(status, body)])
        }
    }
}
