/// Reads what `luacheck --formatter plain --codes --ranges` prints.
enum LuacheckOutput {
    /// The findings of a text such as `/tmp/x/a.lua:1:7-7: (W211) unused variable 'x'`, one a line; nil when a line is
    /// something else. What is no Lua is told by others.
    static func findings(in text: String, folder: String, files: [String]) -> [Finding]? {
        let known = Set(files)
        var found: [Finding] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.allSatisfy(\.isWhitespace) {
            guard let finding = finding(line, folder, known) else { return nil }
            // Codes that begin with 0 are errors of syntax.
            if !finding.rule.hasPrefix(RuleNames.luacheck + "0") { found.append(finding) }
        }
        return found
    }

    private static func finding(_ line: Substring, _ folder: String, _ files: Set<String>) -> Finding? {
        guard line.hasPrefix(folder + "/") else { return nil }
        let rest = line.dropFirst(folder.count + 1)
        guard let mark = rest.firstRange(of: ": ("), let end = rest[mark.upperBound...].firstRange(of: ") ") else {
            return nil
        }
        let code = rest[mark.upperBound..<end.lowerBound]
        let place = rest[..<mark.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
        guard place.count >= 3, code.count == 4, let kind = code.first, kind == "W" || kind == "E",
            code.dropFirst().allSatisfy(\.isNumber), let row = Int(place[place.count - 2]),
            let column = Int(place[place.count - 1].prefix { $0 != "-" })
        else { return nil }
        let file = place.dropLast(2).joined(separator: ":")
        guard files.contains(file) else { return nil }
        return Finding(
            rule: RuleNames.luacheck + code.dropFirst(), severity: .warning, file: file, line: row, column: column,
            message: String(rest[end.upperBound...]))
    }
}
