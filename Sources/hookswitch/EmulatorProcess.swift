import Foundation

/// An emulator in a process of its own, at a free port; it ends with this process at the latest.
final class EmulatorProcess {
    /// What clients connect with.
    let connectionString: String
    private let process: Process
    /// Its end ends the process.
    private let input: Pipe

    /// Starts one and waits until it listens.
    /// - Throws: `ExitCode`, with a note, when it does not.
    init(arguments: [String] = []) throws {
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["emulate", "--port", "0", "--until-eof", "--log-level", "error"] + arguments
        process.standardInput = input
        process.standardOutput = output
        do { try process.run() } catch {
            throw Console.fail(.failure, "the emulator cannot be started: \(error.localizedDescription)")
        }
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            guard let byte = try? output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
                process.waitUntilExit()
                throw Console.fail(.unavailable, "the emulator ended before it listened")
            }
            line += byte
        }
        connectionString = String(decoding: line.dropLast(), as: UTF8.self)
        (self.process, self.input) = (process, input)
    }

    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
