import Foundation

/// A program that is run to its end, for so long and with so much output at most. It gets no input, and everything that it
/// has begun ends with it.
public enum BoundedProcess {
    /// How it ended.
    public enum Outcome: Equatable, Sendable {
        /// By itself, with a code.
        case exited(Int32)
        /// By a signal, of this number.
        case signalled(Int32)
        /// It was ended when its time was over.
        case tooLong
        /// It was ended since it wrote too much.
        case tooMuch
        /// It never ran, with the reason.
        case notStarted(String)
    }

    /// The path of a program in the folders of a search path; nil where there is none that can be run.
    public static func find(
        _ name: String, in searchPath: String? = ProcessInfo.processInfo.environment["PATH"]
    ) -> String? {
        (searchPath ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Blocks until it has ended.
    /// - Parameters:
    ///   - program: its path.
    ///   - output: the file that its output and its errors go to.
    ///   - mostBytes: of that file.
    public static func run(
        _ program: String, _ arguments: [String], output: String, until end: Date, mostBytes: Int
    ) -> Outcome {
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // A group of its own, which can be ended as a whole.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, program, &actions, &attributes, &words, environ)
        guard failure == 0 else { return .notStarted(String(cString: strerror(failure))) }
        return wait(for: pid, output, end, mostBytes)
    }

    private static func wait(for pid: pid_t, _ output: String, _ end: Date, _ mostBytes: Int) -> Outcome {
        var pause: UInt32 = 1_000
        while true {
            var status: Int32 = 0
            let ended = waitpid(pid, &status, WNOHANG)
            if ended == pid {
                let signal = status & 0x7F
                return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
            }
            guard ended == 0 || errno == EINTR else { return .notStarted(String(cString: strerror(errno))) }
            if Date() >= end { return stop(pid, .tooLong) }
            var file = stat()
            if stat(output, &file) == 0, Int(file.st_size) > mostBytes { return stop(pid, .tooMuch) }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
    }

    private static func stop(_ pid: pid_t, _ outcome: Outcome) -> Outcome {
        kill(-pid, SIGKILL)
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        return outcome
    }
}
