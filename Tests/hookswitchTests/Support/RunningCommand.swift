import Foundation
import Glibc
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
        /// Rises with everything that is new.
        var changes = 0
        /// Resumed at everything that is new.
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let captured = Mutex(Captured())
    private let pid = Mutex<Int32>(0)

    /// Starts the binary with arguments.
    /// - Parameter environment: added to that of the tests.
    ///
    /// Not by Foundation's `Process`: it learns of an end by a socket that every later process inherits, and so may
    /// never learn of it.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let started = try Self.spawn([Self.binary.path] + arguments, environment)
        pid.withLock { $0 = started.pid }
        Thread.detachNewThread {
            self.read(started.output, started.errors)
            var status: Int32 = 0
            while waitpid(started.pid, &status, 0) == -1, errno == EINTR {}
            let signal = status & 0x7F
            self.update { $0.status = signal == 0 ? (status >> 8) & 0xFF : 128 + signal }
        }
    }

    /// Where the streams of a process can be read.
    private struct Started {
        let pid: pid_t
        let output: Int32
        let errors: Int32
    }

    /// Why there is no process.
    struct SpawnFault: Error {
        let code: Int32
    }

    /// One at a time, so that no process inherits the pipes of another.
    private static let spawning = Mutex(())

    private static func spawn(_ words: [String], _ environment: [String: String]) throws -> Started {
        try spawning.withLock { _ in
            var (output, errors): ([Int32], [Int32]) = ([0, 0], [0, 0])
            guard pipe(&output) == 0, pipe(&errors) == 0 else { throw SpawnFault(code: errno) }
            for descriptor in output + errors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, output[1], 1)
            posix_spawn_file_actions_adddup2(&actions, errors[1], 2)
            var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
            let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            var settings: [UnsafeMutablePointer<CChar>?] = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
            defer { for text in arguments + settings { free(text) } }
            var pid: pid_t = 0
            let failure = posix_spawn(&pid, words[0], &actions, nil, &arguments, &settings)
            close(output[1])
            close(errors[1])
            guard failure == 0 else { throw SpawnFault(code: failure) }
            return Started(pid: pid, output: output[0], errors: errors[0])
        }
    }

    convenience init(_ arguments: String...) throws { try self.init(arguments) }

    /// What was printed so far.
    var output: String { captured.withLock { String(decoding: $0.output, as: UTF8.self) } }
    /// What was printed to standard error so far.
    var errors: String { captured.withLock { String(decoding: $0.errors, as: UTF8.self) } }

    private var changes: Int { captured.withLock { $0.changes } }

    /// Waits until either stream holds a text.
    func waits(for text: String) async throws {
        while true {
            // Counted before it is looked at: what comes between the look and the wait is not slept through.
            let seen = changes
            if (output + errors).contains(text) { return }
            // The last words and the end may come at once.
            let isThere = await next(after: seen) || (output + errors).contains(text)
            try #require(isThere, "the process ended without printing '\(text)':\n\(output)\n\(errors)")
        }
    }

    /// Waits until the process has ended and all it printed has been read.
    func finished() async throws -> Outcome {
        while await next(after: changes) {}
        return Outcome(status: captured.withLock { $0.status ?? -1 }, output: output, errors: errors)
    }

    /// Asks the process to end.
    func terminate() { send(SIGTERM) }

    /// Ends the process without asking it.
    func kill() { send(SIGKILL) }

    /// Nothing happens when the process has ended: its number may be another's.
    private func send(_ signal: Int32) {
        guard captured.withLock({ $0.status == nil }) else { return }
        _ = pid.withLock { Glibc.kill($0, signal) }
    }

    /// Reads both streams until the process has closed them.
    private func read(_ output: Int32, _ errors: Int32) {
        var streams: [(descriptor: Int32, part: WritableKeyPath<Captured, Data> & Sendable)] = [
            (output, \.output), (errors, \.errors),
        ]
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !streams.isEmpty {
            var polled = streams.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            guard poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
            for index in streams.indices.reversed() where polled[index].revents != 0 {
                let (descriptor, part) = streams[index]
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count > 0 {
                    let data = Data(buffer[..<count])
                    update { $0[keyPath: part].append(data) }
                } else {
                    close(descriptor)
                    streams.remove(at: index)
                }
            }
        }
    }

    private func update(_ change: (inout Captured) -> Void) {
        let watchers = captured.withLock { captured in
            change(&captured)
            captured.changes += 1
            defer { captured.watchers = [] }
            return captured.watchers
        }
        for watcher in watchers { watcher.resume() }
    }

    /// Waits for something that came after so many changes; false when nothing can come any more, or the test has run out
    /// of time.
    private func next(after seen: Int) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = captured.withLock { captured in
                    let isDone = captured.status != nil || captured.changes != seen || Task.isCancelled
                    if !isDone { captured.watchers.append(continuation) }
                    return isDone
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            terminate()
            update { _ in }
        }
        return !Task.isCancelled && captured.withLock { $0.status == nil }
    }

    /// The binary lies beside the test bundle.
    private static var binary: URL {
        let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return executable.deletingLastPathComponent().appendingPathComponent("hookswitch")
    }
}

/// A command that runs to its end.
enum Command {
    static func run(_ arguments: String...) async throws -> RunningCommand.Outcome { try await run(arguments) }

    static func run(_ arguments: [String]) async throws -> RunningCommand.Outcome {
        try await RunningCommand(arguments).finished()
    }
}
