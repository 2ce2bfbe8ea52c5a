import Foundation
import LuaEngine
import Testing

/// What host functions of a test noted, and the threads that a test drives.
final class Notes {
    var lines: [String] = []
}

/// Functions that the tests' scripts find: `note`, `wait`, `can_wait`, `where`, `fail`, `fail_plain`, `fail_table`,
/// `echo`, `require`, `log.info`, and the class `Box`.
let testTable = LuaHostTable(
    [
        LuaHostFunction(name: "note") { call throws(LuaRaise) in
            for index in stride(from: 1, through: call.count, by: 1) {
                (call.world.owner as? Notes)?.lines.append(show(try call.value(at: index)))
            }
            return .values(0)
        },
        LuaHostFunction(name: "wait") { _ throws(LuaRaise) in .wait },
        LuaHostFunction(name: "can_wait") { call throws(LuaRaise) in
            call.push(.boolean(call.canWait))
            return .values(1)
        },
        LuaHostFunction(name: "where") { call throws(LuaRaise) in
            guard let place = call.currentLine else { return .values(0) }
            call.push(.string(place.source))
            call.push(integer: Int64(place.line))
            return .values(2)
        },
        LuaHostFunction(name: "fail") { call throws(LuaRaise) in throw LuaRaise(call.string(at: 1) ?? "failed") },
        LuaHostFunction(name: "fail_plain") { call throws(LuaRaise) in throw LuaRaise(try call.value(at: 1)) },
        LuaHostFunction(name: "echo") { call throws(LuaRaise) in
            let values = try (0..<call.count).map { index throws(LuaRaise) in try call.value(at: index + 1) }
            for value in values {
                call.push(value)
                release(value, in: call.world)
            }
            return .values(values.count)
        },
        LuaHostFunction(name: "require") { call throws(LuaRaise) in
            let name = call.string(at: 1) ?? ""
            guard let text = modules[name] else { throw LuaRaise("there is no module '\(name)'") }
            do {
                let chunk = try LuaChunk.compile(Array(text.utf8), name: "@\(name).lua")
                return .callOnce(key: name, try call.world.instantiate(chunk))
            } catch let error as LuaError {
                throw LuaRaise(error.message)
            } catch {
                throw LuaRaise("\(error)")
            }
        },
        LuaHostFunction(namespace: "log", name: "info") { call throws(LuaRaise) in
            (call.world.owner as? Notes)?.lines.append("log \(call.string(at: 1) ?? "?")")
            return .values(0)
        },
        LuaHostFunction(name: "box") { call throws(LuaRaise) in
            call.push(.object(LuaObject(class: "Box", id: call.integer(at: 1) ?? 0)))
            return .values(1)
        },
        LuaHostFunction(namespace: "Box", name: "id") { call throws(LuaRaise) in
            guard let id = call.objectID(at: 1, class: "Box") else { throw LuaRaise("a box is wanted; use ':'") }
            call.push(integer: id)
            return .values(1)
        },
        LuaHostFunction(namespace: "Box", name: "wait") { _ throws(LuaRaise) in .wait },
    ],
    classes: [
        LuaHostClass(
            name: "Box", hasData: true,
            index: LuaHostFunction(name: "") { call throws(LuaRaise) in
                guard call.string(at: 2) == "colour" else {
                    throw LuaRaise("a box has no '\(call.string(at: 2) ?? "?")'")
                }
                call.push(.string("red"))
                return .values(1)
            }),
        LuaHostClass(name: "Lid", global: "the_lid"),
    ])

let modules = [
    "answer": "note('loading') return 42",
    "nothing": "note('loading nothing')",
    "self": "return require 'self'",
    "broken": "error('no luck')",
    "waits": "return (wait())",
]

/// A value in one line.
func show(_ value: LuaValue) -> String {
    switch value {
    case .nil: "nil"
    case .boolean(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .string(let text): text
    case .table(let table):
        "{" + (table.array.map(show) + table.namedFields.map { "\($0.0)=\(show($0.1))" }).joined(separator: ",") + "}"
    case .function: "function"
    case .object(let object): "\(object.className) \(object.id)"
    case .other(let name): name
    }
}

func release(_ value: LuaValue, in world: LuaWorld) {
    switch value {
    case .function(let reference): world.release(reference)
    case .table(let table):
        for item in table.array + table.namedFields.map(\.1) { release(item, in: world) }
    default: break
    }
}

/// A world with the test's functions, and what its scripts noted.
///
/// Every script that runs to its end by `step`, `run` or `stop` runs a second time in a twin that pauses at each hundred
/// instructions where it can, and must come to the same: that a script cannot see pauses is tested by all scripts.
final class Bench {
    let world: LuaWorld
    let notes = Notes()
    private let limits: LuaLimits
    private let twin: Bench?

    init(_ limits: LuaLimits = .quiet, seed: UInt64 = 7, hasTwin: Bool = true) throws {
        self.limits = limits
        world = try LuaWorld(functions: testTable, limits: limits, seed: seed)
        world.owner = notes
        // A stop by processor time comes when it comes.
        var paused = limits
        paused.sliceUnits = 1
        twin = hasTwin && limits.cpuSeconds >= 60 ? try Bench(paused, seed: seed, hasTwin: false) : nil
    }

    var lines: [String] { notes.lines }

    /// A thread of a script, not begun.
    func thread(_ source: String, _ arguments: [LuaValue] = []) throws -> LuaThread {
        let function = try world.instantiate(try LuaChunk.compile(Array(source.utf8), name: "@test.lua"))
        defer { world.release(function) }
        return try world.makeThread(function, arguments: arguments)
    }

    /// Runs a script to its end; each wait gets the next of `answers`.
    func step(_ source: String, answers: [LuaResume] = []) throws -> LuaStep {
        let notedBefore = notes.lines.count
        let thread = try thread(source)
        defer { world.release(thread) }
        var step = resume(thread, .start)
        for answer in answers {
            guard case .waiting = step else { break }
            step = resume(thread, answer)
        }
        if let twin {
            let twinNotedBefore = twin.notes.lines.count
            twin.world.now = world.now
            let other = try twin.step(source, answers: answers)
            // Deep recursion through C ends at another depth, since a pause unwinds C's stack.
            let (first, second) = (told(step), told(other).replacing("C stack overflow", with: "stack overflow"))
            #expect(
                first.replacing("C stack overflow", with: "stack overflow") == second, "pauses are seen by \(source)")
            #expect(
                notes.lines[notedBefore...] == twin.notes.lines[twinNotedBefore...], "pauses are seen by \(source)")
        }
        return step
    }

    private var pauses = 0

    /// How often the twin has paused.
    var pausesOfTwin: Int { twin?.pauses ?? 0 }

    private func resume(_ thread: LuaThread, _ resume: LuaResume) -> LuaStep {
        var step = world.resume(thread, with: resume, inSlices: limits.sliceUnits == 1)
        while case .paused = step {
            pauses += 1
            step = world.resume(thread, with: .goOn, inSlices: true)
        }
        return step
    }

    /// What a script returns, in one line; an error's or stop's text otherwise.
    func run(_ source: String, _ answers: LuaResume...) throws -> String { told(try step(source, answers: answers)) }

    func stop(_ source: String) throws -> LuaStop? {
        guard case .stopped(let stop) = try step(source) else { return nil }
        return stop
    }
}

/// Runs a script in a world of its own.
func run(_ source: String, _ answers: LuaResume..., limits: LuaLimits = .quiet) throws -> String {
    told(try Bench(limits).step(source, answers: answers))
}

func told(_ step: LuaStep) -> String {
    switch step {
    case .finished(let values): values.map(show).joined(separator: " ")
    case .waiting: "waiting"
    case .paused: "paused"
    case .failed(let error): "error: \(error.message)"
    case .stopped(let stop): "stopped: \(stop.reason.rawValue) at \(stop.source ?? "?"):\(stop.line ?? 0)"
    }
}

extension LuaLimits {
    /// Processor time never decides in a test that is not about it.
    static let quiet = LuaLimits(cpuSeconds: 60)
    static func instructions(_ count: Int) -> LuaLimits { LuaLimits(instructions: count, cpuSeconds: 60) }
    static func memory(_ bytes: Int) -> LuaLimits { LuaLimits(memoryBytes: bytes, cpuSeconds: 60) }
}

extension LuaResume {
    static func text(_ text: String) -> LuaResume { .values([.string(text)]) }
    static func number(_ number: Int64) -> LuaResume { .values([.integer(number)]) }
}
