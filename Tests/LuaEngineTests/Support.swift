import Foundation
import LuaEngine
import Testing

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
