/// Finds the name that was most likely meant.
enum NearestName {
    /// `; did you mean 'text'?`, or nothing when no name is near.
    static func hint(for word: String, among names: [String]) -> String {
        let limit = max(1, word.count / 3)
        let near = names.map { (name: $0, edits: edits(word.lowercased(), $0.lowercased())) }.min {
            $0.edits < $1.edits
        }
        guard let near, near.edits <= limit else { return "" }
        return "; did you mean '\(near.name)'?"
    }

    /// The hint, or else all names: `; faults are a, b, c`.
    static func help(for word: String, among names: [String], _ what: String) -> String {
        let hint = hint(for: word, among: names)
        return hint.isEmpty ? "; \(what) are \(names.joined(separator: ", "))" : hint
    }

    /// How many letters must be put in, taken out or changed to make one word of the other.
    private static func edits(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.prefix(64)), Array(right.prefix(64)))
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let cheapest = min(row[j] + 1, row[j + 1] + 1, corner + (letter == other ? 0 : 1))
                corner = row[j + 1]
                row[j + 1] = cheapest
            }
        }
        return row[right.count]
    }
}
