import FlowEngine
import Foundation
import OtherPrograms

/// Asks `luacheck` for what is wrong with Lua in general: unused variables, values that nobody reads, empty blocks. It gets
/// copies of the sources, in a folder that is gone afterwards, and no settings but ours: those of a folder could be code.
public struct LuacheckFinder: FindingFinder {
    /// What is run.
    public let program: String
    /// Seconds after which it is given up.
    public let timeLimit: Double
    private let note: @Sendable (String) -> Void

    /// - Parameters:
    ///   - program: its path.
    ///   - note: gets a sentence when it is of no use: then there are no findings of it.
    public init(program: String, timeLimit: Double = 20, note: @escaping @Sendable (String) -> Void) {
        (self.program, self.timeLimit, self.note) = (program, timeLimit, note)
    }

    /// Where it is installed; nil where it is not.
    public static func installed(path: String? = ProcessInfo.processInfo.environment["PATH"]) -> String? {
        BoundedProcess.find("luacheck", in: path)
    }

    /// What it has to say of a folder; nothing where it is of no use.
    public func findings(in folder: FolderOfFlows) async -> [Finding] {
        await DeepThread.value { run(folder) }
    }

    private func run(_ folder: FolderOfFlows) -> [Finding] {
        let copies = FileManager.default.temporaryDirectory.appendingPathComponent(
            "hookswitch-check-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copies) }
        var found: [Finding] = []
        do {
            let files = folder.paths
            for path in files {
                let place = copies.appendingPathComponent(path)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(folder.sources.files[path] ?? []).write(to: place)
            }
            let end = Date(timeIntervalSinceNow: timeLimit)
            // The arguments of a process are limited.
            for start in stride(from: 0, to: files.count, by: 500) {
                let some = Array(files[start..<min(start + 500, files.count)])
                let paths = some.map { copies.appendingPathComponent($0).path }
                let output = copies.appendingPathComponent("output of luacheck").path
                let outcome = BoundedProcess.run(
                    program, Self.options + ["--"] + paths, output: output, until: end, mostBytes: 8 << 20)
                found += try findings(of: outcome, output, copies.path, some)
            }
        } catch let fault as Fault {
            note("luacheck is left out: \(fault.reason)")
            return []
        } catch {
            note("luacheck is left out: \(error.localizedDescription)")
            return []
        }
        return found
    }

    private struct Fault: Error {
        let reason: String
    }

    private func findings(
        of outcome: BoundedProcess.Outcome, _ output: String, _ folder: String, _ files: [String]
    ) throws -> [Finding] {
        switch outcome {
        case .notStarted(let reason): throw Fault(reason: "\(program) cannot be started: \(reason)")
        case .tooLong: throw Fault(reason: "it has not ended after \(Int(timeLimit)) s")
        case .tooMuch: throw Fault(reason: "it printed more than 8 MB")
        case .signalled(let number): throw Fault(reason: "it was ended by signal \(number)")
        // 1 and 2: it has found something.
        case .exited(let code) where code > 2: throw Fault(reason: "it ended with code \(code)")
        case .exited: break
        }
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self)
        guard let found = LuacheckOutput.findings(in: text, folder: folder, files: files) else {
            throw Fault(reason: "what it printed is not understood")
        }
        return found
    }

    /// Globals are looked after by rules of our own, and white space by nobody. A handler takes what the event gives.
    private static let options =
        ["--no-config", "--no-cache", "--std", "lua54", "--globals"] + HostCatalogue.globals + [
            "--no-unused-args", "--no-max-line-length", "--ignore", "1", "6", "--formatter", "plain", "--codes",
            "--ranges", "--no-color",
        ]
}
