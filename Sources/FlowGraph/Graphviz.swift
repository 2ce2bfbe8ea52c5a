import Foundation
import OtherPrograms

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
        guard let found = BoundedProcess.find("dot", in: searchPath) else { return nil }
        program = found
    }

    /// The picture of a drawing as SVG. Blocks until it is there, or the patience is over.
    public func svg(of dot: String) throws(Fault) -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "hookswitch-graph-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appendingPathComponent("flow.dot"), folder.appendingPathComponent("flow.svg"))
        let said = folder.appendingPathComponent("flow.log")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(dot.utf8).write(to: input)
        } catch {
            throw Fault(description: "nothing can be written to \(folder.path): \(error.localizedDescription)")
        }
        // What it warns of is not part of the picture.
        try expectSuccess(
            BoundedProcess.run(
                program, ["-Tsvg", "-o", output.path, input.path], output: said.path,
                until: Date(timeIntervalSinceNow: patience), mostBytes: 1 << 20), said)
        let size = (try? FileManager.default.attributesOfItem(atPath: output.path)[.size]) as? Int ?? 0
        guard size <= Self.mostBytes else {
            throw Fault(description: "\(program) made a picture of \(size) bytes; at most \(Self.mostBytes) are taken")
        }
        guard let data = try? Data(contentsOf: output), let text = String(data: data, encoding: .utf8),
            text.contains("<svg")
        else { throw Fault(description: "\(program) made no SVG") }
        return text
    }

    private func expectSuccess(_ outcome: BoundedProcess.Outcome, _ said: URL) throws(Fault) {
        switch outcome {
        case .exited(0): return
        case .notStarted(let reason): throw Fault(description: "\(program) cannot be started: \(reason)")
        case .tooLong: throw Fault(description: "\(program) was not ready after \(Int(patience)) s")
        case .tooMuch: throw Fault(description: "\(program) printed more than 1 MB")
        case .signalled(let number): throw Fault(description: "\(program) was ended by signal \(number)")
        case .exited(let code):
            let text = (try? String(contentsOf: said, encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first.map { ": \($0.prefix(200))" } ?? ""
            throw Fault(description: "\(program) failed with code \(code)\(line)")
        }
    }
}
