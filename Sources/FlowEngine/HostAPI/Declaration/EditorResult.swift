/// The type of a result, from the words that the manual has for it.
enum EditorResult {
    /// Beginnings of sentences, the first that fits; `*` stands for the space of the classes.
    private static let beginnings: [(words: String, type: String)] = [
        ("the events of the call, each a key", "fun(): string?"), ("the events of the call", "*.Events"),
        ("the events", "*.Event[]"), ("the event", "*.Event"), ("the call", "*.Call"),
        ("the recording", "*.Recording"), ("a task", "*.Task"), ("an operation", "*.Operation"),
        ("the secret", "*.Secret"), ("the condition", "*.Pattern"), ("the text", "string"),
        ("the session's id", "string"), ("true", "boolean"), ("whether", "boolean"), ("a number", "number"),
        ("the new number", "number"), ("seconds", "number"), ("a list of {", "table[]"), ("{ ", "table"),
    ]

    /// - Parameters:
    ///   - result: the words, such as `the call, or nil and err`.
    ///   - classes: those of the page; a type of none of them is `any`.
    static func type(of result: String, space: String, classes: [String]) -> String {
        if let row = beginnings.first(where: { result.hasPrefix($0.words) }) {
            guard row.type.hasPrefix("*.") else { return row.type }
            let name = row.type.dropFirst(2).split(separator: "[").first.map(String.init) ?? ""
            if classes.contains(name) { return row.type.replacing("*", with: space) }
        }
        // A class that the words name.
        let words = result.split(separator: " ").map(String.init)
        let isList = words.contains("list")
        for row in classes {
            if words.contains(row.lowercased()) { return "\(space).\(row)" }
            if isList, words.contains(row.lowercased() + "s") { return "\(space).\(row)[]" }
        }
        if words.contains("seconds") || words.contains("number") { return "number" }
        return isList ? "table[]" : "any"
    }
}
