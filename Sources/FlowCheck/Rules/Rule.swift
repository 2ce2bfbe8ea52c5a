import LuaSyntax

/// Something that flows should not do. One rule is one file.
protocol Rule: Sendable {
    /// As findings and ignoring comments name it.
    var name: String { get }
    /// How bad it usually is.
    var severity: Finding.Severity { get }
    /// What is wrong within one file.
    func findings(in file: FlowFile) -> [Finding]
    /// What is wrong with one flow.
    func findings(in flow: Flow) -> [Finding]
    /// What is wrong with all of them together.
    func findings(in flows: [Flow]) -> [Finding]
}

extension Rule {
    func findings(in file: FlowFile) -> [Finding] { [] }
    func findings(in flow: Flow) -> [Finding] { [] }
    func findings(in flows: [Flow]) -> [Finding] { [] }

    /// A finding of this rule.
    func finding(
        _ file: FlowFile, _ range: LuaRange, _ message: String, hint: String? = nil, severity: Finding.Severity? = nil
    ) -> Finding {
        Finding(
            rule: name, severity: severity ?? self.severity, file: file.path, line: range.start.line,
            column: range.start.column, message: message, hint: hint)
    }
}
