/// Finds what somebody meant.
package enum Nearest {
    /// `; did you mean 'text'?`, or nothing when no word is near.
    package static func suggestion(for word: String, among words: [String]) -> String {
        let limit = max(1, word.count / 3)
        let lower = word.lowercased()
        // A word that is so much longer or shorter cannot be near; most cannot.
        let best = words.filter { abs($0.unicodeScalars.count - lower.unicodeScalars.count) <= limit }
            .map { ($0, distance(lower, $0.lowercased())) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= limit else { return "" }
        return "; did you mean '\(best.0)'?"
    }

    /// The suggestion, or else all words: `; options are a, b, c`.
    package static func help(for word: String, among words: [String], _ what: String) -> String {
        let suggestion = suggestion(for: word, among: words)
        guard suggestion.isEmpty, !words.isEmpty else { return suggestion }
        return "; \(what) are \(words.joined(separator: ", "))"
    }

    /// The number of edits between two words: a letter more, less or other, or two neighbours that changed places.
    package static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        guard left.count <= 64, right.count <= 64 else { return 64 }
        var (before, above) = ([Int](), Array(0...right.count))
        for (i, scalar) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                var next = min(row[j] + 1, above[j + 1] + 1, above[j] + (scalar == other ? 0 : 1))
                if i > 0, j > 0, scalar == right[j - 1], other == left[i - 1] { next = min(next, before[j - 1] + 1) }
                row.append(next)
            }
            (before, above) = (above, row)
        }
        return above[right.count]
    }
}
