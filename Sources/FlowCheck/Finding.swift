/// Something that the check of flows has to say about a place.
public struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable, CaseIterable {
        /// It works, or may work, and is probably not what is meant.
        case warning
        /// It fails, or never does what it says.
        case error
    }

    /// The rule that was broken, such as `unknown_option`; also what `-- check: ignore` names.
    public var rule: String
    /// How bad it is.
    public var severity: Severity
    /// Relative to the flows folder; nil when it is about all of them.
    public var file: String?
    /// The line, from 1.
    public var line: Int?
    /// The byte of the line, from 1.
    public var column: Int?
    /// What is wrong, without a full stop.
    public var message: String
    /// What to do about it, without a full stop.
    public var hint: String?

    /// A finding from its parts.
    public init(
        rule: String, severity: Severity, file: String?, line: Int? = nil, column: Int? = nil, message: String,
        hint: String? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.message = message.onOneLine
        self.hint = hint?.onOneLine
    }

    /// Whether it is something that loading the flows tells of, too.
    public var isOfLoading: Bool { rule == RuleNames.load || rule == RuleNames.syntax }

    /// `file:line:column: severity: message; hint [rule]`.
    public var description: String {
        let place = [file, line.map { "\($0)" }, column.map { "\($0)" }].compactMap { $0 }.joined(separator: ":")
        let text = hint.map { "\(message); \($0)" } ?? message
        return "\(place.isEmpty ? "" : place + ": ")\(severity.rawValue): \(text) [\(rule)]"
    }

    /// By file, line and column, then by rule.
    static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
        let (leftFile, rightFile) = (left.file ?? "", right.file ?? "")
        if leftFile != rightFile { return leftFile < rightFile }
        let (leftPlace, rightPlace) = ((left.line ?? 0, left.column ?? 0), (right.line ?? 0, right.column ?? 0))
        if leftPlace != rightPlace { return leftPlace < rightPlace }
        return (left.rule, left.message) < (right.rule, right.message)
    }
}

extension String {
    /// Texts of flows stand in findings; a line break in one would end the finding's line.
    fileprivate var onOneLine: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        return unicodeScalars.map { scalar in
            guard scalar.properties.generalCategory == .control else { return String(scalar) }
            switch scalar {
            case "\n": return "\\n"
            case "\r": return "\\r"
            case "\t": return "\\t"
            default: return "\\u{\(String(scalar.value, radix: 16))}"
            }
        }.joined()
    }
}
