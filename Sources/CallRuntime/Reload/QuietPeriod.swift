/// When to act on hints that come in bursts: once nothing has come for a while, or the first has waited long enough.
struct QuietPeriod: Equatable, Sendable {
    private let quiet: Double
    private let longest: Double
    private var first: Double?
    private var last: Double?

    init(quiet: Double, longest: Double) {
        self.quiet = quiet
        self.longest = longest
    }

    /// When to act, or nil if there is nothing to act on.
    var due: Double? {
        guard let first, let last else { return nil }
        return min(last + quiet, first + longest)
    }

    mutating func hint(at now: Double) {
        first = first ?? now
        last = now
    }

    /// Forgets the hints, because they are acted on now.
    mutating func clear() {
        first = nil
        last = nil
    }
}
