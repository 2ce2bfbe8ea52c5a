/// Text of labels, whatever stands in a flow.
enum Label {
    /// The most characters of a line of a node or of an arrow's label.
    static let longest = 60

    /// On one line, without what cannot be seen, and not too long.
    static func clean(_ text: String, longest: Int = longest) -> String {
        let words = text.split { $0.isWhitespace || $0.isNewline || $0.unicodeScalars.allSatisfy(isControl) }
        let line = words.joined(separator: " ")
        guard line.count > longest else { return line }
        return line.prefix(longest - 1).trimmedAtEnd + "…"
    }

    /// In lines of at most so many characters, as far as words allow.
    static func wrapped(_ text: String, at width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Marks of direction could turn what stands behind them around.
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension Substring {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
