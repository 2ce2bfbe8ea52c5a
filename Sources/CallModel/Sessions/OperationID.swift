/// The name of an operation inside its session. Operations that the flow decided are numbered 1, 2, …; what the runtime
/// does by itself (hanging up after a stop, say) is `r1`, `r2`, ….
public struct OperationID: Sendable, Hashable, CustomStringConvertible {
    /// Counted from 1.
    public let number: Int
    /// Whether the runtime decided it, not the flow.
    public let isRuntime: Bool

    /// An operation by number.
    public init(_ number: Int, isRuntime: Bool = false) {
        self.number = number
        self.isRuntime = isRuntime
    }

    /// Reads `3` or `r3`; nil when the text is no such name.
    public init?(_ text: some StringProtocol) {
        let isRuntime = text.hasPrefix("r")
        let digits = isRuntime ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.count < 10, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(digits), number > 0
        else { return nil }
        self.init(number, isRuntime: isRuntime)
    }

    /// For people.
    public var description: String { isRuntime ? "r\(number)" : "\(number)" }
}

/// The operation context that goes over the wire: `op.attempt`, with a `*` behind it when what is heard stays out of
/// timelines; then a blank and the flow's own text if it gave one.
public struct OperationContext: Sendable, Equatable {
    /// The operation it is about.
    public var operation: OperationID
    /// Counted from 1.
    public var attempt: Int
    /// The flow's own words.
    public var text: String?
    /// Whether what people press and say for it is hidden where people read along.
    public var isMasked = false

    /// The context of one attempt.
    public init(operation: OperationID, attempt: Int = 1, text: String? = nil, isMasked: Bool = false) {
        self.operation = operation
        self.attempt = attempt
        self.text = text
        self.isMasked = isMasked
    }

    /// Reads what an event brought back; nil when we did not write it.
    public init?(wire: String) {
        let parts = wire.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let isMasked = parts[0].hasSuffix("*")
        let name = (isMasked ? parts[0].dropLast() : parts[0]).split(
            separator: ".", omittingEmptySubsequences: false)
        guard name.count == 2, let operation = OperationID(name[0]), let attempt = Int(name[1]), attempt > 0 else {
            return nil
        }
        self.init(
            operation: operation, attempt: attempt, text: parts.count > 1 ? String(parts[1]) : nil,
            isMasked: isMasked)
    }

    /// As it is sent.
    public var wire: String { "\(operation).\(attempt)" + (isMasked ? "*" : "") + (text.map { " " + $0 } ?? "") }
}
