import Foundation
import OtherPrograms

/// A shell script in the place of a program, in a folder that goes with the value.
public final class FakeProgram: Sendable {
    /// The file's path.
    public let path: String
    /// The folder's path, for a search path.
    public let folder: String

    /// - Parameter script: what the program does, in the words of `sh`.
    public init(named name: String, _ script: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("fake-\(UUID().uuidString)").path
        path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Another process writes it: what this one has open for writing is open in each process, too, that another test
        // is just beginning, and a file that is open for writing cannot be run ("Text file busy").
        let outcome = BoundedProcess.run(
            "/bin/sh", ["-c", #"printf '#!/bin/sh\n%s\n' "$1" > "$2" && chmod 755 "$2""#, "sh", script, path],
            output: "\(folder)/said", until: Date(timeIntervalSinceNow: 60), mostBytes: 10_000)
        guard outcome == .exited(0) else { throw Fault(message: "\(path) cannot be written: \(outcome)") }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// It could not be written.
    public struct Fault: Error {
        /// Why.
        public let message: String
    }
}
