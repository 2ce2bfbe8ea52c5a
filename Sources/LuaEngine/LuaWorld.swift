import CLua
import CLuaBridge

/// A Lua state with everything in it: globals, modules, memory, budgets. One owner at a time; dropped whole.
///
/// Nothing in it has a finalizer or holds a Swift reference.
public final class LuaWorld {
    let world: OpaquePointer
    let functions: LuaHostTable
    let bodies: UnsafePointer<LuaHostFunction>
    private let state: OpaquePointer
    private var nextReference: Int32 = 1
    private var freeReferences: [Int32] = []
    private var isDropped = false
    private var isFreed = false
    /// How many runs are inside one another: a host function may call a function of its world.
    private var runs = 0
    private static let maxRuns = 8
    /// What was copied out of the world since the script began its turn or its call of the host.
    var copiedBytes = 0
    var copiedItems = 0
    /// Whoever host functions shall find through their call. It owns the world, and so outlives it.
    public unowned(unsafe) var owner: AnyObject?

    /// The time that `os.time` and `os.date` tell, in seconds since 1970.
    public var now = 0.0 {
        didSet { if !isDropped { hs_world_set_now(world, now) } }
    }

    /// The next 64 random bits; they follow from the seed and what was drawn before, as those of `math.random`.
    public func randomBits() -> UInt64 { isDropped ? 0 : hs_world_draw(world) }

    /// A world with the host's functions, its libraries not yet opened.
    /// - Throws: when the system has no memory.
    public init(functions: LuaHostTable, limits: LuaLimits = LuaLimits(), seed: UInt64) throws(LuaError) {
        self.functions = functions
        bodies = functions.functions
        guard let made = hs_world_new(functions.host, limits.bounds, seed) else {
            throw LuaError(.host, "no memory for a Lua world")
        }
        world = made
        state = hs_world_state(made)
        hs_world_set_owner(made, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { drop() }

    /// Gives all memory back at once; inside a host function, when the script has ended its run. Nothing can be done
    /// with the world afterwards.
    public func drop() {
        isDropped = true
        guard runs == 0, !isFreed else { return }
        isFreed = true
        hs_world_drop(world)
    }

    /// Renews the budget, and collects garbage when the world has grown.
    public func beginInput() {
        if !isDropped { hs_world_begin_input(world) }
    }

    /// Other limits, from the next input on.
    public func setLimits(_ limits: LuaLimits) {
        if !isDropped { hs_world_set_limits(world, limits.bounds) }
    }

    /// Bytes in use.
    public var memoryBytes: Int { isDropped ? 0 : hs_world_memory(world) }

    /// What was charged since the last input began.
    public var instructionsUsed: Int { isDropped ? 0 : Int(hs_world_used(world)) }

    /// Makes the n-th allocation of the running script fail; for tests.
    /// At `-n` it makes Lua collect all garbage there and then succeeds.
    func failAllocation(_ n: Int) { hs_world_fail_allocation(world, Int64(n)) }

    // MARK: - References

    /// Takes the value on top of `state` and keeps it under a number.
    func store(_ state: OpaquePointer) -> LuaReference {
        let number: Int32
        if let free = freeReferences.popLast() {
            number = free
        } else {
            number = nextReference
            nextReference += 1
        }
        hs_ref_store(state, number)
        return LuaReference(number: number)
    }

    /// Forgets a function. To forget it twice does nothing, unless its number has been given away again.
    public func release(_ reference: LuaReference) {
        guard !isFreed else { return }
        if hs_ref_clear(state, reference.number) { freeReferences.append(reference.number) }
    }

    /// Forgets a thread, which cannot run any more.
    public func release(_ thread: LuaThread) {
        guard thread.phase != .released else { return }
        if thread.phase == .running {
            thread.isReleasedAtEnd = true
            return
        }
        thread.phase = .released
        release(thread.reference)
    }

    // MARK: - Code

    /// Makes the function of a compiled chunk.
    public func instantiate(_ chunk: LuaChunk) throws(LuaError) -> LuaReference {
        guard !isDropped else { throw LuaError(.host, "the world is dropped") }
        let isLoaded = chunk.bytecode.withUnsafeBufferPointer {
            hs_load_compiled(world, $0.baseAddress, $0.count, chunk.name)
        }
        guard isLoaded else {
            let message = LuaStack.text(state, -1) ?? "the chunk cannot be loaded"
            hs_pop(state, 1)
            throw LuaError(.host, message)
        }
        return store(state)
    }

    /// Sets a global, past the rule that scripts cannot.
    public func setGlobal(_ name: String, _ value: LuaValue) throws(LuaError) {
        guard !isDropped else { throw LuaError(.host, "the world is dropped") }
        guard push(value, state) else { throw LuaError(.host, "no room for a global") }
        hs_set_global(state, name)
    }

    /// How many parameters a function names, and whether it takes more.
    public func parameterCount(_ function: LuaReference) -> (count: Int, variadic: Bool) {
        guard !isDropped else { return (0, false) }
        var record = lua_Debug()
        hs_ref_push(state, function.number)
        lua_getinfo(state, ">u", &record)
        return (Int(record.nparams), record.isvararg != 0)
    }

    /// Where a function stands.
    public func definition(of function: LuaReference) -> (source: String, line: Int) {
        guard !isDropped else { return ("", 0) }
        var record = lua_Debug()
        hs_ref_push(state, function.number)
        lua_getinfo(state, ">S", &record)
        return (Self.shownSource(record.source), Int(record.linedefined))
    }

    /// Where a coroutine waits: file, relative, and line; nil when it waits nowhere.
    public func place(of thread: LuaThread) -> (source: String, line: Int)? {
        guard !isDropped, thread.phase == .waiting, let waiter = thread.waiter else { return nil }
        var record = lua_Debug()
        guard hs_place(waiter, &record) else { return nil }
        return (Self.shownSource(record.source), Int(record.currentline))
    }

    /// Charges work that the host did for the script; a spent budget shows at its next step.
    public func charge(_ units: Int) {
        if !isDropped { hs_world_charge(world, Int64(units)) }
    }

    static func shownSource(_ source: UnsafePointer<CChar>?) -> String {
        let text = source.map { String(cString: $0) } ?? ""
        return text.hasPrefix("@") ? String(text.dropFirst()) : text
    }

    /// A host function has ended: the script pays for what was copied.
    func chargeCopies() {
        guard copiedBytes > 0 || copiedItems > 0 else { return }
        // An item takes some 200 ns.
        if !isFreed { hs_world_charge(world, Int64(copiedBytes / 64 + copiedItems * 4)) }
        (copiedBytes, copiedItems) = (0, 0)
    }

    // MARK: - Running

    /// Runs a chunk to its end. It cannot wait.
    public func run(_ chunk: LuaChunk, arguments: [LuaValue] = []) -> LuaOutcome {
        do {
            let function = try instantiate(chunk)
            defer { release(function) }
            return callSynchronously(function, arguments)
        } catch {
            return .failed(error)
        }
    }

    /// Calls a function to its end. It cannot wait.
    public func callSynchronously(_ function: LuaReference, _ arguments: [LuaValue]) -> LuaOutcome {
        do {
            let thread = try makeThread(function, arguments: arguments)
            defer { release(thread) }
            switch resume(thread, with: .start) {
            case .finished(let values): return .returned(values)
            case .failed(let error): return .failed(error)
            case .stopped(let stop): return .stopped(stop)
            case .waiting, .paused: return .failed(LuaError(.runtime, "nothing can wait here"))
            }
        } catch {
            return .failed(error)
        }
    }

    /// Makes a coroutine of a function; it has not begun.
    public func makeThread(_ function: LuaReference, arguments: [LuaValue]) throws(LuaError) -> LuaThread {
        guard !isDropped, hs_world_stop(world) == Int32(HS_STOP_NONE) else {
            throw LuaError(.host, "the world is stopped")
        }
        guard let thread = hs_new_thread(world) else { throw LuaError(.host, "no memory for a coroutine") }
        let reference = store(state)
        hs_ref_push(thread, function.number)
        for argument in arguments where !push(argument, thread) { break }
        return LuaThread(state: thread, reference: reference, argumentCount: Int32(arguments.count))
    }

    /// Runs a coroutine until it ends, waits, fails or is stopped.
    /// - Parameter inSlices: whether it pauses when it has worked for `LuaLimits.sliceUnits`; it is resumed then with
    ///   `goOn` before anything else of its world runs.
    public func resume(_ thread: LuaThread, with resume: LuaResume, inSlices: Bool = false) -> LuaStep {
        guard !isDropped else { return .stopped(LuaStop(reason: .memory)) }
        let waiter = thread.waiter
        var go = Int32(HS_GO_VALUES)
        var count: Int32 = 0
        switch (resume, thread.phase) {
        case (.start, .new): count = thread.argumentCount
        case (.values(let values), .waiting):
            guard let waiter else { return .failed(LuaError(.host, "this coroutine waits for nothing")) }
            for value in values where !push(value, waiter) { break }
            count = Int32(values.count)
        case (.raise(let raise), .waiting):
            guard let waiter, push(raise.value, waiter) else {
                return .failed(LuaError(.host, "this coroutine waits for nothing"))
            }
            count = 1
            go = Int32(HS_GO_RAISE)
            if raise.withPosition, case .string = raise.value { go = Int32(HS_GO_RAISE_AT) }
        case (.goOn, .paused): break
        case (.start, _): return .failed(LuaError(.host, "this coroutine has begun before"))
        default: return .failed(LuaError(.host, "this coroutine waits for nothing"))
        }
        guard runs < Self.maxRuns else {
            return .failed(LuaError(.host, "host functions call the script inside one another too deep"))
        }
        runs += 1
        (copiedBytes, copiedItems) = (0, 0)
        thread.phase = .running
        var results: Int32 = 0
        let status = hs_resume(world, thread.state, waiter, go, count, inSlices, &results)
        runs -= 1
        let step = step(thread, status, results)
        if thread.isReleasedAtEnd { release(thread) }
        if isDropped { drop() }
        return step
    }

    private func step(_ thread: LuaThread, _ status: Int32, _ results: Int32) -> LuaStep {
        thread.waiter = nil
        thread.phase = .over
        switch Int(status) {
        case HS_FINISHED: return .finished(finished(thread, results))
        case HS_WAITING:
            thread.waiter = hs_world_waiter(world)
            thread.phase = .waiting
            return .waiting
        case HS_PAUSED:
            thread.waiter = hs_world_waiter(world)
            thread.phase = .paused
            return .paused
        case HS_FAILED: return .failed(error(thread))
        default: return .stopped(stop())
        }
    }

    /// The results that lie on top of a coroutine that has ended.
    private func finished(_ thread: LuaThread, _ results: Int32) -> [LuaValue] {
        guard results > 0 else { return [] }
        var values: [LuaValue] = []
        values.reserveCapacity(Int(results))
        let first = lua_gettop(thread.state) - results + 1
        for index in 0..<results {
            values.append((try? value(thread.state, first + index)) ?? .other("table"))
        }
        hs_pop(thread.state, results)
        return values
    }

    /// The error that lies on top of a coroutine that failed. Its value is made text without metamethods.
    private func error(_ thread: LuaThread) -> LuaError {
        let value = (try? self.value(thread.state, -1)) ?? .other("table")
        hs_pop(thread.state, 1)
        hs_push_traceback(state)
        let traceback = LuaStack.text(state, -1)
        hs_pop(state, 1)
        let text: String
        switch value {
        case .string(let message): text = message
        case .table(let table):
            if case .string(let message)? = table["message"] {
                text = message
            } else {
                text = "an error value that is a table was raised"
            }
        case .nil: text = "an error value was raised that is nil"
        case .boolean(let flag): text = "an error value was raised that is \(flag)"
        case .integer(let number): text = "an error value was raised that is the number \(number)"
        case .number(let number): text = "an error value was raised that is the number \(number)"
        default: text = "an error value was raised that is a \(value.typeName)"
        }
        var error = LuaError(.runtime, text, value: value, traceback: traceback)
        // The text names the place that the script means; where it names none, it is where the error was raised.
        let line = Int(hs_world_error_line(world))
        if error.line == nil, line > 0 {
            error.source = String(cString: hs_world_error_source(world))
            error.line = line
        }
        return error
    }

    private func stop() -> LuaStop {
        let reason: LuaStop.Reason
        switch Int(hs_world_stop(world)) {
        case HS_STOP_CPU: reason = .cpuTime
        case HS_STOP_MEMORY: reason = .memory
        default: reason = .instructions
        }
        let line = Int(hs_world_stop_line(world))
        return LuaStop(
            reason: reason, source: line > 0 ? String(cString: hs_world_stop_source(world)) : nil,
            line: line > 0 ? line : nil)
    }
}

/// A coroutine that the host runs.
public final class LuaThread {
    let state: OpaquePointer
    let reference: LuaReference
    let argumentCount: Int32
    /// The innermost thread of its wait.
    var waiter: OpaquePointer?
    var phase = Phase.new
    /// Whether it was released while it ran.
    var isReleasedAtEnd = false

    enum Phase {
        case new
        case running
        case waiting
        case paused
        case over
        case released
    }

    init(state: OpaquePointer, reference: LuaReference, argumentCount: Int32) {
        self.state = state
        self.reference = reference
        self.argumentCount = argumentCount
    }
}

/// How a coroutine goes on.
public enum LuaResume: Sendable {
    /// It begins.
    case start
    /// It goes on after a pause.
    case goOn
    /// Its wait returns these.
    case values([LuaValue])
    /// Its wait raises this.
    case raise(LuaRaise)
}

/// What came of running a coroutine.
public enum LuaStep: Sendable {
    case finished([LuaValue])
    case waiting
    /// It has worked for a slice and would work on.
    case paused
    case failed(LuaError)
    case stopped(LuaStop)
}

/// What came of a call that cannot wait.
public enum LuaOutcome: Sendable {
    case returned([LuaValue])
    case failed(LuaError)
    case stopped(LuaStop)
}
