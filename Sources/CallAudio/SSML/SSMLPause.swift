/// How long a break is.
enum SSMLPause {
    /// The longest that the service makes of one, in seconds.
    private static let longest = 20.0
    private static let strengths = [
        "none": 0, "x-weak": 0.25, "weak": 0.5, "medium": 0.75, "strong": 1, "x-strong": 1.25,
    ]

    /// In seconds; a time such as `500ms` or `1.5s` counts before a strength. Without both it is that of `medium`.
    static func seconds(time: String?, strength: String?, at place: SSMLCursor) throws(SSMLError) -> Double {
        if let time {
            guard let seconds = Self.seconds(time) else {
                throw place.error("a break of \(time.debugDescription): give a time such as 500ms or 2s")
            }
            return min(seconds, longest)
        }
        guard let seconds = strengths[strength ?? "medium"] else {
            throw place.error(
                "a break of strength \((strength ?? "").debugDescription): there are "
                    + strengths.keys.sorted().joined(separator: ", "))
        }
        return seconds
    }

    private static func seconds(_ time: String) -> Double? {
        let text = time.split(whereSeparator: \.isWhitespace).joined()
        let (digits, unit) = text.hasSuffix("ms") ? (text.dropLast(2), 0.001) : (text.dropLast(), 1.0)
        guard text.hasSuffix("s"), digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }),
            let number = Double(digits), number.isFinite
        else { return nil }
        return number * unit
    }
}
