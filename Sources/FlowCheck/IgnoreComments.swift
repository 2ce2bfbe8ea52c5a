import CallModel
import FlowEngine
import LuaSyntax

/// `-- check: ignore rule_name` at a line's end: what that rule has to say of the line is not told.
struct IgnoreComments {
    private var ignored: [String: [Int: Set<String>]] = [:]
    /// Comments that name a rule that is not there.
    private(set) var findings: [Finding] = []

    init(_ sources: FlowSources) {
        for (path, source) in sources.files { read(source, path) }
    }

    /// Whether a comment asks not to tell of a finding. What keeps a flow from loading is always told.
    func covers(_ finding: Finding) -> Bool {
        guard let file = finding.file, let line = finding.line else { return false }
        return ignored[file]?[line]?.contains(finding.rule) == true
    }

    private static let mark = Array("-- check:".utf8)

    private mutating func read(_ source: [UInt8], _ path: String) {
        guard source.firstRange(of: Self.mark) != nil else { return }
        for comment in LuaComments.lineComments(of: source) {
            let text = String(decoding: comment.text, as: UTF8.self)
            let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\t" }).map(String.init)
            guard let first = words.first, first.hasPrefix("check:") else { continue }
            guard first == "check:", words.count > 2, words[1] == "ignore" else {
                tell("this comment says nothing", "write -- check: ignore and the names of rules", path, comment)
                continue
            }
            // A reason may follow behind dashes.
            for name in words.dropFirst(2).prefix(while: { !$0.hasPrefix("-") }) {
                guard RuleNames.isKnown(name) else {
                    tell(
                        "there is no rule '\(name)' that could be ignored", Hint.nearest(name, among: RuleNames.known),
                        path, comment)
                    continue
                }
                ignored[path, default: [:]][comment.place.line, default: []].insert(name)
            }
        }
    }

    private mutating func tell(_ message: String, _ hint: String?, _ path: String, _ comment: LuaComments.Comment) {
        findings.append(
            Finding(
                rule: RuleNames.unknown, severity: .warning, file: path, line: comment.place.line,
                column: comment.place.column, message: message, hint: hint))
    }
}
