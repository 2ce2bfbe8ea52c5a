import CallJournal
import CallModel

/// A replay that went another way than the journal says: which step, what was expected and what came instead.
public struct ReplayMismatch: Error, Sendable, Equatable, CustomStringConvertible {
    /// The number of the record; one behind the last when the flow decided more than was recorded.
    public var step: Int
    /// What the journal says, in words.
    public var expected: String
    /// What the replay did, in words.
    public var got: String
    /// The flow's line that decided otherwise, such as `reception/main.lua:12`; nil when none did.
    public var place: String?

    /// A difference.
    public init(step: Int, expected: String, got: String, place: String? = nil) {
        self.step = step
        self.expected = expected
        self.got = got
        self.place = place
    }

    /// One line for a report.
    public var description: String {
        "the journal does not replay: at step \(step) it says \(expected), the flow now does \(got)"
            + (place.map { " (\($0))" } ?? "")
    }
}
