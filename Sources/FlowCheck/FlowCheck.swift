import FlowEngine

/// Looks for mistakes in flows without running their handlers.
public struct FlowCheck: Sendable {
    /// What is asked, in order.
    public var finders: [any FindingFinder]

    /// The finders that need nothing but this process.
    public static let finders: [any FindingFinder] = [LoadFinder(), RuleFinder()]

    /// A check by some finders.
    public init(finders: [any FindingFinder] = FlowCheck.finders) { self.finders = finders }

    /// What is wrong with a folder of flows, by file, line and column. What a comment ignores is left out, and of two
    /// findings at one place that say the same, one.
    public func findings(in folder: FolderOfFlows) async -> [Finding] {
        var found: [Finding] = []
        for finder in finders { found += await finder.findings(in: folder) }
        let ignored = IgnoreComments(folder.sources)
        found = ignored.findings + found.filter { !ignored.covers($0) }
        return Self.withoutEchoes(found).sorted(by: Finding.isBefore)
    }

    /// Loading stops at the first mistake and knows only its line; where a rule has told of the same line, that is enough.
    /// Other linters speak of what we have found, too.
    private static func withoutEchoes(_ findings: [Finding]) -> [Finding] {
        var seen: Set<Finding> = []
        let own = findings.filter { !RuleNames.isForeign($0.rule) && $0.rule != RuleNames.load }
        let errors = own.filter { $0.severity == .error }
        let people = errors.filter { $0.rule == BadIdentifier().name }
        let lines = Set(errors.map { Place(file: $0.file, line: $0.line, column: nil) })
        let broken = Set(own.filter { $0.rule == RuleNames.syntax }.map(\.file))
        let places = Set(own.map { Place(file: $0.file, line: $0.line, column: $0.column) })
        return findings.filter { finding in
            if finding.rule == RuleNames.load {
                guard !broken.contains(finding.file) || finding.file == nil,
                    !lines.contains(Place(file: finding.file, line: finding.line, column: nil))
                        || finding.line == nil
                else { return false }
            }
            // Whom a step calls a rule tells at the number itself.
            if finding.rule == RuleNames.refusedValue,
                people.contains(where: { $0.file == finding.file && finding.message.contains($0.message) })
            {
                return false
            }
            if RuleNames.isForeign(finding.rule),
                places.contains(Place(file: finding.file, line: finding.line, column: finding.column))
            {
                return false
            }
            return seen.insert(finding).inserted
        }
    }

    private struct Place: Hashable {
        var file: String?
        var line: Int?
        var column: Int?
    }
}
