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
    /// Where the bodies of two requests differ, such as `playSources[0].text.text`; nil when they do not.
    public var member: String?
    /// What the journal and the replay have there, as JSON. Personal, so no part of `description`.
    public var values: (expected: String?, got: String?)

    /// Equal when they say the same.
    public static func == (left: Self, right: Self) -> Bool {
        left.description == right.description && left.values == right.values
    }

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
            + (member.map { $0.isEmpty ? " with another body" : ", where \($0) differs" } ?? "")
            + (place.map { " (\($0))" } ?? "")
    }
}
