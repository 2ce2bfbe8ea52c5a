import LuaSyntax

/// Values of two kinds, which are never equal in Lua: what was keyed in is a text, and `err` is a table.
struct NeverEqual: Rule {
    let name = "never_equal"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.comparisons.compactMap { left, right in
            guard
                let (literal, fault) = fault(left, right, file).map({ (right, $0) })
                    ?? fault(right, left, file).map({ (left, $0) })
            else { return nil }
            return finding(file, literal.range, fault.message, hint: fault.hint)
        }
    }

    private func fault(_ value: LuaExpression, _ literal: LuaExpression, _ file: FlowFile) -> (
        message: String, hint: String
    )? {
        switch (file.kinds.kind(value), literal.bare.kind) {
        case (.text, .integer(let number)):
            return ("a text is never equal to a number", "write \"\(number)\", or tonumber(…) around the text")
        case (.text, .float), (.text, .true), (.text, .false):
            return ("a text is never equal to this", "write a text")
        case (.number, .string(let bytes)):
            let text = String(decoding: bytes, as: UTF8.self)
            return (
                "a number is never equal to a text",
                Double(text) == nil ? "compare it with a number" : "write \(text) without quotes"
            )
        case (Kind.failure, .string), (Kind.failure, .integer):
            return ("err is a table, and never equal to this", "compare err.reason or err.code")
        case (.record(let record), .string), (.record(let record), .integer):
            return ("\(record.owner) is a table, and never equal to this", "compare one of its fields")
        case (.object(let name), .string) where name != "Secret" && name != "JSON":
            return ("\(name.lowercased().withArticle) is never equal to a text", "compare one of its fields")
        default: return nil
        }
    }
}
