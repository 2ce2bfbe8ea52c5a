import Foundation
import Synchronization
import Testing

/// The hookswitch binary beside the tests, as a process.
final class RunningCommand: Sendable {
    /// What a finished process left.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    private struct Captured {
        var output = Data()
        var errors = Data()
        var status: Int32?
        /// Resumed at everything that is new.
        var watchers: [CheckedContinuation<Void, Never>] = []
        var openPipes = 2
    }

    private let captured = Mutex(Captured())
    private let pid = Mutex<Int32>(0)

    /// Starts the binary with arguments.
    init(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        process.terminationHandler = { process in
            self.update { $0.status = process.terminationStatus }
        }
        try process.run()
        pid.withLock { $0 = process.processIdentifier }
        read(output.fileHandleForReading, into: \.output)
        read(errors.fileHandleForReading, into: \.errors)
    }

    convenience init(_ arguments: String...) throws { try self.init(arguments) }

    /// What was printed so far.
    var output: String { captured.withLock { String(decoding: $0.output, as: UTF8.self) } }
    /// What was printed to standard error so far.
    var errors: String { captured.withLock { String(decoding: $0.errors, as: UTF8.self) } }

    /// Waits until either stream holds a text.
    func waits(for text: String) async throws {
        while !(output + errors).contains(text) {
            try #require(await next(), "the process ended without printing '\(text)':\n\(output)\n\(errors)")
        }
    }

    /// Waits until the process has ended and all it printed has been read.
    func finished() async throws -> Outcome {
        while await next() {}
        return Outcome(status: captured.withLock { $0.status ?? -1 }, output: output, errors: errors)
    }

    /// Asks the process to end.
    func terminate() { _ = pid.withLock { kill($0, SIGTERM) } }

    private func read(_ handle: FileHandle, into stream: WritableKeyPath<Captured, Data> & Sendable) {
        handle.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            self.update { captured in
                if data.isEmpty { captured.openPipes -= 1 } else { captured[keyPath: stream].append(data) }
            }
        }
    }

    private func update(_ change: (inout Captured) -> Void) {
        let watchers = captured.withLock { captured in
            change(&captured)
            defer { captured.watchers = [] }
            return captured.watchers
        }
        for watcher in watchers { watcher.resume() }
    }

    /// Waits for something new; false when nothing can come any more.
    private func next() async -> Bool {
        await withCheckedContinuation { continuation in
            let isDone = captured.withLock { captured in
                let isDone = captured.status != nil && captured.openPipes == 0
                if !isDone { captured.watchers.append(continuation) }
                return isDone
            }
            if isDone { continuation.resume() }
        }
        return captured.withLock { $0.status == nil || $0.openPipes > 0 }
    }

    /// The binary lies beside the test bundle.
    private static var binary: URL {
        let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return executable.deletingLastPathComponent().appendingPathComponent("hookswitch")
    }
}

/// A command that runs to its end.
enum Command {
    static func run(_ arguments: String...) async throws -> RunningCommand.Outcome {
        try await RunningCommand(arguments).finished()
    }
}
