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
    /// The world that the case acts in; there while it runs.
    var stage: VirtualStage?
    /// What objects of the spec stand for; their numbers count from 1.
    var knownPhones = Numbered<String>()
    var knownCalls = Numbered<String>()
    var knownSessions = Numbered<SessionID>()
    var expectations: [LuaValue] = []
    /// How far each phone has listened: the call, and the last entry of its timeline.
    var heard: [String: (call: String, seq: Int)] = [:]
    /// The last call that each phone was seen in.
    var lastCalls: [String: String] = [:]
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

    /// Runs a case on a stage, with what comes before and after it.
    /// - Throws: `SpecProblem` when something in it was not so.
    func run(_ entry: SpecPlan.Entry, on stage: VirtualStage) throws(SpecProblem) {
        phase = .run
        self.stage = stage
        for body in entry.befores + [entry.body] + entry.afters {
            lua.beginInput()
            lua.now = stage.time.now()
            switch lua.callSynchronously(body, []) {
            case .returned: continue
            case .failed(let error):
                throw SpecProblem(file: error.source ?? "", line: error.line, message: error.textWithoutPlace)
            case .stopped(let stop):
                throw SpecProblem(file: stop.source ?? "", line: stop.line, message: stop.message)
            }
        }
    }

    /// The stage, which is there in every case.
    func onStage() throws(StageFault) -> VirtualStage {
        guard let stage else { throw StageFault("there is no line here; this belongs into a case") }
        return stage
    }

    /// Notes what the spec does.
    func note(_ text: String, _ arguments: HostArguments) {
        steps.append((stage?.time.now() ?? 0, arguments.place, text))
    }
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
