import NIOHTTP1

/// How long the service asks to wait, in any of its three spellings (protocol reference, section 3).
enum RetryAfter {
    /// Seconds from `now`, or nil when the answer asks for nothing that can be read. Never negative.
    static func seconds(_ headers: HTTPHeaders, now: @autoclosure () -> Double) -> Double? {
        if let text = headers.first(name: "retry-after-ms"), let value = Double(text), value.isFinite {
            return max(value / 1_000, 0)
        }
        guard let text = headers.first(name: "Retry-After") else { return nil }
        if let value = Double(text) { return value.isFinite ? max(value, 0) : nil }
        return HTTPDate.parse(text).map { max($0 - now(), 0) }
    }
}
