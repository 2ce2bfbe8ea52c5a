#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs a program of the system: with arguments, never through a shell; with a limit for its time and its output.
enum SystemProcess {
    struct End {
        /// The exit code, or the number of the signal that ended it, below 0.
        var code: Int32
        var output: [UInt8]
    }

    /// When a program is to have ended, and how many seconds that was from the start.
    struct TimeLimit {
        let seconds: Double
        let deadline: ContinuousClock.Instant

        init(_ duration: Duration) {
            (seconds, deadline) = (duration / .seconds(1), .now + duration)
        }
    }

    /// How often a waiting thread looks whether the program has ended or is to stop, in milliseconds.
    private static let tick: Int32 = 5

    /// The path of a program in the folders of `PATH`; nil where there is none that can be run.
    static func find(_ name: String) -> String? {
        guard let value = getenv("PATH") else { return nil }
        return String(cString: value).split(separator: ":").map { "\($0)/\(name)" }.first { path in
            var status = stat()
            return path.hasPrefix("/") && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
                && access(path, X_OK) == 0
        }
    }

    /// Runs it to its end. It, and what it started, is killed at the deadline, when cancelled and when it gives too much.
    ///
    /// Input and output are files without names: neither side ever waits for the other, and no other program that starts
    /// meanwhile can hold an end of them open.
    static func run(
        _ path: String, _ arguments: [String], input: [UInt8], outputLimit: Int, timeLimit: TimeLimit,
        isCancelled: () -> Bool
    ) throws(SpeechError) -> End {
        let stdin = try namelessFile(for: path)
        defer { close(stdin) }
        let stdout = try namelessFile(for: path)
        defer { close(stdout) }
        do {
            try AudioFile(count: input.count, mediaType: "text/plain") { Array(input[$0]) }.write(to: stdin)
        } catch {
            throw .notStarted(path, errno: ENOSPC)
        }
        lseek(stdin, 0, SEEK_SET)
        let process = try start(path, arguments, stdin: stdin, stdout: stdout)
        let code: Int32
        do {
            code = try wait(for: process) { () throws(SpeechError) in
                if isCancelled() { throw .cancelled }
                if ContinuousClock.now >= timeLimit.deadline { throw .timedOut(seconds: timeLimit.seconds) }
                if size(of: stdout) > outputLimit { throw .tooMuchSound }
            }
        } catch {
            // The group first: it is not to start more while its head ends.
            kill(-process, SIGKILL)
            kill(process, SIGKILL)
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            throw error
        }
        guard size(of: stdout) <= outputLimit else { throw .tooMuchSound }
        return End(code: code, output: try content(of: stdout))
    }

    private static func namelessFile(for path: String) throws(SpeechError) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/call-audio-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw .notStarted(path, errno: errno) }
        unlink(name)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return file
    }

    /// The exit code. Between looks at it, the check may throw.
    private static func wait(
        for process: pid_t, _ check: () throws(SpeechError) -> Void
    ) throws(SpeechError) -> Int32 {
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F) }
            if ended < 0, errno != EINTR { throw .failed(code: -1) }
            try check()
            poll(nil, 0, tick)
        }
    }

    private static func size(of file: Int32) -> Int {
        var status = stat()
        return fstat(file, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func content(of file: Int32) throws(SpeechError) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: AudioFile.chunkSize)
        while true {
            let count = buffer.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, off_t(content.count)) }
            if count == 0 { return content }
            if count < 0 {
                if errno == EINTR { continue }
                throw .failed(code: -1)
            }
            content += buffer[..<count]
        }
    }
}
