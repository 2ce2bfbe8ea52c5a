import CLua
import CLuaBridge

/// A Lua state with everything in it: globals, modules, memory, budgets. One owner at a time; dropped whole.
///
/// Nothing in it has a finalizer or holds a Swift reference.
public final class LuaWorld {
    let world: OpaquePointer
    let functions: LuaHostTable
    private let state: OpaquePointer
    private var nextReference: Int32 = 1
    private var freeReferences: [Int32] = []
    private var isDropped = false
    /// Whoever host functions shall find through their call. It owns the world, and so outlives it.
    public unowned(unsafe) var owner: AnyObject?

    /// The time that `os.time` and `os.date` tell, in seconds since 1970.
    public var now = 0.0 {
        didSet { if !isDropped { hs_world_set_now(world, now) } }
    }

    /// A world with the host's functions, its libraries not yet opened.
    /// - Throws: when the system has no memory.
    public init(functions: LuaHostTable, limits: LuaLimits = LuaLimits(), seed: UInt64) throws(LuaError) {
        self.functions = functions
        let bounds = hs_limits(
            memory: limits.memoryBytes, string: limits.stringBytes, instructions: Int64(limits.instructions),
            cpu_ns: UInt64(max(0, limits.cpuSeconds) * 1e9), depth: Int32(clamping: limits.coroutineDepth))
        guard let made = hs_world_new(functions.host, bounds, seed) else {
            throw LuaError(.host, "no memory for a Lua world")
        }
        world = made
        state = hs_world_state(made)
        hs_world_set_owner(made, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { drop() }

    /// Gives all memory back at once. The world must not be used afterwards.
    public func drop() {
        guard !isDropped else { return }
        isDropped = true
        hs_world_drop(world)
    }

    /// Renews the budget, and collects garbage when the world has grown.
    public func beginInput() {
        if !isDropped { hs_world_begin_input(world) }
    }

    /// Bytes in use.
    public var memoryBytes: Int { isDropped ? 0 : hs_world_memory(world) }

    /// What was charged since the last input began.
    public var instructionsUsed: Int { isDropped ? 0 : Int(hs_world_used(world)) }

    /// Makes the n-th allocation of the running script fail; for tests.
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

    /// Forgets a function.
    public func release(_ reference: LuaReference) {
        guard !isDropped else { return }
        hs_ref_clear(state, reference.number)
        freeReferences.append(reference.number)
    }

    /// Forgets a thread.
    public func release(_ thread: LuaThread) { release(thread.reference) }

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
        push(value, state)
        hs_set_global(state, name)
    }

    /// How many parameters a function names, and whether it takes more.
    public func parameterCount(_ function: LuaReference) -> (count: Int, variadic: Bool) {
        var record = lua_Debug()
        hs_ref_push(state, function.number)
        lua_getinfo(state, ">u", &record)
        return (Int(record.nparams), record.isvararg != 0)
    }

    /// Where a function stands.
    public func definition(of function: LuaReference) -> (source: String, line: Int) {
        var record = lua_Debug()
        hs_ref_push(state, function.number)
        lua_getinfo(state, ">S", &record)
        return (Self.shownSource(record.source), Int(record.linedefined))
    }

    static func shownSource(_ source: UnsafePointer<CChar>?) -> String {
        let text = source.map { String(cString: $0) } ?? ""
        return text.hasPrefix("@") ? String(text.dropFirst()) : text
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
            case .waiting: return .failed(LuaError(.runtime, "nothing can wait here"))
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
        for argument in arguments { push(argument, thread) }
        return LuaThread(state: thread, reference: reference, argumentCount: Int32(arguments.count))
    }

    /// Runs a coroutine until it ends, waits, fails or is stopped.
    public func resume(_ thread: LuaThread, with resume: LuaResume) -> LuaStep {
        guard !isDropped else { return .stopped(LuaStop(reason: .memory)) }
        var go = Int32(HS_GO_VALUES)
        var count: Int32 = 0
        let target = thread.waiter
        switch resume {
        case .start: count = thread.argumentCount
        case .values(let values):
            guard let target else { return .failed(LuaError(.host, "this coroutine waits for nothing")) }
            for value in values { push(value, target) }
            count = Int32(values.count)
        case .raise(let raise):
            guard let target else { return .failed(LuaError(.host, "this coroutine waits for nothing")) }
            push(raise.value, target)
            count = 1
            if raise.withPosition, case .string = raise.value {
                go = Int32(HS_GO_RAISE_AT)
            } else {
                go = Int32(HS_GO_RAISE)
            }
        }
        var results: Int32 = 0
        let status = hs_resume(world, thread.state, target, go, count, &results)
        thread.waiter = nil
        switch Int(status) {
        case HS_FINISHED: return finished(thread, results)
        case HS_WAITING:
            thread.waiter = hs_world_waiter(world)
            return .waiting
        case HS_FAILED: return .failed(error(thread))
        case HS_YIELDED:
            return .failed(LuaError(.runtime, "coroutine.yield was called outside of any coroutine of the flow"))
        default: return .stopped(stop())
        }
    }

    private func finished(_ thread: LuaThread, _ results: Int32) -> LuaStep {
        var values: [LuaValue] = []
        values.reserveCapacity(Int(results))
        let first = lua_gettop(thread.state) - results + 1
        for index in 0..<results {
            do {
                values.append(try value(thread.state, first + index))
            } catch {
                values.append(.other("table"))
            }
        }
        return .finished(values)
    }

    /// The error that lies on top of a coroutine that failed. Its value is made text without metamethods.
    private func error(_ thread: LuaThread) -> LuaError {
        let value = (try? self.value(thread.state, -1)) ?? .other("table")
        hs_push_traceback(world, state, thread.state)
        let traceback = LuaStack.text(state, -1)
        hs_pop(state, 1)
        switch value {
        case .string(let text): return LuaError(.runtime, text, value: value, traceback: traceback)
        case .table(let table):
            var text = "an error value that is a table was raised"
            if case .string(let message)? = table["message"] { text = message }
            return LuaError(.runtime, text, value: value, traceback: traceback)
        default:
            return LuaError(
                .runtime, "an error value was raised that is a \(value.typeName)", value: value, traceback: traceback)
        }
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
    /// Its wait returns these.
    case values([LuaValue])
    /// Its wait raises this.
    case raise(LuaRaise)
}

/// What came of running a coroutine.
public enum LuaStep: Sendable {
    case finished([LuaValue])
    case waiting
    case failed(LuaError)
    case stopped(LuaStop)
}

/// What came of a call that cannot wait.
public enum LuaOutcome: Sendable {
    case returned([LuaValue])
    case failed(LuaError)
    case stopped(LuaStop)
}
