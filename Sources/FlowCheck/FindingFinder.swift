import FlowEngine

/// One way to find what is wrong with flows. All of them stand in one list, `FlowCheck.finders`: whoever knows more of
/// flows (a proof, another linter) adds a finder there.
public protocol FindingFinder: Sendable {
    /// What is wrong with a folder of flows, in any order. Comments that ignore findings are seen to afterwards.
    func findings(in folder: FolderOfFlows) async -> [Finding]
}

/// What finders look at.
public struct FolderOfFlows: Sendable {
    /// The sources of all flows.
    public let sources: FlowSources
    /// The settings of the node that is to run them.
    public let environment: FlowEnvironment

    /// A folder from its parts.
    public init(_ sources: FlowSources, environment: FlowEnvironment) {
        self.sources = sources
        self.environment = environment
    }

    /// The files that were written here: all but the standard library.
    public var paths: [String] { sources.files.keys.sorted() }

    /// The column of a line's first sign, from 1; nil where there is no such line.
    func firstColumn(_ line: Int, of path: String) -> Int? {
        guard let source = sources.files[path] else { return nil }
        let lines = source.split(separator: 0x0A, maxSplits: line, omittingEmptySubsequences: false)
        guard line >= 1, line <= lines.count else { return nil }
        return lines[line - 1].prefix { $0 == 0x20 || $0 == 0x09 }.count + 1
    }
}
