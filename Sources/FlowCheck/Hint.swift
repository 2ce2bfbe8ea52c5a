import CallModel

/// Words that tell what to do.
enum Hint {
    /// `did you mean 'text'?`; nil when no word is near.
    static func nearest(_ word: String, among words: [String]) -> String? {
        cut(Nearest.suggestion(for: word, among: words))
    }

    /// The same, or else all words: `options are a, b, c`.
    static func help(_ word: String, among words: [String], _ what: String) -> String? {
        guard words.count > mostWords, nearest(word, among: words) == nil else {
            return cut(Nearest.help(for: word, among: words, what))
        }
        return "\(what) are \(words.prefix(mostWords).joined(separator: ", ")), …"
    }

    /// A longer list helps nobody.
    private static let mostWords = 12

    private static func cut(_ text: String) -> String? {
        text.isEmpty ? nil : String(text.drop { $0 == ";" || $0 == " " })
    }

    /// A sentence of the runtime in two: what is wrong, and what to do, which stands behind its first `; `.
    static func split(_ sentence: String) -> (message: String, hint: String?) {
        var isQuoted = false
        for index in sentence.indices {
            if sentence[index] == "\"" { isQuoted.toggle() }
            guard sentence[index] == ";", !isQuoted, sentence[index...].hasPrefix("; ") else { continue }
            return (String(sentence[..<index]), String(sentence[index...].dropFirst(2)))
        }
        return (sentence, nil)
    }
}
