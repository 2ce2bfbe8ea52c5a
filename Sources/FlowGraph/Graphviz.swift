import Foundation

/// Graphviz's `dot`, which makes pictures of drawings; a program of its own, which may be there or not.
public struct Graphviz: Sendable {
    /// Why there is no picture, as a sentence.
    public struct Fault: Error, CustomStringConvertible {
        /// The sentence.
        public var description: String
    }

    /// Where the program lies.
    public let program: String
    /// Seconds that it may take.
    public var patience = 20.0
    /// The most bytes of a picture.
    static let mostBytes = 32 << 20

    /// The `dot` of the search path; nil when there is none.
    public init?(searchPath: String? = ProcessInfo.processInfo.environment["PATH"]) {
        let folders = (searchPath ?? "").split(separator: ":")
        guard let found = folders.map({ "\($0)/dot" }).first(where: FileManager.default.isExecutableFile(atPath:))
        else { return nil }
        program = found
    }

    /// The picture of a drawing as SVG. Blocks until it is there, or the patience is over.
    public func svg(of dot: String) throws(Fault) -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "hookswitch-graph-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appendingPathComponent("flow.dot"), folder.appendingPathComponent("flow.svg"))
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(dot.utf8).write(to: input)
        } catch {
            throw Fault(description: "nothing can be written to \(folder.path): \(error.localizedDescription)")
        }
        try run(["-Tsvg", "-o", output.path, input.path])
        let size = (try? FileManager.default.attributesOfItem(atPath: output.path)[.size]) as? Int ?? 0
        guard size <= Self.mostBytes else {
            throw Fault(description: "\(program) made a picture of \(size) bytes; at most \(Self.mostBytes) are taken")
        }
        guard let data = try? Data(contentsOf: output), let text = String(data: data, encoding: .utf8),
            text.contains("<svg")
        else { throw Fault(description: "\(program) made no SVG") }
        return text
    }

    private func run(_ arguments: [String]) throws(Fault) {
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for stream in [1, 2] as [Int32] { posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0) }
        // A group of its own, which can be ended as a whole.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, program, &actions, &attributes, &words, environ)
        guard failure == 0 else {
            throw Fault(description: "\(program) cannot be started: \(String(cString: strerror(failure)))")
        }
        let end = Date() + patience
        var (status, pause): (Int32, UInt32) = (0, 1_000)
        while true {
            let ended = waitpid(pid, &status, WNOHANG)
            if ended == pid { break }
            guard ended == 0 || errno == EINTR else {
                throw Fault(description: "\(program) is lost: \(String(cString: strerror(errno)))")
            }
            guard Date() < end else {
                kill(-pid, SIGKILL)
                while waitpid(pid, &status, 0) == -1, errno == EINTR {}
                throw Fault(description: "\(program) was not ready after \(Int(patience)) s")
            }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
        guard status == 0 else { throw Fault(description: "\(program) failed with status \(status)") }
    }
}
