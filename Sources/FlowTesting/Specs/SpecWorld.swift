import CallModel
import FlowEngine
import LuaEngine

/// The Lua world of one spec file: first it registers cases, then it runs one of them. It belongs to one thread.
final class SpecWorld {
    enum Phase: Sendable {
        /// The file's top level and its `describe`s.
        case load
        /// One case.
        case run
    }

    let lua: LuaWorld
    var plan = SpecPlan()
    private(set) var phase = Phase.load
    /// The line that the case acts on; there while it runs.
    var stage: (any SpecStage)?
    /// Whether kills or faults that the spec does not know of happen on the way: things take longer then, and what was
    /// logged just before a kill may be lost.
    var isDisturbed = false
    /// What the host function that asked to wait waits for; read right after the coroutine yielded.
    var pendingWait: SpecWait?
    /// What objects of the spec stand for; their numbers count from 1.
    var knownPhones = Numbered<String>()
    var knownCalls = Numbered<String>()
    var knownSessions = Numbered<SessionID>()
    var expectations: [LuaValue] = []
    /// How far each phone has listened: the call, and the last entry of its timeline.
    var heard: [String: (call: String, seq: Int)] = [:]
    /// What must still be so when the story is over: each says what is not.
    var promises: [(place: String, broken: () throws -> String?)] = []
    /// What the spec did, for the timeline of a failure.
    var steps: [(at: Double, place: String, text: String)] = []
    let patterns = PatternMatcher()

    /// Specs are ours to trust more than flows, but for endless loops.
    static let limits = LuaLimits(
        memoryBytes: 64 << 20, stringBytes: 4 << 20, blockBytes: 8 << 20, instructions: 200_000_000, cpuSeconds: 600)

    /// Runs a file's top level.
    /// - Throws: `SpecProblem` when it cannot be run.
    init(_ file: SpecFile) throws(SpecProblem) {
        do throws(LuaError) {
            lua = try LuaWorld(functions: SpecAPI.table, limits: Self.limits, seed: 1)
        } catch {
            throw SpecProblem(file: file.path, message: error.message)
        }
        lua.owner = self
        lua.beginInput()
        let outcome = lua.run(file.chunk)
        plan.finish()
        switch outcome {
        case .returned: return
        case .failed(let error):
            lua.drop()
            throw SpecProblem(
                file: error.source ?? file.path, line: error.line, message: error.textWithoutPlace)
        case .stopped(let stop):
            lua.drop()
            throw SpecProblem(file: stop.source ?? file.path, line: stop.line, message: stop.message)
        }
    }

    deinit { lua.drop() }

    /// Lets go of everything that a case had: promises hold the world itself.
    func end() {
        promises = []
        pendingWait = nil
        stage = nil
        lua.drop()
    }

    // MARK: - Running

    /// What the file has registered for a case.
    /// - Throws: `SpecProblem` when that is another one.
    func entry(_ number: Int, of spec: SpecCase) throws(SpecProblem) -> SpecPlan.Entry {
        guard plan.entries.indices.contains(number), plan.entries[number].path == spec.path else {
            throw SpecProblem(
                file: spec.file, line: spec.line, message: "the file registers other cases each time it is run")
        }
        return plan.entries[number]
    }

    /// Functions that are still to be run, the next one first, and the one that runs.
    private var bodies: [LuaReference] = []
    private var thread: LuaThread?

    /// Begins a case, with what comes before and after it.
    /// - Throws: `SpecProblem` when something in it is not so.
    func begin(_ entry: SpecPlan.Entry, on stage: any SpecStage) throws(SpecProblem) -> SpecState {
        phase = .run
        self.stage = stage
        bodies = entry.befores + [entry.body] + entry.afters
        return try proceed()
    }

    /// Looks at what the story waits for, and lets it go on when it has come about or is too late.
    /// - Parameter isLate: whether nothing more happens until the limit of the wait.
    /// - Returns: nil when it is not time yet.
    func look(at wait: SpecWait, isLate: Bool) throws(SpecProblem) -> SpecState? {
        guard let thread else { return .over }
        let resume: LuaResume
        do {
            switch try wait.look() {
            case .done(let value): resume = .values(value == .nil ? [] : [value])
            case .then(let next): return .waiting(next)
            case .notYet:
                guard isLate else { return nil }
                guard let late = wait.late else {
                    resume = .values([])
                    break
                }
                resume = .raise(LuaRaise(try late()))
            }
        } catch let fault as StageFault where fault.isUndrivable {
            throw undrivable(fault)
        } catch let raise as LuaRaise {
            resume = .raise(raise)
        } catch {
            resume = .raise(LuaRaise("\(error)"))
        }
        return try go(on: thread, with: resume)
    }

    private func proceed() throws(SpecProblem) -> SpecState {
        guard !bodies.isEmpty else {
            try checkPromises()
            return .over
        }
        let thread: LuaThread
        do throws(LuaError) {
            thread = try lua.makeThread(bodies.removeFirst(), arguments: [])
        } catch {
            throw SpecProblem(file: "", message: error.message)
        }
        self.thread = thread
        return try go(on: thread, with: .start)
    }

    private func go(on thread: LuaThread, with resume: LuaResume) throws(SpecProblem) -> SpecState {
        lua.beginInput()
        lua.now = stage?.now ?? 0
        pendingWait = nil
        switch lua.resume(thread, with: resume) {
        case .finished:
            // Whatever the story made of it, the line could not do what it asked for.
            if let refused { throw undrivable(refused) }
            lua.release(thread)
            self.thread = nil
            return try proceed()
        case .waiting:
            guard let wait = pendingWait else { throw SpecProblem(file: "", message: "this waits for nothing") }
            return .waiting(wait)
        case .failed(let error):
            if let refused { throw undrivable(refused) }
            throw SpecProblem(file: error.source ?? "", line: error.line, message: error.textWithoutPlace)
        case .stopped(let stop):
            throw SpecProblem(file: stop.source ?? "", line: stop.line, message: stop.message)
        case .paused: throw SpecProblem(file: "", message: "a spec does not pause")
        }
    }

    /// Calls a function of the spec while its story waits; for what happens in the world of the stage.
    func call(_ function: LuaReference, with argument: LuaValue, at place: String) throws -> LuaValue {
        let thread = try lua.makeThread(function, arguments: [argument])
        lua.beginInput()
        switch lua.resume(thread, with: .start) {
        case .finished(let values):
            lua.release(thread)
            return values.first ?? .nil
        case .failed(let error):
            throw SpecProblem(file: error.source ?? "", line: error.line, message: error.textWithoutPlace)
        case .stopped(let stop):
            throw SpecProblem(file: stop.source ?? "", line: stop.line, message: stop.message)
        case .waiting, .paused:
            throw SpecProblem(file: "", message: "the function at \(place) waits; an answer is made at once")
        }
    }

    private func checkPromises() throws(SpecProblem) {
        for promise in promises {
            let broken: String?
            do { broken = try promise.broken() } catch {
                broken = (error as? LuaRaise)?.value.stringValue ?? "\(error)"
            }
            guard let broken else { continue }
            let parts = promise.place.split(separator: ":")
            throw SpecProblem(
                file: parts.first.map(String.init) ?? "", line: parts.last.flatMap { Int($0) },
                message: broken + " (looked at when the story was over)")
        }
    }

    /// What the line could not do at all: the case is left out, whatever it makes of the error.
    var refused: StageFault?

    private func undrivable(_ fault: StageFault) -> SpecProblem {
        SpecProblem(file: "", message: fault.description, isUndrivable: true)
    }

    /// The stage, which is there in every case.
    func onStage() throws(StageFault) -> any SpecStage {
        guard let stage else { throw StageFault("there is no line here; this belongs into a case") }
        return stage
    }

    private var keys = 0

    /// A name for something that is asked for once.
    func nextKey() -> String {
        keys += 1
        return "spec \(keys)"
    }

    /// Notes what the spec does.
    func note(_ text: String, _ arguments: HostArguments) { note(text, at: arguments.place) }

    /// The same, where the call that asks for it has returned.
    func note(_ text: String, at place: String) { steps.append((stage?.now ?? 0, place, text)) }
}

/// Values under numbers from 1; the same value has the same number.
struct Numbered<Value: Hashable> {
    private var values: [Value] = []
    private var numbers: [Value: Int] = [:]

    subscript(number: Int) -> Value? { values.indices.contains(number - 1) ? values[number - 1] : nil }

    mutating func number(of value: Value) -> Int64 {
        if let number = numbers[value] { return Int64(number) }
        values.append(value)
        numbers[value] = values.count
        return Int64(values.count)
    }
}

/// Why a spec did not go well: what was not so, and where the spec says so.
public struct SpecProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The spec file, relative; the flow's own when the flow is at fault.
    public var file: String
    /// Counted from 1; nil when no line is known.
    public var line: Int?
    /// A sentence for a person, maybe of several lines.
    public var message: String
    /// Whether the line could not do what the case asks for, so that the case is left out.
    var isUndrivable = false

    /// A problem with its place.
    public init(file: String, line: Int? = nil, message: String) {
        self.init(file: file, line: line, message: message, isUndrivable: false)
    }

    init(file: String, line: Int? = nil, message: String, isUndrivable: Bool) {
        (self.file, self.line, self.message, self.isUndrivable) = (file, line, message, isUndrivable)
    }

    /// `file:line: message`.
    public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

extension LuaError {
    /// The message without the file and the line that Lua puts before it.
    var textWithoutPlace: String {
        guard let source, let line else { return message }
        let place = "\(source):\(line): "
        return message.hasPrefix(place) ? String(message.dropFirst(place.count)) : message
    }
}
