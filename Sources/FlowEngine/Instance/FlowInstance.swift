import CallModel
import LuaEngine

/// One run of a flow: its Lua world, its tasks, and their order.
///
/// A pure machine: it is told what happened, then asked step by step what its tasks want, until none can run. It does
/// no I/O, reads no clock, and belongs to one session. Scheduling is part of what replay relies on: one queue, first in
/// first out; `spawn`, `all` and `race` append to it (durable-calls, "Scheduling").
public final class FlowInstance {
    /// Which functions may be called.
    public enum Phase: String, Sendable {
        /// A file's top level, which registers hooks.
        case load
        /// A running handler.
        case call
    }

    /// The calls of the session, by leg number.
    public var calls: [Int: CallView] = [:]
    /// The recordings of the session, by the operation that began them.
    public var recordings: [Int: RecordingView] = [:]
    /// Seconds since 1970: the time of the current input, which stands still while it is handled.
    public var now = 0.0 {
        didSet { world.now = now }
    }

    let world: LuaWorld
    let environment: FlowEnvironment
    var settings = FlowSettings()
    /// Whether `flow{ … }` was called.
    var hasSettings = false
    var phase = Phase.load
    /// The names of secrets that the flow has objects of; an object's number counts from 1.
    var secrets: [String] = []
    /// Filled in the load phase.
    var hooks: [HookDefinition] = []
    var handlers: [LuaReference] = []
    let modules: [String: LuaChunk]
    /// The modules that were asked for; nil where nobody wants to know.
    var requiredModules: Set<String>?
    /// What the host function that asked to wait wants; read right after the coroutine yielded.
    var pendingAsk: Ask?
    var tasks = TaskTable()
    var steps = StepQueue()
    /// The task that was paused in the middle of its work; nothing else may run before it goes on.
    private var pausedTask: Int?
    /// The task whose turn it is, once other sessions have had theirs.
    private var heldTask: Int?
    /// What was charged when this slice of work began.
    var sliceStart = 0
    /// Whether a journal is replayed.
    private(set) var isReplay = false
    /// The task that ran last, and where it began.
    var lastTask: (id: Int, place: String)?

    /// What a host function can ask for: of the session, or of the task table.
    enum Ask {
        case session(FlowRequest)
        case group(kind: TaskGroup.Kind, functions: [LuaReference], seconds: Double?)
        case join(task: Int)
    }

    /// Hears which points are reached; nil where nobody measures.
    let probe: (any FlowProbe)?

    /// A world in its load phase.
    /// Which run of which flow this is; nil while the flow is only checked.
    public var session: (id: String, flow: String)?

    init(
        modules: [String: LuaChunk], environment: FlowEnvironment, probe: (any FlowProbe)? = nil, seed: UInt64
    ) throws(LuaError) {
        self.probe = probe
        self.modules = modules
        self.environment = environment
        world = try LuaWorld(
            functions: probe == nil ? HostAPI.table : HostAPI.probedTable, limits: environment.limits.lua, seed: seed)
        world.owner = self
    }

    /// A world of a checked flow, ready for its first hook.
    public convenience init(
        _ definition: FlowDefinition, environment: FlowEnvironment, seed: UInt64
    ) throws(FlowProblem) {
        do {
            try self.init(
                modules: definition.modules, environment: environment, probe: definition.probe, seed: seed)
        } catch {
            throw FlowProblem(flow: definition.name, reason: error.message)
        }
        try load(definition.main, flow: definition.name)
        guard hooks.count == definition.hooks.count else {
            throw FlowProblem(
                flow: definition.name,
                reason: "registers other hooks than when it was checked; hooks may depend on config only")
        }
        // The same, but shared by all worlds of the generation.
        hooks = definition.hooks
        phase = .call
    }

    /// Runs a file's top level.
    func load(_ main: LuaChunk, flow: String) throws(FlowProblem) {
        world.beginInput()
        switch world.run(main, arguments: []) {
        case .returned: return
        case .failed(let error):
            throw FlowProblem(
                flow: flow, file: error.source, line: error.line, reason: error.messageWithoutPlace)
        case .stopped(let stop):
            throw FlowProblem(flow: flow, file: stop.source, line: stop.line, reason: "top level: " + stop.message)
        }
    }

    /// Whether the world may use as much as a replay needs; else what the settings say.
    public func isReplayed(_ isReplayed: Bool) {
        isReplay = isReplayed
        world.setLimits(isReplayed ? environment.limits.lua.forReplay : environment.limits.lua)
    }

    /// Begins a slice: renews the budget.
    public func beginInput(at time: Double) {
        now = time
        sliceStart = 0
        world.beginInput()
    }

    /// Where the task that ran last waits, or else where it began; empty before anything ran.
    public var lastPlace: String {
        guard let last = lastTask else { return "" }
        guard let thread = tasks[last.id]?.thread, let place = world.place(of: thread) else { return last.place }
        return "\(place.source):\(place.line)"
    }

    /// Where its tasks wait, such as `reception/main.lua:12`, in the order in which they began.
    public var waitingPlaces: [String] {
        tasks.all.compactMap { world.place(of: $0.thread).map { "\($0.source):\($0.line)" } }
    }

    /// Charges work that the session does for the flow, in units; a spent budget shows at the flow's next step.
    public func charge(_ units: Int) { world.charge(units) }

    /// The hooks that an event starts, in order of registration. An offer has one `owner`; hooks for every event see
    /// it too.
    public func hooks(for event: CallEvent, owner: Int? = nil, patterns: PatternMatcher) -> [Int] {
        var data: JSONValue?
        return hooks.indices.filter { index in
            let hook = hooks[index]
            if let owner, hook.event != "*" { return index == owner }
            guard hook.event == event.name || hook.event == "*" else { return false }
            if hook.filter.conditions.isEmpty { return true }
            let parsed = data ?? event.payloadForFilters
            data = parsed
            return hook.filter.matches(parsed, patterns: patterns)
        }
    }

    /// Whether any hook is registered for a name.
    public func hasHook(for name: String) -> Bool { hooks.contains { $0.event == name || $0.event == "*" } }

    /// Starts a hook's handler as a task at the end of the queue, with the call (nil if there is none) and the event;
    /// a `Launch` hook, which never has a call, gets the event alone. The event becomes a table only when the handler
    /// takes it.
    /// - Returns: the task's number.
    /// - Throws: when the session has too many tasks.
    @discardableResult
    public func startHook(_ index: Int, call: Int?, event: CallEvent?) throws(FlowProblem) -> Int {
        let handler = handlers[index]
        let parameters = world.parameterCount(handler)
        var arguments: [LuaValue] = []
        if let call {
            arguments.append(.object(LuaObject(class: HostAPI.callClass, id: Int64(call))))
        } else if hooks[index].event != "Launch" {
            arguments.append(.nil)
        }
        if parameters.variadic || parameters.count > arguments.count, let event {
            arguments.append(Marshalling.event(event, with: fields(beside: event)))
        }
        let hook = hooks[index]
        do {
            return try start(
                handler, arguments, call: call, kind: .handler, place: "\(hook.file):\(hook.line)",
                handlesErrors: event?.name == "FlowError")
        } catch {
            throw FlowProblem(file: hook.file, line: hook.line, reason: error.reason)
        }
    }

    /// How many tasks have not ended.
    public var openTasks: Int { tasks.count }

    /// The memory of the world, in bytes.
    public var memoryBytes: Int { world.memoryBytes }

    /// What the flow said about itself.
    public var flowSettings: FlowSettings { settings }

    /// Settles what a task waits for: it runs again when its turn comes.
    public func settle(_ task: Int, _ outcome: FlowOutcome) {
        wake(task, outcome.resume)
    }

    /// Answers a request at once: the task goes on before any other.
    public func answer(_ task: Int, _ outcome: FlowOutcome) {
        wake(task, outcome.resume, first: true)
    }

    /// The time of a `within` block is up.
    public func deadlineReached(_ task: Int) {
        guard case .group(let group)? = tasks[task]?.wait else { return }
        let failure = ActionFailure(reason: .timeout, message: "the block did not end in time")
        finish(group, .values([.nil, Marshalling.failure(failure)]), abandonDeadline: false)
    }

    /// Runs the tasks until one wants something or has worked for a slice; nil when none can run.
    public func next() -> FlowStep? {
        while true {
            if let step = steps.pop() { return step }
            if let task = pausedTask {
                pausedTask = nil
                run(task, .goOn)
                continue
            }
            if let task = heldTask {
                heldTask = nil
                runFromQueue(task)
                continue
            }
            guard let task = tasks.popRunnable() else { return nil }
            guard isSliceSpent else {
                runFromQueue(task)
                continue
            }
            // A thousand tasks that work for a moment each are as busy as one that works for long.
            heldTask = task
            return .paused
        }
    }

    /// Whether the tasks together have worked for a slice; another one begins then.
    private var isSliceSpent: Bool {
        let used = world.instructionsUsed
        guard used - sliceStart >= environment.limits.lua.sliceUnits else { return false }
        sliceStart = used
        return true
    }

    /// Ends everything; the world's memory is given back.
    public func drop() {
        tasks = TaskTable()
        pausedTask = nil
        heldTask = nil
        world.drop()
    }

    // MARK: - Tasks

    /// Makes a task of a function and puts it at the end of the queue.
    func start(
        _ function: LuaReference, _ arguments: [LuaValue], call: Int?, kind: FlowTask.Kind, place: String,
        handlesErrors: Bool
    ) throws(FlowProblem) -> Int {
        guard tasks.count < environment.limits.tasks else {
            throw FlowProblem(
                reason: "more than \(environment.limits.tasks) tasks in one session; wait for some to end")
        }
        do {
            let thread = try world.makeThread(function, arguments: arguments)
            return tasks.add(
                FlowTask(thread: thread, kind: kind, call: call, place: place, handlesErrors: handlesErrors))
        } catch {
            throw FlowProblem(reason: error.message)
        }
    }

    private func runFromQueue(_ id: Int) {
        guard let task = tasks[id] else { return }
        tasks.update(id) { $0.wait = .running }
        run(id, task.resume)
        if task.ownsResume { release(task.resume) }
    }

    private func run(_ id: Int, _ resume: LuaResume) {
        guard let task = tasks[id] else { return }
        let thread = task.thread
        lastTask = (id, task.place)
        tasks.current = id
        let step = world.resume(thread, with: resume, inSlices: true)
        tasks.current = nil
        switch step {
        case .finished(let values): end(id, .success(values))
        case .failed(let error): end(id, .failure(error))
        case .stopped(let stop):
            steps.push(.stopped(FlowProblem(file: stop.source, line: stop.line, reason: stop.message)))
        case .waiting: park(id)
        case .paused:
            pausedTask = id
            sliceStart = world.instructionsUsed
            steps.push(.paused)
        }
    }

    /// The task waits: for the session, for other tasks, or for another task's end.
    private func park(_ id: Int) {
        let ask = pendingAsk
        pendingAsk = nil
        if tasks[id]?.cancelsNextWait == true {
            if case .group(_, let functions, _)? = ask { for function in functions { world.release(function) } }
            tasks.update(id) {
                $0.wait = .session
                $0.cancelsNextWait = false
            }
            wake(id, .raise(Marshalling.cancelled))
            return
        }
        switch ask {
        case .session(let request):
            tasks.update(id) { $0.wait = .session }
            steps.push(.asks(task: id, request))
        case .group(let kind, let functions, let seconds):
            openGroup(parent: id, kind: kind, functions: functions, seconds: seconds)
        case .join(let other):
            join(id, to: other)
        case nil:
            // A wait that nobody asked for cannot come from our host functions.
            wake(id, .raise(LuaRaise("this function cannot wait here")))
        }
    }

    /// Lets a task go on with a value or an error.
    /// - Parameter owned: whether functions in it are let go once the task has taken them.
    func wake(_ id: Int, _ resume: LuaResume, first: Bool = false, owned: Bool = false) {
        switch tasks[id]?.wait {
        case .session, .group, .task: tasks.makeRunnable(id, resume, first: first, owned: owned)
        case .runnable, .running, nil: if owned { release(resume) }
        }
    }

    /// Lets go of the functions in what a task was given.
    func release(_ resume: LuaResume) {
        switch resume {
        case .start, .goOn: break
        case .values(let values): for value in values { world.releaseFunctions(in: value) }
        case .raise(let raise): world.releaseFunctions(in: raise.value)
        }
    }

    private func end(_ id: Int, _ result: Result<[LuaValue], LuaError>) {
        guard let task = tasks.remove(id) else { return }
        world.release(task.thread)
        switch task.kind {
        case .child(let group):
            if !childEnded(id, group, result) {
                // Its block is over. What it returned is nobody's, but a mistake is still one.
                forget(result)
                if let failure = failure(of: task, result) {
                    steps.push(.ended(task: id, call: task.call, error: failure))
                }
            }
        case .handler:
            forget(result)
            steps.push(.ended(task: id, call: task.call, error: failure(of: task, result)))
        case .spawned:
            let end = remember(id, result)
            for joiner in task.joiners { wake(joiner, resume(after: end)) }
            let failure = task.joiners.isEmpty ? failure(of: task, result) : nil
            steps.push(.ended(task: id, call: task.call, error: failure))
        }
    }

    private func remember(_ id: Int, _ result: Result<[LuaValue], LuaError>) -> TaskTable.End {
        let end: TaskTable.End =
            switch result {
            case .success(let values): .returned(values)
            case .failure(let error): error.isCancellation ? .cancelled : .failed(error.value)
            }
        remember(id, end)
        return end
    }

    func remember(_ id: Int, _ end: TaskTable.End) {
        guard let forgotten = tasks.remember(id, end) else { return }
        for value in forgotten.values { world.releaseFunctions(in: value) }
    }

    private func forget(_ result: Result<[LuaValue], LuaError>) {
        switch result {
        case .success(let values): for value in values { world.releaseFunctions(in: value) }
        case .failure(let error): world.releaseFunctions(in: error.value)
        }
    }

    /// What a report says of an error that nothing caught; nil for a quiet end.
    private func failure(of task: FlowTask, _ result: Result<[LuaValue], LuaError>) -> FlowFailure? {
        guard case .failure(let error) = result, !error.isQuietEnd else { return nil }
        let place = error.place
        return FlowFailure(
            message: error.message, file: place?.source, line: place?.line, traceback: error.traceback,
            isOfErrorHandler: task.handlesErrors)
    }
}
